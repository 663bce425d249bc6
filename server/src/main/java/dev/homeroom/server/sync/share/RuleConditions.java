package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Routines.caseFolded;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.position;
import static org.jooq.impl.DSL.val;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.ShareRule.Operator;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Translates rules into conditions on rows. No condition is null for any row. */
final class RuleConditions {
  private RuleConditions() {}

  static Condition of(ShareRule rule, Sections section, Users user) {
    return rule.subject() == RuleSubject.SECTIONS
        ? ofSections(rule, section)
        : RoleConditions.holds(user, rule.subject()).and(ofUsers(rule, user));
  }

  private static Condition ofSections(ShareRule rule, Sections section) {
    var column = column(RosterType.SECTION, rule.field().word(), section);
    return rule.field().holdsIds()
        ? id(rule, column.coerce(byte[].class))
        : text(rule, column.coerce(String.class));
  }

  private static Condition ofUsers(ShareRule rule, Users user) {
    return switch (rule.field()) {
      case SCHOOL -> {
        var any =
            RoleConditions.schoolAmong(user, rule.subject(), List.of(CleverId.of(rule.value())));
        yield rule.operator() == Operator.IS_NOT ? any.not() : any;
      }
      case EMAIL -> text(rule, user.EMAIL);
      default ->
          text(
              rule,
              column(
                      RosterType.USER,
                      "roles.%s.%s".formatted(role(rule.subject()), rule.field().word()),
                      user)
                  .coerce(String.class));
    };
  }

  /** The column into which a field of Clever is read, by the field's path. */
  private static Field<?> column(RosterType type, String path, Table<?> rows) {
    var name =
        type.columns().stream()
            .filter(column -> column.source().path().equals(path))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(type + " has no field " + path))
            .name();
    return requireNonNull(rows.field(name), name);
  }

  private static String role(RuleSubject subject) {
    return switch (subject) {
      case STUDENTS -> "student";
      case TEACHERS -> "teacher";
      case STAFF -> "staff";
      case SECTIONS -> throw new IllegalArgumentException("a section is no user");
    };
  }

  private static Condition id(ShareRule rule, Field<byte[]> column) {
    var id = CleverId.of(rule.value()).bytes();
    return rule.operator() == Operator.IS_NOT
        ? column.isDistinctFrom(id)
        : column.isNotDistinctFrom(id);
  }

  private static Condition text(ShareRule rule, Field<String> column) {
    var found = caseFolded(coalesce(column, inline("")));
    var wanted = caseFolded(val(rule.value()));
    return switch (rule.operator()) {
      case IS -> found.eq(wanted);
      case IS_NOT -> found.ne(wanted);
      case CONTAINS -> position(found, wanted).gt(0);
    };
  }
}
