-- Which records of a district's roster have values that were not taken, for people who may see the records. Each run
-- writes them in the transaction that applies it: a full one all of them, one by events those of the records it reads.

create table finding_records (
  district integer not null references districts,
  -- As FindingKind calls it.
  kind text not null,
  type text not null check (type in ('DISTRICT', 'SCHOOL', 'TERM', 'COURSE', 'SECTION', 'USER')),
  id bytea not null check (octet_length(id) = 12),
  -- The field, as the roster's column is called.
  part text not null,
  primary key (district, kind, type, id, part)
);
comment on table finding_records is 'Fields of live records whose values were not taken; of a kind and type at most 1,000 records.';
