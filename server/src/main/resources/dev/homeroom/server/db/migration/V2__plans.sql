-- Removals that wait for a person: plans, and what the guard measures them against.

create unlogged table staged_gone (
  stage bigint not null,
  type text not null,
  id bytea not null,
  primary key (stage, type, id)
);
comment on table staged_gone is 'Records that a run which reads only some has proven to be gone.';
