-- What districts declare to share, what was confirmed of it, and who decided what.

-- Until now a type was only written down and everything was mirrored. These two say nothing without
-- schools or rules; such a district goes on as it was until its owner declares it again.
update district_declarations set sharing_type = 'DISTRICT' where sharing_type in ('SCHOOLS', 'RULES');

alter table district_declarations
  -- What is declared, in the JSON form of the contract; null where an older release wrote the type alone.
  add column sharing jsonb,
  add column confirmation text not null default 'MANUAL' check (confirmation in ('MANUAL', 'AUTOMATIC'));

create table confirmed_sharings (
  district integer primary key references districts,
  -- In the JSON form of the contract.
  sharing jsonb not null,
  -- The revision and the share that were confirmed.
  revision bigint not null,
  digest bytea not null check (octet_length(digest) = 32),
  confirmed_at timestamptz not null,
  -- Empty where the server confirmed by the declaration.
  confirmed_by text not null,
  -- How many sections are pinned, and SHA-256 over their ids.
  pinned_count bigint not null default 0,
  pinned_digest bytea check (octet_length(pinned_digest) = 32)
);
comment on table confirmed_sharings is 'The sharing that each district is held to; outlives its declaration.';

create table pinned_sections (
  district integer not null references confirmed_sharings,
  id bytea not null check (octet_length(id) = 12),
  primary key (district, id)
);
comment on table pinned_sections is 'The sections of a confirmed sharing of type SECTIONS: those it names, or those shown when it was confirmed and adopted since.';

create table sharing_approvals (
  district integer not null references confirmed_sharings,
  approval uuid not null,
  -- OPEN: nobody has declared the change yet. REPLACED: a later approval took its place.
  state text not null check (state in ('OPEN', 'DECLARED', 'REPLACED')),
  from_sharing jsonb not null,
  to_sharing jsonb not null,
  reason text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  primary key (district, approval)
);
create unique index sharing_approvals_one_open on sharing_approvals (district) where state = 'OPEN';
comment on table sharing_approvals is 'Changes of a confirmed sharing that reviewers have allowed.';

create table sharing_decisions (
  district integer not null references districts,
  -- In the order of the decisions.
  decision bigint generated always as identity,
  kind text not null check (kind in ('CONFIRMED', 'SECTIONS_ADOPTED', 'CHANGE_APPROVED', 'CHANGE_DECLARED')),
  decided_at timestamptz not null,
  -- Empty where the server decided by the declaration.
  decided_by text not null,
  reason text not null,
  sharing jsonb not null,
  adopted_sections bigint not null default 0,
  revision bigint not null default 0,
  digest bytea,
  primary key (district, decision)
);
comment on table sharing_decisions is 'Who decided what over a district''s sharing, when and why; never trimmed.';

create table sharing_requests (
  district integer not null references districts,
  request_id uuid not null,
  -- SHA-256 over the request without its id.
  request bytea not null check (octet_length(request) = 32),
  -- What it led to, where it approved a change.
  approval uuid,
  primary key (district, request_id)
);
comment on table sharing_requests is 'Which decision a request stood for, so that its repetition is answered alike.';

-- Whether a full run follows this one, which may have begun by the share of before a decision.
alter table sync_runs add column followed boolean not null default false;
