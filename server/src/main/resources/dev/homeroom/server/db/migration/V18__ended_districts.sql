-- Districts whose declaration has ended. A row of its own, and without a reference to districts, so that the end of a
-- declaration never waits for a run that has the district's row locked. Of districts that ended before this release
-- nobody knows when: their days of grace begin now.

create table ended_districts (
  district integer primary key,
  ended_at timestamptz not null,
  -- Until when apps may read the roster of before.
  apps_read_until timestamptz not null check (apps_read_until >= ended_at)
);
comment on table ended_districts is 'Districts whose declaration has ended and that are not declared again; their people are let in no more.';

insert into ended_districts (district, ended_at, apps_read_until)
select district, now(), now() + interval '14 days'
from districts
where not exists (select 1 from district_declarations d where d.district = districts.district);
