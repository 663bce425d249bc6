-- The roster of every district, system-versioned, and the machinery that keeps it true.
--
-- Every key starts with the district's number, so that the schema shards by district as it is. Ids are
-- Clever's 24 hexadecimal digits as 12 bytes. There are no foreign keys among roster rows: a reference
-- to a record that is not shared is kept and comes alive when the record arrives.
-- docs/adr/0002-roster-storage.md tells why the tables have this shape.

do $$ begin
  if current_setting('server_version_num')::int < 180000 then
    raise exception 'Homeroom needs Postgres 18 or newer, this is %', current_setting('server_version');
  end if;
end $$;

create table districts (
  district integer generated always as identity primary key,
  id bytea not null unique check (octet_length(id) = 12),
  -- The roster's revision; 0 before the first successful sync.
  revision bigint not null default 0,
  -- Raised when a server takes a run of this district; an apply with an older epoch is refused.
  epoch bigint not null default 0,
  -- Clever's own record of the district; null before the first successful sync.
  name text,
  sis_type text,
  portal_url text,
  launch_date date,
  login_methods text[],
  nces_id text,
  mdr_number text,
  clever_state text,
  clever_last_sync timestamptz,
  -- The newest event of Clever's feed when the last full run began to read.
  event_cursor bytea,
  last_sync_time timestamptz
);
comment on table districts is 'One row per district ever declared: its number, its revision, Clever''s record of it.';

