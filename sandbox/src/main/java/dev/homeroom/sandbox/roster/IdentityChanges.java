package dev.homeroom.sandbox.roster;

import static dev.homeroom.sandbox.roster.RosterDraft.require;

import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes that keep a user's id or give a new one (sandbox/CLEVER.md 3.5, 3.7): returns, re-keyed
 * SIS ids, employees who are merged into one user and split again.
 */
final class IdentityChanges {
  /** An absence this long makes a user return under a new id. */
  private static final int LONG_ABSENCE = 300 * 86_400;

  private static final int EMPLOYEE =
      Role.TEACHER.bit() | Role.STAFF.bit() | Role.DISTRICT_ADMIN.bit();

  private final RosterDraft draft;
  private final PeopleChanges people;
  private final RowsDraft<Person> users;

  IdentityChanges(RosterDraft draft, PeopleChanges people) {
    this.draft = draft;
    this.people = people;
    this.users = draft.users;
  }

  void restore(RecordType type, String id) {
    var slot = draft.slot(type, id);
    require(!draft.rows(type).isLive(slot), type, id, "is there already");
    if (type == RecordType.USERS) {
      requireAway(slot, id);
      require(
          !wasAwayLong(slot),
          type,
          id,
          "was away for 300 days or more and can only return under a new id");
    }
    draft.restore(type, slot);
  }

  void returnUnderNewId(String id) {
    var slot = draft.slot(RecordType.USERS, id);
    require(!users.isLive(slot), RecordType.USERS, id, "is there already");
    require(
        !users.at(slot).has(Role.CONTACT),
        RecordType.USERS,
        id,
        "is a contact, who went with the students; add a contact instead");
    requireAway(slot, id);
    draft.renew(slot, !wasAwayLong(slot));
  }

  void rekey(String word) {
    var role =
        Role.ofWord(word)
            .filter(known -> known != Role.DISTRICT_ADMIN)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s has no SIS id; student, teacher, staff and contact have".formatted(word)));
    var holders =
        draft
            .holders(role)
            .filter(user -> role != Role.CONTACT || draft.contactHasSisId(user))
            .toArray();
    var other = IntStream.range(0, users.slots()).toArray();
    for (var user : holders) {
      other[user] = renewIn(role, user);
    }
    draft.replaceUsers(user -> user < other.length ? other[user] : user);
  }

  /** Replaces a user under a new SIS id in one role; the SIS ids of the user's other roles stay. */
  private int renewIn(Role role, int user) {
    for (var kept : Role.values()) {
      if (kept != role && users.at(user).has(kept) && users.at(user).origin(kept) == null) {
        users.edit(user).originate(kept, new RoleOrigin(users.at(user).sisNumber, Users.NONE));
      }
    }
    users.edit(user).originate(role, null);
    return draft.renew(user, true);
  }

  /**
   * Gives a user an address. An employee becomes one user with another employee who has this
   * address and none of the same roles; two who hold the same role stay two.
   */
  void changeEmail(String id, String email) {
    var user = draft.find(RecordType.USERS, id);
    var namesake =
        isEmployee(user) && !email.isEmpty()
            ? employees(email, user)
                .filter(other -> (users.at(user).roles & users.at(other).roles) == 0)
                .findFirst()
                .orElse(Users.NONE)
            : Users.NONE;
    if (namesake == Users.NONE) {
      require(
          !email.isEmpty() || Integer.bitCount(users.at(user).roles) == 1,
          RecordType.USERS,
          id,
          "has two roles by one e-mail address; split them first");
      people.changeEmail(user, email);
    } else {
      people.changeEmail(user, email);
      merge(user, namesake);
    }
  }

  void merge(String id, String otherId) {
    var user = findEmployee(id);
    var other = findEmployee(otherId);
    require(user != other, RecordType.USERS, id, "is one user already; name two");
    require(
        people.emailOfEmployee(user) != null,
        RecordType.USERS,
        id,
        "has no e-mail address to share; give it one first");
    requireDisjoint(user, other);
    merge(user, other);
  }

