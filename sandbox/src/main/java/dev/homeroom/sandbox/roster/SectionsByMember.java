package dev.homeroom.sandbox.roster;

import java.util.Arrays;

/**
 * Sections by member, in two flat arrays: the sections of user {@code u} are those from {@code
 * starts[u]} to {@code starts[u + 1]}, exclusive.
 */
final class SectionsByMember {
  private final int[] starts;
  private final int[] sections;

  SectionsByMember(Rows users, Rows rows, Sections columns) {
    starts = new int[users.slots() + 1];
    forEachMembership(rows, columns, (user, section) -> starts[user + 1]++);
    for (var user = 0; user < users.slots(); user++) {
      starts[user + 1] += starts[user];
    }
    sections = new int[starts[users.slots()]];
    var next = Arrays.copyOf(starts, starts.length);
    forEachMembership(rows, columns, (user, section) -> sections[next[user]++] = section);
  }

  /** The user's section slots, ascending. */
  int[] sectionsOf(int user) {
    return Arrays.copyOfRange(sections, starts[user], starts[user + 1]);
  }

  private static void forEachMembership(Rows rows, Sections columns, Membership membership) {
    for (var section = rows.nextLive(0); section >= 0; section = rows.nextLive(section + 1)) {
      for (var user : columns.at(section).teachers) {
        membership.accept(user, section);
      }
      for (var user : columns.at(section).students) {
        membership.accept(user, section);
      }
    }
  }

  private interface Membership {
    void accept(int user, int section);
  }
}
