-- Answers to logins, kept for a minute so that a callback that comes twice gets the same one on any server.

create table login_answers (
  -- SHA-256 of Clever's code.
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  -- The answer, encrypted and bound to the login's state; null while the code is being exchanged.
  answer bytea,
  expires_at timestamptz not null
);
create index login_answers_by_end on login_answers (expires_at);
comment on table login_answers is 'Answers to codes that people brought back from Clever, for 60 seconds.';
