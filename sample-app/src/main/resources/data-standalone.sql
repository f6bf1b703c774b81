insert into organization (id, name) values
  ('acme', 'Acme'),
  ('globex', 'Globex');

-- Everybody's password is their name.
insert into account (id, organization_id, username, password, email, email_verified, active, provisioned) values
  ('1001', 'acme', 'alice', '{bcrypt}$2a$10$KexJnuXV1TWdTZQ89R.CKeP3qFxsLyrMVPt7wTBEMaj86uo69Zrae', 'alice@acme.test', true, true, true),
  ('1002', 'acme', 'bob', '{bcrypt}$2a$10$wtL.3HoNhN7L/gn0iJdW/OoRZ6Zd9ILEJFSoRYMBk1t6gE8kgrrsu', 'bob@acme.test', true, true, true),
  ('1003', 'acme', 'carol', '{bcrypt}$2a$10$OIwROF9A6y3vkkKqnXZ8ouWxWXcUze8tdYQJ2o4hzn.i7G/RvzYH2', 'carol@acme.test', true, true, true),
  ('2001', 'globex', 'dave', '{bcrypt}$2a$10$m0iu0Mo4KADtfjADJIiZK.gqO4qMs9NM36QKWV5WpZ/snTlwt0ymi', 'dave@globex.test', true, true, true);

-- The other tables name organizations by the ids that WorkOS gave them.
update workspace set organization_id = substring(organization_id from 5);
update project set organization_id = substring(organization_id from 5);
update document set organization_id = substring(organization_id from 5);
update organization_settings set organization_id = substring(organization_id from 5);
