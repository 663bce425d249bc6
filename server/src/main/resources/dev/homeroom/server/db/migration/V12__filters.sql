-- What lists are filtered by, where a filter would otherwise look at a whole large district. Small tables, and
-- filters that much of a district meets (a grade, a term, a school's users), are read in the order of ids instead.
-- Histories need none: what was true at a revision is found by the revision that ended it.

create index users_first_name on users (district, lower(first_name) text_pattern_ops);
create index users_last_name on users (district, lower(last_name) text_pattern_ops);
create index users_teachers on users (district, id) where teacher;
create index users_staff on users (district, id) where staff;
create index users_district_admins on users (district, id) where district_admin;
create index users_teacher_sis_id on users (district, teacher_sis_id) where teacher_sis_id is not null;
create index users_staff_id on users (district, staff_id) where staff_id is not null;
create index users_contact_sis_id on users (district, contact_sis_id) where contact_sis_id is not null;
create index users_contact_students on users using gin (contact_students) where contact;

create index sections_course on sections (district, course, id) where course is not null;
create index sections_sis_id on sections (district, sis_id);
create index sections_name on sections (district, lower(name) text_pattern_ops);
