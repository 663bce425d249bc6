-- Text that people write is compared by Unicode's canonical caseless matching (the Unicode Standard 3.13, D145): é is é whether
-- it is one character or two, Straße is STRASSE, and no language has rules of its own, so that a dotless i is never an i. What
-- was lower() before follows the case of single characters only.

-- Immutable, and of one expression without a search path, so that Postgres puts it into the query and finds the indexes.
create function case_folded(value text) returns text
language sql immutable strict parallel safe
return normalize(casefold(normalize(value, nfd) collate pg_unicode_fast), nfc);
comment on function case_folded is 'The same for all texts that differ only in case and in how characters are composed.';

drop index users_email;
drop index users_first_name;
drop index users_last_name;
drop index sections_name;
create index users_email on users (district, case_folded(email)) where email is not null;
create index users_first_name on users (district, case_folded(first_name) text_pattern_ops);
create index users_last_name on users (district, case_folded(last_name) text_pattern_ops);
create index sections_name on sections (district, case_folded(name) text_pattern_ops);

-- Rules may match other records now: what they cover is computed from everything, once.
update districts set last_full_sharing = null
 where exists (select from district_declarations d where d.district = districts.district and d.sharing_type = 'RULES');
