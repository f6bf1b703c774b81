create table organization (
  id varchar(64) primary key,
  name varchar(100) not null
);

create table account (
  id varchar(64) primary key,
  organization_id varchar(64) not null references organization (id),
  username varchar(100) not null unique,
  password varchar(100) not null,
  email varchar(200) not null,
  email_verified boolean not null,
  active boolean not null,
  -- whether WorkOS knows the account
  provisioned boolean not null
);
