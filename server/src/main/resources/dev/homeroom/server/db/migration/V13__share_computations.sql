-- What the share of a district was last computed from by a full run, so that the next one that is shown the same need
-- not compute it again.

create table share_computations (
  district integer primary key references districts,
  -- The fingerprint of the declared share.
  fingerprint text not null,
  -- A number made of type, id and content hash of every record that Clever showed.
  shown numeric not null
);
comment on table share_computations is 'From what undeclared_records follows; missing where an incremental run has written it since.';
