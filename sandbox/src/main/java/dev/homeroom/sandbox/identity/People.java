package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.RecordWriter;
import dev.homeroom.sandbox.world.World;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who can sign in: everybody of the district but contacts, shared with the app or not. What the app
 * learns of them is what is shared.
 */
final class People {
  /** Who can sign in, the role first in which a user does who has several. */
  static final List<Role> ROLES =
      List.of(Role.STUDENT, Role.TEACHER, Role.STAFF, Role.DISTRICT_ADMIN);

  private final World world;

  People(World world) {
    this.world = world;
  }

  /** A user in one role, and the name, for people to choose from. */
  record Person(Login login, String name) {}

  /** The district's id. */
  String district() {
    return world.sis().district().toString();
  }

  /** The first users of a role. */
  List<Person> some(Role role, int most) {
    var roster = world.sis();
    return roster
        .rows(RecordType.USERS)
        .liveSlots()
        .filter(slot -> role.in(roster.users().roles(slot)))
        .limit(most)
        .mapToObj(slot -> person(roster, slot, role))
        .toList();
  }

  /**
   * The user with this id.
   *
   * @param role Clever's word for one of the user's roles; the first of {@link #ROLES} that the
   *     user has when empty
   */
  Optional<Person> find(String id, Optional<String> role) {
    var roster = world.sis();
    var slot = ObjectId.parse(id).map(roster.rows(RecordType.USERS)::find).orElse(-1);
    if (slot < 0) {
      return Optional.empty();
    }
    return ROLES.stream()
        .filter(candidate -> candidate.in(roster.users().roles(slot)))
        .filter(candidate -> role.map(candidate.word()::equals).orElse(true))
        .findFirst()
        .map(candidate -> person(roster, slot, candidate));
  }

  private static Person person(Roster roster, int slot, Role role) {
    var name = roster.name(slot);
    return new Person(
        new Login(roster.rows(RecordType.USERS).id(slot), role), name.first() + " " + name.last());
  }

  /** What the app may know of somebody who signed in; empty when the user is not shared (now). */
  Optional<Identity> identity(Login login) {
    var view = world.moment().view();
    var slot = view.roster().rows(RecordType.USERS).find(login.user());
    if (slot < 0 || !login.role().in(view.roster().users().roles(slot))) {
      return Optional.empty();
    }
    var record = RecordWriter.bytes(view, ApiVersion.V3_1, RecordType.USERS, slot, true);
    return Optional.of(new Identity(login.role(), JsonMapper.shared().readTree(record)));
  }
}
