create table if not exists workspace (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  name varchar(100) not null
);

create table if not exists project (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  workspace_id varchar(128) not null references workspace (id),
  name varchar(100) not null,
  archived boolean not null
);

create table if not exists document (
  id varchar(128) primary key,
  organization_id varchar(64) not null,
  project_id varchar(128) not null references project (id),
  title varchar(100) not null
);

create table if not exists organization_settings (
  organization_id varchar(64) primary key,
  plan varchar(100) not null,
  contact varchar(100) not null
);
