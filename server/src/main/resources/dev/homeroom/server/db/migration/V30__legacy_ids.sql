-- Users are found by their ids before version 3 of Clever's API. Employees and contacts have one; a filter asks for all
-- roles at once, which Postgres answers by these together.

create index users_student_legacy_id on users (district, student_legacy_id) where student_legacy_id is not null;
create index users_teacher_legacy_id on users (district, teacher_legacy_id) where teacher_legacy_id is not null;
create index users_staff_legacy_id on users (district, staff_legacy_id) where staff_legacy_id is not null;
create index users_district_admin_legacy_id on users (district, district_admin_legacy_id)
  where district_admin_legacy_id is not null;
create index users_contact_legacy_id on users (district, contact_legacy_id) where contact_legacy_id is not null;
