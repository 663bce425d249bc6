-- For whom a sharing was confirmed: who declares the district as somebody else is not held to it.

-- As in district_declarations. Null where nobody knows any more, which holds every owner to the sharing.
alter table confirmed_sharings
  add column owner_cluster text,
  add column owner_namespace text,
  add column owner_caller text,
  add constraint confirmed_sharings_owner_whole
    check (num_nulls(owner_cluster, owner_namespace, owner_caller) in (0, 3));

update confirmed_sharings
set owner_cluster = owner.cluster, owner_namespace = owner.namespace, owner_caller = owner.caller
from (
  select district, owner_cluster as cluster, owner_namespace as namespace, owner_caller as caller
  from district_declarations
  union all
  select district, owner_cluster, owner_namespace, owner_caller
  from district_reservations r
  where not exists (select from district_declarations d where d.district = r.district)
) owner
where owner.district = confirmed_sharings.district;

-- Approvals and decisions outlive what was confirmed.
alter table sharing_approvals drop constraint sharing_approvals_district_fkey;
alter table sharing_approvals add foreign key (district) references districts;

alter table sharing_decisions drop constraint sharing_decisions_kind_check;
alter table sharing_decisions add check (
  kind in ('CONFIRMED', 'SECTIONS_ADOPTED', 'CHANGE_APPROVED', 'CHANGE_DECLARED', 'OWNER_CHANGED'));
