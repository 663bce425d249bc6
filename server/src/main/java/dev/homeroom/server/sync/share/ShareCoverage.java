package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.trueCondition;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Schools;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** Translates declared shares into conditions on rows. */
public final class ShareCoverage {
  private static final Sections SECTION = SECTIONS.as("s");
  private static final Schools SCHOOL = SCHOOLS.as("x");
  private static final Users USER = USERS.as("u");

  private ShareCoverage() {}

  /** Returns the conditions for what the share covers; empty if that is all that Clever shows. */
  public static Optional<CoverageConditions> of(DeclaredShare share) {
    return switch (share) {
      case DeclaredShare.District _ -> Optional.empty();
      case DeclaredShare.SchoolSite site when site.schools().isEmpty() -> Optional.empty();
      case DeclaredShare.SchoolSite site -> Optional.of(schools(share, site.schools()));
      case DeclaredShare.Schools schools -> Optional.of(schools(share, schools.schools()));
      case DeclaredShare.Sections sections ->
          Optional.of(sections(share, IdConditions.among(SECTION.ID, sections.sections())));
      case DeclaredShare.Pinned pinned ->
          Optional.of(
              sections(
                  share,
                  pinned
                      .sections()
                      .map(ids -> IdConditions.among(SECTION.ID, ids))
                      .orElseGet(() -> trueCondition())));
      case DeclaredShare.Rules rules -> Optional.of(rules(rules));
    };
  }

  private static CoverageConditions schools(DeclaredShare share, Collection<CleverId> schools) {
    var member =
        RoleConditions.schoolAmong(USER, RuleSubject.STUDENTS, schools)
            .or(RoleConditions.schoolAmong(USER, RuleSubject.TEACHERS, schools))
            .or(RoleConditions.schoolAmong(USER, RuleSubject.STAFF, schools));
    return new CoverageConditions(
        IdConditions.among(SECTION.SCHOOL, schools),
        IdConditions.among(SCHOOL.ID, schools),
        always(share).or(member),
        trueCondition());
  }

  private static CoverageConditions sections(DeclaredShare share, Condition sections) {
    return new CoverageConditions(sections, falseCondition(), always(share), trueCondition());
  }

  /**
   * Decides on each role by itself: a user who is excluded as a teacher may be covered as staff. A
   * covered section covers the users it names unless they are excluded as students or as teachers.
   */
  private static CoverageConditions rules(DeclaredShare.Rules share) {
    return new CoverageConditions(
        matching(share.include(), RuleSubject.SECTIONS)
            .andNot(matching(share.exclude(), RuleSubject.SECTIONS)),
        falseCondition(),
        always(share)
            .or(single(share, RuleSubject.STUDENTS))
            .or(single(share, RuleSubject.TEACHERS))
            .or(single(share, RuleSubject.STAFF)),
        not(matching(share.exclude(), RuleSubject.STUDENTS))
            .andNot(matching(share.exclude(), RuleSubject.TEACHERS)));
  }

  private static Condition single(DeclaredShare.Rules share, RuleSubject subject) {
    return matching(share.include(), subject).andNot(matching(share.exclude(), subject));
  }

  /** Returns a condition that is never null for any row, so that its negation is its opposite. */
  private static Condition matching(List<ShareRule> rules, RuleSubject subject) {
    return rules.stream()
        .filter(rule -> rule.subject() == subject)
        .map(rule -> RuleConditions.of(rule, SECTION, USER))
        .reduce(Condition::or)
        .orElseGet(() -> falseCondition());
  }

  /** Returns the condition for users who are covered under every kind of share. */
  private static Condition always(DeclaredShare share) {
    return USER.DISTRICT_ADMIN
        .isTrue()
        .or(share.includeAllStaff() ? USER.STAFF.isTrue() : noCondition());
  }
}
