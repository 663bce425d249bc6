package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses, all at example hosts. An address follows the user's original name and stays
 * when the name changes, as real ones do, unless a change gave the user another address.
 */
public final class Emails {
  private static final int WITHOUT_IN_HUNDRED = 6;
  private static final int SHARED_IN_HUNDRED = 2;
  private static final int MALFORMED_IN_HUNDRED = 1;
  private static final int YOUNG = 7;

  private Emails() {}

  /** The address of a user; null if there is none. */
  public static @Nullable String of(Roster roster, int user) {
    if (roster.isBlank(OptionalField.EMAIL, user)) {
      return null;
    }
    var changed = roster.users().at(user).email;
    if (changed != null) {
      return changed.isEmpty() ? null : changed;
    }
    var roles = roster.users().roles(user);
    if (roster.isClean()) {
      return own(roster, user);
    }
    if (Role.STUDENT.in(roles)) {
      return ofStudent(roster, user);
    }
    return Role.CONTACT.in(roles) ? ofContact(roster, user) : own(roster, user);
  }

  /** Returns a student's address; a few students have none, more of them among the youngest. */
  private static @Nullable String ofStudent(Roster roster, int user) {
    var luck = SeededChoices.bounded(roster.hash(RecordType.USERS, user, 4), 100);
    var isYoung = roster.schoolYear() - roster.users().birthYear(user) < YOUNG;
    if (luck < (isYoung ? 5 * WITHOUT_IN_HUNDRED : WITHOUT_IN_HUNDRED)) {
      return null;
    }
    return luck >= 100 - MALFORMED_IN_HUNDRED ? malformed(roster, user) : own(roster, user);
  }

  /** Returns a contact's address, which may be missing or that of the student. */
  private static @Nullable String ofContact(Roster roster, int user) {
    var luck = SeededChoices.bounded(roster.hash(RecordType.USERS, user, 4), 100);
    var student = roster.users().student(user, 0);
    if (luck < WITHOUT_IN_HUNDRED) {
      return null;
    }
    if (luck < WITHOUT_IN_HUNDRED + SHARED_IN_HUNDRED && student >= 0) {
      return own(roster, student);
    }
    return luck >= 100 - MALFORMED_IN_HUNDRED ? malformed(roster, user) : own(roster, user);
  }

  /** Returns an address without its {@code @}: Clever does not check what a school typed (3.4). */
  private static String malformed(Roster roster, int user) {
    return own(roster, user).replace("@", "");
  }

  /**
   * Returns an address of the user's own. Employees always have one because Clever merges employees
   * by it (sandbox/CLEVER.md 3.5).
   */
  private static String own(Roster roster, int user) {
    return own(roster.seed(), roster.rows(RecordType.USERS).persona(user));
  }

  /** The address that a persona has unless something else is said. */
  public static String own(long seed, int persona) {
    var hash = Roster.hash(seed, persona, 1);
    return Names.slug(hash) + persona + "@" + Names.domain(hash);
  }
}
