-- A release that maps Clever's fields otherwise writes rows anew: m in history, remapped in counts.

alter table schools_history drop constraint schools_history_ended_check,
  add constraint schools_history_ended_check check (ended in ('u', 'a', 'm'));
alter table terms_history drop constraint terms_history_ended_check,
  add constraint terms_history_ended_check check (ended in ('u', 'a', 'm'));
alter table courses_history drop constraint courses_history_ended_check,
  add constraint courses_history_ended_check check (ended in ('u', 'a', 'm'));
alter table sections_history drop constraint sections_history_ended_check,
  add constraint sections_history_ended_check check (ended in ('u', 'a', 'm'));
alter table users_history drop constraint users_history_ended_check,
  add constraint users_history_ended_check check (ended in ('u', 'a', 'm'));

alter table sync_run_types add column remapped bigint not null default 0;
