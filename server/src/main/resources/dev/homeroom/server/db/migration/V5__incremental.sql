-- What a run needs to know of the ones before it in order to read only Clever's events.

alter table districts
  -- Whether Clever gave the app events at the last sync. Without a cursor every event counts, then.
  add column feed_readable boolean not null default false,
  -- When everything was last read, and under which declared share.
  add column last_full_time timestamptz,
  add column last_full_sharing text,
  -- Until when Clever's own syncs pause; null unless they do.
  add column clever_pause_end date;
comment on column districts.event_cursor is 'The newest of Clever''s events that the roster has; null where there was none yet.';

create table records_set_aside (
  district integer not null references districts,
  type text not null check (type in ('SCHOOL', 'TERM', 'COURSE', 'SECTION', 'USER')),
  records bigint not null check (records > 0),
  primary key (district, type)
);
comment on table records_set_aside is 'How many records Clever counts that the last full run could not read.';

alter table sync_runs add column events_read bigint not null default 0;
