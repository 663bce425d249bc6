package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Routines.caseFolded;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.position;
import static org.jooq.impl.DSL.val;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.ShareRule.Operator;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;

/** Translates rules into conditions on rows. No condition is null for any row. */
final class RuleConditions {
  private RuleConditions() {}

  static Condition of(ShareRule rule, Sections section, Users user) {
    return rule.subject() == RuleSubject.SECTIONS
        ? ofSections(rule, section)
        : RoleConditions.holds(user, rule.subject()).and(ofUsers(rule, user));
  }

  private static Condition ofSections(ShareRule rule, Sections section) {
    return switch (rule.field()) {
      case SCHOOL -> id(rule, section.SCHOOL);
      case COURSE -> id(rule, section.COURSE);
      case TERM_ID -> id(rule, section.TERM);
      case NAME -> text(rule, section.NAME);
      case SUBJECT -> text(rule, section.SUBJECT);
      case GRADE -> text(rule, section.GRADE);
      case PERIOD -> text(rule, section.PERIOD);
      case SECTION_NUMBER -> text(rule, section.SECTION_NUMBER);
      case SIS_ID -> text(rule, section.SIS_ID);
      case STUDENT_NUMBER,
          TEACHER_NUMBER,
          STATE_ID,
          GRADUATION_YEAR,
          STAFF_ID,
          DEPARTMENT,
          TITLE,
          EMAIL ->
          throw unknown(rule);
    };
  }

  private static Condition ofUsers(ShareRule rule, Users user) {
    boolean student = rule.subject() == RuleSubject.STUDENTS;
    return switch (rule.field()) {
      case SCHOOL -> {
        var any =
            RoleConditions.schoolAmong(user, rule.subject(), List.of(CleverId.of(rule.value())));
        yield rule.operator() == Operator.IS_NOT ? any.not() : any;
      }
      case GRADE -> text(rule, user.STUDENT_GRADE);
      case SIS_ID -> text(rule, student ? user.STUDENT_SIS_ID : user.TEACHER_SIS_ID);
      case STUDENT_NUMBER -> text(rule, user.STUDENT_NUMBER);
      case TEACHER_NUMBER -> text(rule, user.TEACHER_NUMBER);
      case STATE_ID -> text(rule, student ? user.STUDENT_STATE_ID : user.TEACHER_STATE_ID);
      case GRADUATION_YEAR -> text(rule, user.STUDENT_GRADUATION_YEAR);
      case STAFF_ID -> text(rule, user.STAFF_ID);
      case DEPARTMENT -> text(rule, user.STAFF_DEPARTMENT);
      case TITLE ->
          text(
              rule, rule.subject() == RuleSubject.TEACHERS ? user.TEACHER_TITLE : user.STAFF_TITLE);
      case EMAIL -> text(rule, user.EMAIL);
      case COURSE, TERM_ID, NAME, SUBJECT, PERIOD, SECTION_NUMBER -> throw unknown(rule);
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

  private static IllegalArgumentException unknown(ShareRule rule) {
    return new IllegalArgumentException(rule.subject() + " have no " + rule.field().word());
  }
}
