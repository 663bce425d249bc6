package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.jooq.impl.DSL.boolOr;

import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Finds rules that match nothing. */
final class IdleRules {
  private IdleRules() {}

  /** Returns the numbers, counted from 0, of the rules that include nothing of the live roster. */
  static List<Integer> of(DSLContext sql, int district, DeclaredShare.Rules share) {
    var section = SECTIONS.as("s");
    var user = USERS.as("u");
    var ofSections = new ArrayList<Integer>();
    var ofUsers = new ArrayList<Integer>();
    IntStream.range(0, share.include().size())
        .forEach(number ->
            (share.include().get(number).subject() == RuleSubject.SECTIONS ? ofSections : ofUsers)
                .add(number));
    var idle = new ArrayList<Integer>();
    idle.addAll(
        idle(
            sql,
            section,
            section.DISTRICT.eq(district),
            conditions(share, ofSections),
            ofSections));
    idle.addAll(idle(sql, user, user.DISTRICT.eq(district), conditions(share, ofUsers), ofUsers));
    return idle.stream().sorted().toList();
  }

  private static List<Condition> conditions(DeclaredShare.Rules share, List<Integer> numbers) {
    return numbers.stream()
        .map(number -> share.include().get(number))
        .map(IdleRules::condition)
        .toList();
  }

  private static Condition condition(ShareRule rule) {
    return RuleConditions.of(rule, SECTIONS.as("s"), USERS.as("u"));
  }

  private static List<Integer> idle(
      DSLContext sql,
      Table<?> rows,
      Condition ofDistrict,
      List<Condition> conditions,
      List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    var matches = new ArrayList<Field<Boolean>>();
    conditions.forEach(condition -> matches.add(boolOr(condition)));
    var row = sql.select(matches).from(rows).where(ofDistrict).fetchSingle();
    return IntStream.range(0, numbers.size())
        .filter(at -> !Boolean.TRUE.equals(row.get(at, Boolean.class)))
        .mapToObj(numbers::get)
        .toList();
  }
}
