-- What the declared share of each district covers, as computed by syncs.

create unlogged table staged_undeclared (
  stage bigint not null,
  type text not null,
  id bytea not null,
  roles smallint not null,
  primary key (stage, type, id)
);
comment on table staged_undeclared is 'Records that a run finds the declared share not to cover.';

create table undeclared_records (
  district integer not null references districts,
  type text not null check (type in ('SCHOOL', 'TERM', 'COURSE', 'SECTION', 'USER')),
  id bytea not null check (octet_length(id) = 12),
  -- Of a user, what it is, since counts tell students from staff: student 1, teacher 2, staff 4, district admin 8,
  -- contact 16. 0 for every other type.
  roles smallint not null,
  -- Whether nothing else is kept of it. Otherwise it is live: its removal waits for a person or for proof, or the
  -- declaration only warns.
  left_out boolean not null,
  primary key (district, type, id)
);
comment on table undeclared_records is 'Records that Clever shows although the declared share does not cover them.';

create table shares (
  district integer primary key references districts,
  -- The revision of the roster that it was computed from.
  revision bigint not null,
  -- SHA-256 over what is declared and the schools and sections that it covers.
  digest bytea not null check (octet_length(digest) = 32),
  -- The fingerprint of the declared share.
  fingerprint text not null
);
comment on table shares is 'What each district shares, as computed after its last change.';

create table share_counts (
  district integer not null references shares on delete cascade,
  kind text not null check (kind in ('SCHOOL', 'TERM', 'COURSE', 'SECTION', 'STUDENT', 'TEACHER', 'STAFF',
    'DISTRICT_ADMIN', 'CONTACT')),
  covered bigint not null,
  undeclared bigint not null,
  primary key (district, kind)
);
comment on table share_counts is 'Sizes of the shares; a user with several roles counts in each.';

create table share_findings (
  district integer not null references shares on delete cascade,
  kind text not null,
  severity text not null check (severity in ('WARNING', 'ERROR')),
  count bigint not null check (count > 0),
  -- The first of the schools and sections concerned, or rules; never users.
  samples text[] not null,
  explanation text not null,
  primary key (district, kind)
);
comment on table share_findings is 'What shares and Clever disagree about.';

create table share_changes (
  district integer not null,
  revision bigint not null,
  kind text not null check (kind in ('SCHOOL', 'TERM', 'COURSE', 'SECTION', 'STUDENT', 'TEACHER', 'STAFF',
    'DISTRICT_ADMIN', 'CONTACT')),
  added bigint not null,
  removed bigint not null,
  primary key (district, revision, kind),
  foreign key (district, revision) references revisions on delete cascade
);
comment on table share_changes is 'How many records joined and left the share with a revision; goes with the revision.';

comment on column districts.last_full_sharing is 'The fingerprint of the share declared when everything was last read.';
