-- How a run was asked for, beside how it reads; runs that only tell what a sync would do.
alter table sync_runs
  drop constraint sync_runs_mode_check,
  add constraint sync_runs_mode_check check (mode in ('FULL', 'INCREMENTAL')),
  -- How it was asked for.
  add column requested_mode text not null default 'AUTO' check (requested_mode in ('AUTO', 'FULL', 'INCREMENTAL')),
  -- Why it is FULL where that was not asked for.
  add column mode_reason text not null default '',
  -- Whether it only compares and applies nothing.
  add column dry_run boolean not null default false;
create index sync_runs_ended on sync_runs (ended_at) where ended_at is not null;
comment on column sync_requests.mode is 'What was asked for: a mode, with DRY_RUN behind it for a dry run, or CANCEL.';