  private void merge(int user, int other) {
    var merged = users.edit(user);
    var gone = users.at(other);
    for (var role : Role.values()) {
      if (gone.has(role)) {
        merged.originate(role, new RoleOrigin(gone.sisNumber(role), other));
      }
    }
    merged.roles |= gone.roles;
    merged.at(IntStream.concat(merged.schools(), gone.schools()).toArray());
    users.remove(other);
    draft.touch(RecordType.USERS, user);
    draft.replaceUsers(member -> member == other ? user : member);
  }

  void split(String id, String word, String email) {
    var user = findEmployee(id);
    var role =
        Role.ofWord(word)
            .filter(held -> users.at(user).has(held))
            .filter(_ -> Integer.bitCount(users.at(user).roles) > 1)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "users/%s cannot lose the role %s: it holds %s"
                        .formatted(id, word, words(users.at(user).roles))));
    require(
        !email.isEmpty() && employees(email, Users.NONE).findAny().isEmpty(),
        RecordType.USERS,
        id,
        "can only be split by an e-mail address that no other employee has");
    var number = users.at(user).sisNumber(role);
    var origin = users.at(user).origin(role);
    users.edit(user).originate(role, null);
    var former = origin == null ? Users.NONE : origin.slot();
    var parted =
        former != Users.NONE && !users.isLive(former) && !wasAwayLong(former)
            ? former
            : newNamesake(user, number);
    users.restore(parted);
    users.edit(parted).roles = (byte) role.bit();
    users.edit(user).roles &= (byte) ~role.bit();
    people.changeEmail(parted, email);
    draft.touch(RecordType.USERS, user);
    if (role == Role.TEACHER) {
      draft.replaceUsers(member -> member == user ? parted : member);
    }
  }

  private int newNamesake(int user, int sisNumber) {
    var slot = draft.append(Role.TEACHER);
    var namesake = users.edit(slot).at(users.at(user).schools().toArray());
    namesake.sisNumber = sisNumber;
    namesake.givenName = nameOf(user);
    return slot;
  }

  private PersonName nameOf(int user) {
    var given = users.at(user).givenName;
    return given != null
        ? given
        : Names.of(Roster.hash(draft.before().seed(), users.at(user).persona, 1));
  }

  private int findEmployee(String id) {
    var user = draft.find(RecordType.USERS, id);
    require(
        isEmployee(user),
        RecordType.USERS,
        id,
        "is no employee: only teachers, staff and district admins share a user");
    return user;
  }

  /** The employees with this address, except one. */
  private IntStream employees(String email, int apartFrom) {
    return draft
        .live(RecordType.USERS)
        .filter(user -> user != apartFrom && isEmployee(user))
        .filter(user -> email.equalsIgnoreCase(people.emailOfEmployee(user)));
  }

  private boolean isEmployee(int user) {
    return (users.at(user).roles & EMPLOYEE) != 0;
  }

  private void requireDisjoint(int user, int other) {
    var both = users.at(user).roles & users.at(other).roles;
    if (both != 0) {
      throw new IllegalArgumentException(
          "two employees who are both %s cannot be one user: each role is held once"
              .formatted(words(both)));
    }
  }

  private static String words(int mask) {
    return Arrays.stream(Role.values())
        .filter(role -> role.in(mask))
        .map(Role::word)
        .collect(Collectors.joining(" and "));
  }

  private boolean wasAwayLong(int slot) {
    return draft.now() - users.at(slot).modified >= LONG_ABSENCE;
  }

  private void requireAway(int slot, String id) {
    var persona = users.at(slot).persona;
    draft
        .live(RecordType.USERS)
        .filter(user -> users.at(user).persona == persona)
        .findFirst()
        .ifPresent(user ->
            require(false, RecordType.USERS, id, "is there already, as users/" + users.id(user)));
  }
}
