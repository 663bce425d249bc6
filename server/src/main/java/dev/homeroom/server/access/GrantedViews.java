package dev.homeroom.server.access;

import static dev.homeroom.server.access.Conditions.in;
import static dev.homeroom.server.access.Conditions.memberOf;
import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.PrivacyClass;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The views that grants open. A grant for schools opens the records that themselves say that they
 * belong to these schools (schools, sections, and users with a membership), live and former; and
 * all terms and courses, because they belong to every school.
 */
final class GrantedViews implements RosterViews {
  private final DistrictKey district;
  private final List<Grant> grants;

  GrantedViews(ReadPermissions.Granted reach, DistrictKey district) {
    this.district = district;
    this.grants =
        reach.grants().stream().filter(grant -> grant.covers(district.id())).distinct().toList();
  }

  @Override
  public List<RecordView> schools(Table<?> table) {
    return views(schools -> in(table, "id", schools));
  }

  @Override
  public List<RecordView> terms(Table<?> table) {
    return views(schools -> DSL.trueCondition());
  }

  @Override
  public List<RecordView> courses(Table<?> table) {
    return views(schools -> DSL.trueCondition());
  }

  @Override
  public List<RecordView> sections(Table<?> table) {
    return views(schools -> in(table, "school", schools));
  }

  @Override
  public List<RecordView> users(Table<?> table) {
    return views(schools -> memberOf(table, schools));
  }

  @Override
  public List<RecordView> enrollments(Table<?> table) {
    var member = USERS.as("member");
    return grants.stream()
        .filter(grant -> grant.fields().contains(PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD))
        .map(grant ->
            new RecordView(
                through(grant),
                grant.schools().isEmpty()
                    ? DSL.trueCondition()
                    : in(
                        table,
                        "user",
                        DSL.array(
                            DSL.select(member.ID)
                                .from(member)
                                .where(
                                    member.DISTRICT.eq(district.number()),
                                    memberOf(member, ids(grant))))),
                ReadableFields.EVERYTHING))
        .toList();
  }

  private List<RecordView> views(Function<Field<byte[][]>, Condition> rows) {
    return grants.stream()
        .sorted(Comparator.comparing(Grant::identity))
        .map(grant ->
            new RecordView(
                through(grant),
                grant.schools().isEmpty() ? DSL.trueCondition() : rows.apply(ids(grant)),
                new ReadableFields(grant.fields(), false)))
        .toList();
  }

  private static AccessPath through(Grant grant) {
    return new AccessPath(
        grant.role(),
        grant.schools().isEmpty()
            ? AccessRule.ACCESS_RULE_GRANTED_DISTRICT
            : AccessRule.ACCESS_RULE_GRANTED_SCHOOLS);
  }

  private static Field<byte[][]> ids(Grant grant) {
    return DSL.val(grant.schools().stream().sorted().map(CleverId::bytes).toArray(byte[][]::new));
  }
}
