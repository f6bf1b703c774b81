create table workspace (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  name varchar(100) not null
);

create table project (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  workspace_id varchar(128) not null references workspace (id),
  name varchar(100) not null,
  archived boolean not null
);

create table document (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  project_id varchar(128) not null references project (id),
  title varchar(100) not null
);