create table district_declarations (
  district integer primary key references districts,
  sharing_type text not null check (sharing_type in ('DISTRICT', 'SCHOOLS', 'SECTIONS', 'RULES', 'SCHOOL_SITE')),
  cron text not null,
  time_zone text not null,
  suspend boolean not null,
  spec_hash text not null,
  owner_cluster text not null,
  owner_namespace text not null,
  owner_name text not null,
  owner_uid text not null,
  -- Clever's token for the district, encrypted; null where it is looked up by the district's id.
  token_ciphertext bytea,
  credential_hash text not null,
  credential_state text not null check (credential_state in ('UNKNOWN', 'VALID', 'REJECTED')),
  credential_message text not null,
  declared_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table district_declarations is 'What the owner of a district declares; gone when the declaration ends, while the roster stays.';

create table roster_counts (
  district integer primary key references districts,
  schools bigint not null,
  terms bigint not null,
  courses bigint not null,
  sections bigint not null,
  students bigint not null,
  teachers bigint not null,
  staff bigint not null,
  district_admins bigint not null,
  contacts bigint not null,
  enrollments bigint not null,
  teacher_enrollments bigint not null
);
comment on table roster_counts is 'Sizes of the live roster, written by the transaction that writes the revision.';

create table sync_runs (
  run uuid primary key,
  district integer not null references districts,
  mode text not null check (mode in ('FULL')),
  state text not null check (state in ('QUEUED', 'FETCHING', 'DIFFING', 'APPLYING', 'CHECKING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  failure text,
  message text not null default '',
  attempt integer not null default 0,
  -- The sessions of the lease's holder are named after run and epoch; whoever takes the run over
  -- ends them first.
  epoch bigint not null default 0,
  lease_holder text,
  lease_until timestamptz,
  -- Under which number the run stages what it reads; another one in each attempt.
  stage bigint,
  revision bigint,
  counts jsonb,
  fetching_ms bigint,
  diffing_ms bigint,
  applying_ms bigint,
  checking_ms bigint,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create unique index sync_runs_one_active on sync_runs (district)
  where state in ('QUEUED', 'FETCHING', 'DIFFING', 'APPLYING', 'CHECKING');
create index sync_runs_newest on sync_runs (district, created_at desc, run desc);
comment on table sync_runs is 'One row per sync run; at most one active per district, leased to one server at a time.';

create sequence stages;

create table sync_requests (
  district integer not null references districts,
  request_id uuid not null,
  mode text not null,
  run uuid not null references sync_runs on delete cascade,
  primary key (district, request_id)
);
create index sync_requests_run on sync_requests (run);
comment on table sync_requests is 'Which run a request led to, so that its repetition leads there again.';

create table sync_run_types (
  run uuid not null references sync_runs on delete cascade,
  type text not null check (type in ('DISTRICT', 'SCHOOL', 'TERM', 'COURSE', 'SECTION', 'USER')),
  fetched bigint not null default 0,
  total bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  archived bigint not null default 0,
  restored bigint not null default 0,
  unchanged bigint not null default 0,
  withheld bigint not null default 0,
  primary key (run, type)
);
comment on table sync_run_types is 'Progress and outcome of a run, per type of record.';

create table findings (
  run uuid not null references sync_runs on delete cascade,
  kind text not null,
  type text not null,
  count bigint not null check (count > 0),
  primary key (run, kind, type)
);
comment on table findings is 'What a run found in the data, by kind and type; names no record.';

create table schools (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text not null,
  sis_id text not null,
  school_number text,
  state_id text,
  nces_id text,
  mdr_number text,
  low_grade text,
  high_grade text,
  phone text,
  principal_name text,
  principal_email text,
  address text,
  city text,
  state text,
  zip text,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  primary key (district, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index schools_revision on schools (district, revision, id);
comment on table schools is 'The live schools: true now, written by the named revision.';

create table schools_history (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text not null,
  sis_id text not null,
  school_number text,
  state_id text,
  nces_id text,
  mdr_number text,
  low_grade text,
  high_grade text,
  phone text,
  principal_name text,
  principal_email text,
  address text,
  city text,
  state text,
  zip text,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  -- The first revision at which the row was no longer true.
  until_revision bigint not null,
  -- u: another row followed. a: archived, Clever shares the record no more.
  ended "char" not null check (ended in ('u', 'a')),
  primary key (district, id, until_revision)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index schools_history_until on schools_history (district, until_revision, id);
comment on table schools_history is 'Former schools: true from revision to before until_revision.';

create unlogged table staged_schools (
  stage bigint not null,
  -- The order in which Clever listed the records; of a repeated one the last counts.
  seq bigint not null,
  id bytea not null,
  name text not null,
  sis_id text not null,
  school_number text,
  state_id text,
  nces_id text,
  mdr_number text,
  low_grade text,
  high_grade text,
  phone text,
  principal_name text,
  principal_email text,
  address text,
  city text,
  state text,
  zip text,
  content_hash bigint not null
);
create index staged_schools_id on staged_schools (stage, id);
comment on table staged_schools is 'What a run has read so far. Larger runs have tables of their own of this shape.';

create table terms (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text,
  start_date date,
  end_date date,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  primary key (district, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index terms_revision on terms (district, revision, id);
comment on table terms is 'The live terms: true now, written by the named revision.';

create table terms_history (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text,
  start_date date,
  end_date date,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  -- The first revision at which the row was no longer true.
  until_revision bigint not null,
  -- u: another row followed. a: archived, Clever shares the record no more.
  ended "char" not null check (ended in ('u', 'a')),
  primary key (district, id, until_revision)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index terms_history_until on terms_history (district, until_revision, id);
comment on table terms_history is 'Former terms: true from revision to before until_revision.';

create unlogged table staged_terms (
  stage bigint not null,
  -- The order in which Clever listed the records; of a repeated one the last counts.
  seq bigint not null,
  id bytea not null,
  name text,
  start_date date,
  end_date date,
  content_hash bigint not null
);
create index staged_terms_id on staged_terms (stage, id);
comment on table staged_terms is 'What a run has read so far. Larger runs have tables of their own of this shape.';

create table courses (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text,
  number text,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  primary key (district, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index courses_revision on courses (district, revision, id);
comment on table courses is 'The live courses: true now, written by the named revision.';

create table courses_history (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text,
  number text,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  -- The first revision at which the row was no longer true.
  until_revision bigint not null,
  -- u: another row followed. a: archived, Clever shares the record no more.
  ended "char" not null check (ended in ('u', 'a')),
  primary key (district, id, until_revision)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index courses_history_until on courses_history (district, until_revision, id);
comment on table courses_history is 'Former courses: true from revision to before until_revision.';

create unlogged table staged_courses (
  stage bigint not null,
  -- The order in which Clever listed the records; of a repeated one the last counts.
  seq bigint not null,
  id bytea not null,
  name text,
  number text,
  content_hash bigint not null
);
create index staged_courses_id on staged_courses (stage, id);
comment on table staged_courses is 'What a run has read so far. Larger runs have tables of their own of this shape.';

create table sections (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text not null,
  sis_id text not null,
  school bytea,
  course bytea,
  term bytea,
  subject text,
  grade text,
  period text,
  section_number text,
  primary_teacher bytea,
  teachers bytea[] not null,
  students bytea[] not null,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  primary key (district, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index sections_revision on sections (district, revision, id);
create index sections_school on sections (district, school, id);
comment on table sections is 'The live sections: true now, written by the named revision.';

create table sections_history (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  name text not null,
  sis_id text not null,
  school bytea,
  course bytea,
  term bytea,
  subject text,
  grade text,
  period text,
  section_number text,
  primary_teacher bytea,
  teachers bytea[] not null,
  students bytea[] not null,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  -- The first revision at which the row was no longer true.
  until_revision bigint not null,
  -- u: another row followed. a: archived, Clever shares the record no more.
  ended "char" not null check (ended in ('u', 'a')),
  primary key (district, id, until_revision)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index sections_history_until on sections_history (district, until_revision, id);
comment on table sections_history is 'Former sections: true from revision to before until_revision.';

create unlogged table staged_sections (
  stage bigint not null,
  -- The order in which Clever listed the records; of a repeated one the last counts.
  seq bigint not null,
  id bytea not null,
  name text not null,
  sis_id text not null,
  school bytea,
  course bytea,
  term bytea,
  subject text,
  grade text,
  period text,
  section_number text,
  primary_teacher bytea,
  teachers bytea[] not null,
  students bytea[] not null,
  content_hash bigint not null
);
create index staged_sections_id on staged_sections (stage, id);
comment on table staged_sections is 'What a run has read so far. Larger runs have tables of their own of this shape.';

create table users (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  first_name text,
  middle_name text,
  last_name text,
  email text,
  student boolean not null,
  teacher boolean not null,
  staff boolean not null,
  district_admin boolean not null,
  contact boolean not null,
  student_school bytea,
  student_schools bytea[],
  student_sis_id text,
  student_number text,
  student_state_id text,
  student_grade text,
  student_graduation_year text,
  student_legacy_id bytea,
  teacher_school bytea,
  teacher_schools bytea[],
  teacher_sis_id text,
  teacher_number text,
  teacher_state_id text,
  teacher_title text,
  teacher_legacy_id bytea,
  staff_id text,
  staff_schools bytea[],
  staff_department text,
  staff_title text,
  staff_roles text[],
  staff_legacy_id bytea,
  district_admin_title text,
  district_admin_legacy_id bytea,
  contact_sis_id text,
  contact_phone text,
  contact_phone_type text,
  contact_students bytea[],
  contact_relationships text[],
  contact_relationship_types text[],
  contact_legacy_id bytea,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  primary key (district, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index users_revision on users (district, revision, id);
create index users_student_sis_id on users (district, student_sis_id) where student_sis_id is not null;
create index users_email on users (district, lower(email)) where email is not null;
comment on table users is 'The live users: true now, written by the named revision.';

create table users_history (
  district integer not null,
  id bytea not null check (octet_length(id) = 12),
  first_name text,
  middle_name text,
  last_name text,
  email text,
  student boolean not null,
  teacher boolean not null,
  staff boolean not null,
  district_admin boolean not null,
  contact boolean not null,
  student_school bytea,
  student_schools bytea[],
  student_sis_id text,
  student_number text,
  student_state_id text,
  student_grade text,
  student_graduation_year text,
  student_legacy_id bytea,
  teacher_school bytea,
  teacher_schools bytea[],
  teacher_sis_id text,
  teacher_number text,
  teacher_state_id text,
  teacher_title text,
  teacher_legacy_id bytea,
  staff_id text,
  staff_schools bytea[],
  staff_department text,
  staff_title text,
  staff_roles text[],
  staff_legacy_id bytea,
  district_admin_title text,
  district_admin_legacy_id bytea,
  contact_sis_id text,
  contact_phone text,
  contact_phone_type text,
  contact_students bytea[],
  contact_relationships text[],
  contact_relationship_types text[],
  contact_legacy_id bytea,
  content_hash bigint not null,
  mapping_version smallint not null,
  revision bigint not null,
  -- The first revision at which the row was no longer true.
  until_revision bigint not null,
  -- u: another row followed. a: archived, Clever shares the record no more.
  ended "char" not null check (ended in ('u', 'a')),
  primary key (district, id, until_revision)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index users_history_until on users_history (district, until_revision, id);
comment on table users_history is 'Former users: true from revision to before until_revision.';

create unlogged table staged_users (
  stage bigint not null,
  -- The order in which Clever listed the records; of a repeated one the last counts.
  seq bigint not null,
  id bytea not null,
  first_name text,
  middle_name text,
  last_name text,
  email text,
  student boolean not null,
  teacher boolean not null,
  staff boolean not null,
  district_admin boolean not null,
  contact boolean not null,
  student_school bytea,
  student_schools bytea[],
  student_sis_id text,
  student_number text,
  student_state_id text,
  student_grade text,
  student_graduation_year text,
  student_legacy_id bytea,
  teacher_school bytea,
  teacher_schools bytea[],
  teacher_sis_id text,
  teacher_number text,
  teacher_state_id text,
  teacher_title text,
  teacher_legacy_id bytea,
  staff_id text,
  staff_schools bytea[],
  staff_department text,
  staff_title text,
  staff_roles text[],
  staff_legacy_id bytea,
  district_admin_title text,
  district_admin_legacy_id bytea,
  contact_sis_id text,
  contact_phone text,
  contact_phone_type text,
  contact_students bytea[],
  contact_relationships text[],
  contact_relationship_types text[],
  contact_legacy_id bytea,
  content_hash bigint not null
);
create index staged_users_id on staged_users (stage, id);
comment on table staged_users is 'What a run has read so far. Larger runs have tables of their own of this shape.';

create table user_sections (
  district integer not null,
  "user" bytea not null,
  sections bytea[] not null,
  revision bigint not null,
  primary key (district, "user")
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
comment on table user_sections is 'Derived from sections: where a user teaches or learns, ordered by id.';

create unlogged table roster_changes (
  stage bigint not null,
  type text not null,
  id bytea not null,
  -- +: new. ~: content differs. -: no longer listed.
  op "char" not null check (op in ('+', '~', '-')),
  primary key (stage, type, id)
);
comment on table roster_changes is 'What a run''s comparison found, before anything is applied.';

-- db-scheduler's table, as its documentation gives it for Postgres.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority_execution_time on scheduled_tasks (priority desc, execution_time asc);
