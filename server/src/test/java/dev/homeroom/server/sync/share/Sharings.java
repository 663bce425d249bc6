package dev.homeroom.server.sync.share;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Declares sharings, and says by the sandbox's own reckoning what they cover. */
final class Sharings {
  private Sharings() {}

  static Sharing schools(Collection<String> ids) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_SCHOOLS)
        .addAllSchools(ids)
        .build();
  }

  static Sharing sections(Collection<String> ids) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_SECTIONS)
        .addAllSections(ids)
        .build();
  }

  static SharingRule rule(
      SharingSubject subject, String field, SharingOperator operator, String value) {
    return SharingRule.newBuilder()
        .setSubject(subject)
        .setField(field)
        .setOperator(operator)
        .setValue(value)
        .build();
  }

  /** Ids of what Clever has of a type, in their order. */
  static List<String> ids(Sandbox clever, RecordType type) {
    var rows = clever.roster().rows(type);
    return rows.liveSlots().mapToObj(slot -> rows.id(slot).toString()).toList();
  }

  /** Ids of whoever holds a role. */
  static Set<String> hold(Sandbox clever, Role role) {
    var roster = clever.roster();
    var rows = roster.rows(RecordType.USERS);
    return rows.liveSlots()
        .filter(user -> role.in(roster.users().roles(user)))
        .mapToObj(user -> rows.id(user).toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Ids of whoever holds a role and belongs to a school. */
  static List<String> members(Sandbox clever, Role role, String school) {
    var roster = clever.roster();
    var rows = roster.rows(RecordType.USERS);
    int slot = roster.rows(RecordType.SCHOOLS).find(ObjectId.parse(school).orElseThrow());
    return rows.liveSlots()
        .filter(user -> role.in(roster.users().roles(user)))
        .filter(user -> roster.users().belongsTo(user, slot))
        .mapToObj(user -> rows.id(user).toString())
        .toList();
  }

  /** The names of all records that the sandbox would show if the district shared this there. */
  static Set<String> covered(RosterFixture district, Share share) {
    var coverage = dev.homeroom.sandbox.share.Sharing.of(district.clever.view(), share);
    var names = new TreeSet<String>();
    for (var type : RecordType.values()) {
      var rows = district.clever.view().roster().rows(type);
      rows.liveSlots()
          .filter(slot -> type != RecordType.DISTRICTS && coverage.contains(type, slot))
          .forEach(slot -> names.add(district.district + "/" + type.path() + "/" + rows.id(slot)));
    }
    return names;
  }

  /** The names of all records that readers see, the district's own left out. */
  static Set<String> seen(RosterFixture district) {
    var names = new TreeSet<>(district.roster().keySet());
    names.remove(district.district);
    return names;
  }

  /** The names of all records that are left out. */
  static Set<String> leftOut(RosterFixture district) {
    try (var database = TestPostgres.open(district.server.database())) {
      return leftOut(district, database);
    }
  }

  private static Set<String> leftOut(RosterFixture district, Database database) {
    return database
        .dsl()
        .fetch(
            "select lower(type) || 's/' || encode(id, 'hex') from undeclared_records where left_out")
        .stream()
        .map(row -> district.district + "/" + row.get(0, String.class))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Optional<ShareFinding> finding(RosterFixture district, ShareFindingKind kind) {
    return district.state().getShare().getFindingsList().stream()
        .filter(found -> found.getKind() == kind)
        .findFirst();
  }

  static List<ShareFindingKind> findings(RosterFixture district) {
    return district.state().getShare().getFindingsList().stream()
        .map(ShareFinding::getKind)
        .toList();
  }

  static Set<String> without(Set<String> names, Set<String> others) {
    var rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }
}
