package dev.homeroom.server.sync;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.server.sharing.ShareRule;
import dev.homeroom.server.sharing.ShareRule.Field;
import dev.homeroom.server.sharing.ShareRule.Operator;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Declares shares of every type by chance, each covering some of a roster. */
final class RandomShares {
  private static final int TYPES = 7;

  private final Random chance;

  RandomShares(long seed) {
    this.chance = new Random(seed);
  }

  DeclaredShare next(Roster roster) {
    boolean staff = chance.nextInt(3) == 0;
    var undeclared = chance.nextInt(5) == 0 ? OnUndeclared.WARN : OnUndeclared.EXCLUDE;
    return switch (chance.nextInt(TYPES)) {
      case 0 -> new DeclaredShare.District(staff, undeclared);
      case 1 -> new DeclaredShare.Schools(some(roster, RecordType.SCHOOLS), staff, undeclared);
      case 2 -> new DeclaredShare.SchoolSite(some(roster, RecordType.SCHOOLS), staff, undeclared);
      case 3 -> new DeclaredShare.Pinned(Optional.empty(), staff, undeclared);
      case 4 -> new DeclaredShare.Rules(rules(roster), List.of(), staff, undeclared);
      case 5 -> new DeclaredShare.Rules(rules(roster), rules(roster), staff, undeclared);
      default -> new DeclaredShare.Sections(some(roster, RecordType.SECTIONS), staff, undeclared);
    };
  }

  /** About half of them, one at least. */
  private SortedSet<CleverId> some(Roster roster, RecordType type) {
    var ids = ids(roster, type);
    var some = new TreeSet<CleverId>();
    ids.stream().filter(_ -> chance.nextBoolean()).forEach(some::add);
    some.add(ids.get(chance.nextInt(ids.size())));
    return some;
  }

  private static List<CleverId> ids(Roster roster, RecordType type) {
    var rows = roster.rows(type);
    var ids = rows.liveSlots().mapToObj(slot -> CleverId.of(rows.id(slot).toString())).toList();
    // A district may have lost all of them.
    return ids.isEmpty() ? List.of(CleverId.of("0123456789abcdef01234567")) : ids;
  }

  private List<ShareRule> rules(Roster roster) {
    var rules = new ArrayList<ShareRule>();
    int count = 1 + chance.nextInt(3);
    while (rules.size() < count) {
      var rule = rule(roster);
      if (!rules.contains(rule)) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private ShareRule rule(Roster roster) {
    var operator = chance.nextInt(3) == 0 ? Operator.IS_NOT : Operator.IS;
    return switch (chance.nextInt(8)) {
      case 0 ->
          new ShareRule(
              RuleSubject.SECTIONS, Field.SCHOOL, operator, any(roster, RecordType.SCHOOLS));
      case 1 ->
          new ShareRule(
              RuleSubject.SECTIONS, Field.COURSE, operator, any(roster, RecordType.COURSES));
      case 2 -> new ShareRule(RuleSubject.SECTIONS, Field.NAME, Operator.CONTAINS, letter());
      case 3 -> new ShareRule(RuleSubject.STUDENTS, Field.GRADE, operator, "" + chance.nextInt(12));
      case 4 -> new ShareRule(RuleSubject.STUDENTS, Field.EMAIL, Operator.CONTAINS, letter());
      case 5 ->
          new ShareRule(
              RuleSubject.TEACHERS, Field.SCHOOL, operator, any(roster, RecordType.SCHOOLS));
      case 6 -> new ShareRule(RuleSubject.TEACHERS, Field.TITLE, Operator.CONTAINS, letter());
      default -> new ShareRule(RuleSubject.STAFF, Field.DEPARTMENT, operator, letter());
    };
  }

  private String any(Roster roster, RecordType type) {
    var ids = ids(roster, type);
    return ids.get(chance.nextInt(ids.size())).toString();
  }

  private String letter() {
    return "" + (char) ('a' + chance.nextInt(26));
  }
}
