-- When each revision was written, and what can still be asked of history.
--
-- The oldest row of a district is the oldest revision that can be asked for: what ended at or before it may be
-- trimmed. It lies in a table of its own, so that trimming never waits for a sync, nor a sync for trimming.

create table revisions (
  district integer not null references districts,
  revision bigint not null check (revision > 0),
  written_at timestamptz not null,
  -- The run that wrote it; null where that is not known. Runs go before their revisions do.
  run uuid,
  -- Clever's record of the district at this revision.
  name text,
  sis_type text,
  portal_url text,
  launch_date date,
  login_methods text[],
  nces_id text,
  mdr_number text,
  primary key (district, revision)
);
comment on table revisions is 'The revisions that can be asked for, with the district''s own record at each.';

-- Revisions from before this table: the record as it is now, the time of the first run known to have reached them.
insert into revisions
select d.district, r.revision,
       coalesce(
         (select min(s.ended_at) from sync_runs s
           where s.district = d.district and s.revision >= r.revision and s.state = 'SUCCEEDED'),
         d.last_sync_time,
         now()),
       null, d.name, d.sis_type, d.portal_url, d.launch_date, d.login_methods, d.nces_id, d.mdr_number
  from districts d
 cross join lateral generate_series(1, d.revision) as r (revision);
