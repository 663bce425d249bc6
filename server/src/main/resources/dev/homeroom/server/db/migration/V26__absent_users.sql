-- A record may name users who are not in the roster: left out by what is declared, or no longer shared. The names are
-- kept, since the record is Clever's word, but nobody is told of them until the user arrives. Which they are stands
-- with each row, so that what readers see of a record changes exactly when a row of it begins: lists, earlier
-- revisions, differences and watches all hide the same.

alter table sections add column absent_users bytea[];
alter table sections_history add column absent_users bytea[];
alter table users add column absent_users bytea[];
alter table users_history add column absent_users bytea[];
comment on column sections.absent_users is 'Whom the row names although the roster did not have them when the row began, ordered; null: nobody.';
comment on column users.absent_users is 'Whom the row names although the roster did not have them when the row began, ordered; null: nobody.';

-- Of ids those that are not absent. An expression of an index, so it has to give the same for ever.
create function present_users(ids bytea[], absent bytea[]) returns bytea[]
  language sql immutable parallel safe
  return array(
    select named.id from unnest(ids) with ordinality as named (id, place)
     where named.id <> all (absent)
     order by named.place);

-- Of texts that stand beside ids those whose ids are not absent.
create function texts_of_present_users(texts text[], ids bytea[], absent bytea[]) returns text[]
  language sql immutable parallel safe
  return array(
    select named.value from unnest(ids, texts) with ordinality as named (id, value, place)
     where named.id <> all (absent)
     order by named.place);

-- The same expression as readers' tables have in place of the column.
drop index users_contact_students;
create index users_contact_students on users using gin (
  (case when absent_users is null then contact_students else present_users(contact_students, absent_users) end)
) where contact;

-- Whose absent students arrive.
create index users_absent_users on users using gin (absent_users) where absent_users is not null;

-- Those whose primary teacher is not among the teachers, which user_sections does not have.
create index sections_primary_teacher on sections (district, primary_teacher)
  where primary_teacher <> all (teachers);

-- What is there already: of live rows whom the roster does not have, of former ones whom it never had meanwhile.
update sections s set absent_users = absent.ids
  from (
    select named.district, named.section, array_agg(named.id order by named.id) as ids
      from (
        select n.district, unnest(n.sections) as section, n."user" as id from user_sections n
        union
        select p.district, p.id, p.primary_teacher from sections p where p.primary_teacher <> all (p.teachers)
      ) as named
     where not exists (select from users u where u.district = named.district and u.id = named.id)
     group by named.district, named.section
  ) as absent
 where s.district = absent.district and s.id = absent.section;

update users c set absent_users = absent.ids
  from (
    select named.district, named.contact, array_agg(distinct named.id order by named.id) as ids
      from (
        select n.district, n.id as contact, unnest(n.contact_students) as id from users n
         where n.contact_students is not null
      ) as named
     where not exists (select from users u where u.district = named.district and u.id = named.id)
     group by named.district, named.contact
  ) as absent
 where c.district = absent.district and c.id = absent.contact;

update sections_history s set absent_users = absent.ids
  from (
    select named.district, named.section, named.revision, named.until_revision,
           array_agg(named.id order by named.id) as ids
      from (
        select distinct n.district, n.id as section, n.revision, n.until_revision,
               unnest(n.teachers || n.students || array_remove(array[n.primary_teacher], null)) as id
          from sections_history n
      ) as named
     where not exists (
             select from users u
              where u.district = named.district and u.id = named.id and u.revision < named.until_revision)
       and not exists (
             select from users_history u
              where u.district = named.district and u.id = named.id
                and u.revision < named.until_revision and u.until_revision > named.revision)
     group by named.district, named.section, named.revision, named.until_revision
  ) as absent
 where s.district = absent.district and s.id = absent.section and s.until_revision = absent.until_revision;

update users_history c set absent_users = absent.ids
  from (
    select named.district, named.contact, named.revision, named.until_revision,
           array_agg(named.id order by named.id) as ids
      from (
        select distinct n.district, n.id as contact, n.revision, n.until_revision, unnest(n.contact_students) as id
          from users_history n
         where n.contact_students is not null
      ) as named
     where not exists (
             select from users u
              where u.district = named.district and u.id = named.id and u.revision < named.until_revision)
       and not exists (
             select from users_history u
              where u.district = named.district and u.id = named.id
                and u.revision < named.until_revision and u.until_revision > named.revision)
     group by named.district, named.contact, named.revision, named.until_revision
  ) as absent
 where c.district = absent.district and c.id = absent.contact and c.until_revision = absent.until_revision;
