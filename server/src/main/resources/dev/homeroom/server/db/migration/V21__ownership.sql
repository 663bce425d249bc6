-- Who owns a district: by which caller it is declared, and for whom it is kept after a declaration's end.

-- SHA-256 over issuer and subject of the caller's token; empty where the declaration is older than this column, so that
-- the next caller that declares as the same owner becomes it.
alter table district_declarations add column owner_caller text not null default '';
alter table district_declarations alter column owner_caller drop default;

create table district_reservations (
  district integer primary key references districts,
  owner_cluster text not null,
  owner_namespace text not null,
  -- As in district_declarations; empty: any caller.
  owner_caller text not null,
  ends_at timestamptz not null
);
comment on table district_reservations is 'For whose namespace a district is kept since its declaration ended; means nothing after ends_at.';
