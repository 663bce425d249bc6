package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.RecordWriter;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people who can sign in: all users of the district except contacts, shared with the app or
 * not. The app learns only shared values of them.
 */
final class People {
  /**
   * The roles that can sign in. A user with several roles signs in with the first of them by
   * default.
   */
  static final List<Role> ROLES =
      List.of(Role.STUDENT, Role.TEACHER, Role.STAFF, Role.DISTRICT_ADMIN);

  private final DistrictSimulation world;

  People(DistrictSimulation world) {
    this.world = world;
  }

  /** A user in one role, with a name by which people choose. */
  record LoginChoice(Login login, String name) {}

  /** The district's id. */
  String district() {
    return world.sis().district().toString();
  }

  /** The first users of a role. */
  List<LoginChoice> some(Role role, int most) {
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
   * Finds the user with this id.
   *
   * @param role Clever's word for one of the user's roles; if empty, the first of {@link #ROLES}
   *     that the user has
   */
  Optional<LoginChoice> find(String id, Optional<String> role) {
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

  private static LoginChoice person(Roster roster, int slot, Role role) {
    var name = roster.name(slot);
    return new LoginChoice(
        new Login(roster.rows(RecordType.USERS).id(slot), role), name.first() + " " + name.last());
  }

  /**
   * The shared data of a person who signed in; empty if the user is not shared in this role (now).
   */
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
