-- Full runs that decisions ask for, written with the decision and kept until a run is there that carries it out.

create table resync_requests (
  request bigint generated always as identity primary key,
  district integer not null references districts
);
comment on table resync_requests is 'Districts that have to be read whole since a decision, until a run is there for it.';
