-- Removals that wait for a person: plans, and what the guard measures them against.

create unlogged table staged_gone (
  stage bigint not null,
  type text not null,
  id bytea not null,
  primary key (stage, type, id)
);
comment on table staged_gone is 'Records that a run which reads only some has proven to be gone.';

alter table roster_changes drop constraint roster_changes_op_check;
-- =: the same, but something of it is held. h: nothing that readers see differs, only the hash.
alter table roster_changes add constraint roster_changes_op_check check (op in ('+', '~', '-', '=', 'h'));

create unlogged table roster_details (
  stage bigint not null,
  type text not null,
  id bytea not null,
  -- What of the record: record, values, a role, an array column or a value column.
  part text not null,
  -- The member of the array, or the empty string.
  member bytea not null,
  -- +: appears. ~: becomes another. -: disappears.
  change "char" not null check (change in ('+', '~', '-')),
  -- ?: not decided. a: carried out. h: held by a plan. r: held since its plan was rejected.
  -- w: not proven, so not carried out.
  fate "char" not null default '?' check (fate in ('?', 'a', 'h', 'r', 'w')),
  primary key (stage, type, id, part, member)
);
comment on table roster_details is 'What a run would take away, piece by piece, and what becomes of each piece.';

create table plans (
  district integer not null references districts,
  plan uuid not null,
  state text not null check (state in ('PENDING', 'APPROVED', 'REJECTED', 'LAPSED', 'SUPERSEDED')),
  -- SHA-256 over the sorted changes.
  digest bytea not null check (octet_length(digest) = 32),
  -- Why the guard held the changes, for people.
  reason text not null,
  -- The run that made the plan.
  run uuid not null,
  created_at timestamptz not null,
  -- When it came to its state, and who decided, where a person did.
  decided_at timestamptz,
  decided_by text,
  -- The run that was under way when it was approved, which cannot carry it out; the next one does.
  waits_for uuid,
  carried_out_at timestamptz,
  carried_out_by uuid,
  primary key (district, plan)
);
create unique index plans_one_pending on plans (district) where state = 'PENDING';
create index plans_newest on plans (district, created_at desc, plan desc);
comment on table plans is 'Changes that the guard holds until a person decides; kept when they are decided.';

create table plan_counts (
  district integer not null,
  plan uuid not null,
  type text not null,
  part text not null,
  change "char" not null check (change in ('+', '~', '-')),
  count bigint not null check (count > 0),
  primary key (district, plan, type, part, change),
  foreign key (district, plan) references plans
);
comment on table plan_counts is 'How many changes a plan has or had, by what they are.';

create table plan_changes (
  district integer not null,
  plan uuid not null,
  type text not null,
  id bytea not null,
  part text not null,
  member bytea not null,
  change "char" not null check (change in ('+', '~', '-')),
  -- Of a rejected plan: Clever has shown it again, so the rejection is over.
  returned boolean not null default false,
  primary key (district, plan, type, id, part, member),
  foreign key (district, plan) references plans
);
create index plan_changes_record on plan_changes (district, type, id);
comment on table plan_changes is 'The changes of plans that are pending, approved or rejected.';

create table plan_requests (
  district integer not null,
  request_id uuid not null,
  plan uuid not null,
  decision text not null check (decision in ('APPROVED', 'REJECTED')),
  primary key (district, request_id),
  foreign key (district, plan) references plans
);
comment on table plan_requests is 'Which decision a request stood for, so that its repetition is answered alike.';

create table roster_sizes (
  district integer not null references districts,
  revision bigint not null,
  -- By the server's clock.
  written_at timestamptz not null,
  schools bigint not null,
  sections bigint not null,
  students bigint not null,
  teachers bigint not null,
  staff bigint not null,
  district_admins bigint not null,
  seats bigint not null,
  primary key (district, revision)
);
comment on table roster_sizes is 'Sizes of the roster at the revisions that the guard may measure removals against.';
insert into roster_sizes
select d.district, d.revision, coalesce(d.last_sync_time, now()), c.schools, c.sections, c.students, c.teachers, c.staff,
       c.district_admins, c.enrollments + c.teacher_enrollments
  from districts d join roster_counts c using (district)
 where d.revision > 0;

-- How many runs in a row could only add and change, because Clever's counts differ from its lists.
alter table districts add column incomplete_runs integer not null default 0;

alter table sync_runs drop constraint sync_runs_state_check;
alter table sync_runs add constraint sync_runs_state_check check (state in
  ('QUEUED', 'FETCHING', 'DIFFING', 'APPLYING', 'CHECKING', 'SUCCEEDED', 'SUCCEEDED_WITH_PLAN', 'FAILED', 'CANCELLED'));
-- The plan that was pending when the run ended.
alter table sync_runs add column plan uuid;
alter table sync_run_types add column held bigint not null default 0;

alter table district_declarations
  add column guard_removed_percent integer not null default 10,
  add column guard_changed_percent integer not null default 75,
  add column guard_student_floor integer not null default 25,
  add column guard_teacher_floor integer not null default 5,
  add column guard_staff_floor integer not null default 3,
  add column guard_section_floor integer not null default 10,
  add column guard_enrollment_floor integer not null default 250,
  add column guard_emptied_section_floor integer not null default 10;
