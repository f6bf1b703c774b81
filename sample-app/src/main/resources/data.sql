-- Only what is not there yet: a database may outlive the application.
insert into workspace (id, organization_id, name)
select * from (values
  ('engineering', 'org_acme', 'Engineering'),
  ('finance', 'org_acme', 'Finance'),
  ('plant', 'org_globex', 'Plant')) as seed (id, organization_id, name)
where seed.id not in (select id from workspace);

insert into project (id, organization_id, workspace_id, name, archived)
select * from (values
  ('web', 'org_acme', 'engineering', 'Web shop', false),
  ('mobile', 'org_acme', 'engineering', 'Mobile app', false),
  ('payroll', 'org_acme', 'finance', 'Payroll', false),
  ('budget', 'org_acme', 'finance', 'Budget', false),
  ('reactor', 'org_globex', 'plant', 'Reactor', false)) as seed (id, organization_id, workspace_id, name, archived)
where seed.id not in (select id from project);

insert into document (id, organization_id, project_id, title)
select * from (values
  ('roadmap', 'org_acme', 'web', 'Roadmap'),
  ('launch', 'org_acme', 'web', 'Launch checklist'),
  ('wireframes', 'org_acme', 'mobile', 'Wireframes'),
  ('salaries', 'org_acme', 'payroll', 'Salaries'),
  ('forecast', 'org_acme', 'budget', 'Forecast'),
  ('manual', 'org_globex', 'reactor', 'Manual')) as seed (id, organization_id, project_id, title)
where seed.id not in (select id from document);

insert into organization_settings (organization_id, plan, contact)
select * from (values
  ('org_acme', 'standard', 'admin@acme.test'),
  ('org_globex', 'standard', 'admin@globex.test')) as seed (organization_id, plan, contact)
where seed.organization_id not in (select organization_id from organization_settings);
