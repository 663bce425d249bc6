-- Who accepts the first roster of each district, and the decisions over it.

alter table district_declarations
  add column acceptance text not null default 'NOT_REQUIRED' check (acceptance in ('MANUAL', 'NOT_REQUIRED'));

-- A row of its own, and without a reference to districts, so that it is never locked by a run that has the district's
-- row locked. Districts without a row are open.
create table district_gates (
  district integer primary key,
  -- Whether the roster is accepted, or needs no acceptance by the declaration.
  accepted boolean not null
);
comment on table district_gates is 'The facts, beside the end of the declaration, by which a district answers or refuses apps and people; derived from declarations and decisions.';

create table roster_decisions (
  district integer not null references districts,
  -- In the order of the decisions.
  decision bigint generated always as identity,
  kind text not null check (kind in ('ACCEPTED', 'CHANGES_REQUESTED')),
  decided_at timestamptz not null,
  decided_by text not null,
  -- The roster's revision at the decision.
  revision bigint not null check (revision > 0),
  -- SHA-256 of the share that was accepted.
  digest bytea check (octet_length(digest) = 32),
  note text not null,
  primary key (district, decision),
  check ((kind = 'ACCEPTED') = (digest is not null))
);
create unique index roster_decisions_one_acceptance on roster_decisions (district) where kind = 'ACCEPTED';
comment on table roster_decisions is 'Who decided what over a district''s first roster, when and why; never trimmed.';

comment on table sharing_requests is 'Which decision over a sharing or a roster a request stood for, so that its repetition is answered alike.';
