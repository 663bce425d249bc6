package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Dice;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Roster;
import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses, all at example hosts. They follow the name a user began with, as real ones do.
 */
final class Emails {
  private static final int WITHOUT_IN_HUNDRED = 6;
  private static final int SHARED_IN_HUNDRED = 2;

  private Emails() {}

  /**
   * Employees always have an address of their own: Clever merges employees by it (sandbox/CLEVER.md
   * 3.5).
   */
  static String ofEmployee(Roster roster, int user) {
    return own(roster, user);
  }

  /** A few students have no address, more among the youngest. */
  static @Nullable String ofStudent(Roster roster, int user) {
    var luck = Dice.bounded(roster.hash(RecordType.USERS, user, 4), 100);
    return luck
            < (roster.users().birthYear(user) > 2019 ? 5 * WITHOUT_IN_HUNDRED : WITHOUT_IN_HUNDRED)
        ? null
        : own(roster, user);
  }

  /** A contact's address may be missing, or that of the student. */
  static @Nullable String ofContact(Roster roster, int user) {
    var luck = Dice.bounded(roster.hash(RecordType.USERS, user, 4), 100);
    var student = roster.users().student(user, 0);
    if (luck < WITHOUT_IN_HUNDRED) {
      return null;
    }
    return luck < WITHOUT_IN_HUNDRED + SHARED_IN_HUNDRED && student >= 0
        ? own(roster, student)
        : own(roster, user);
  }

  private static String own(Roster roster, int user) {
    var hash = roster.hash(RecordType.USERS, user, 1);
    return Names.slug(hash) + roster.rows(RecordType.USERS).serial(user) + "@" + Names.domain(hash);
  }
}
