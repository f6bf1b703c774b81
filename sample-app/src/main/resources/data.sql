insert into workspace (id, organization_id, name) values
  ('engineering', 'org_acme', 'Engineering'),
  ('finance', 'org_acme', 'Finance'),
  ('plant', 'org_globex', 'Plant');

insert into project (id, organization_id, workspace_id, name, archived) values
  ('web', 'org_acme', 'engineering', 'Web shop', false),
  ('payroll', 'org_acme', 'finance', 'Payroll', false),
  ('reactor', 'org_globex', 'plant', 'Reactor', false);

insert into document (id, organization_id, project_id, title) values
  ('roadmap', 'org_acme', 'web', 'Roadmap'),
  ('salaries', 'org_acme', 'payroll', 'Salaries'),
  ('manual', 'org_globex', 'reactor', 'Manual');
