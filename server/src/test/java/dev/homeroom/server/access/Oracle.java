package dev.homeroom.server.access;

import com.google.protobuf.Message;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody should see of the district: docs/access.md, worked out from Clever's own records.
 * Records that are in none of the maps must never be told.
 */
record Oracle(
    Map<String, Sight> users,
    Map<String, Sight> sections,
    Map<String, Sight> schools,
    Set<String> terms,
    Set<String> courses) {

  static Oracle nothing() {
    return new Oracle(
        new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
  }

  /** A grant of the whole district. */
  static Oracle district(Truth truth, Sight sight) {
    var oracle = nothing();
    oracle.add(oracle.users, truth.users().keySet(), sight);
    oracle.add(oracle.sections, truth.sections().keySet(), sight);
    oracle.add(oracle.schools, truth.schools().keySet(), sight);
    oracle.terms.addAll(truth.terms());
    oracle.courses.addAll(truth.courses());
    return oracle;
  }

  /** A grant of one school. */
  static Oracle school(Truth truth, String school, Sight sight) {
    var oracle = nothing();
    oracle.add(oracle.users, truth.members(Set.of(school)), sight);
    oracle.add(oracle.sections, truth.sectionsAt(Set.of(school)), sight);
    oracle.add(oracle.schools, Set.of(school), sight);
    oracle.terms.addAll(truth.terms());
    oracle.courses.addAll(truth.courses());
    return oracle;
  }

  /** Somebody who signed in. */
  static Oracle person(Truth truth, String user) {
    var roles = truth.roles(user);
    var oracle = roles.contains("district_admin") ? district(truth, Sight.ALL) : nothing();
    oracle.add(oracle.users, Set.of(user), Sight.ALL);
    if (roles.contains("student")) {
      var own = truth.attended(user);
      oracle.add(oracle.sections, own, Sight.ownSeat(user));
      oracle.add(oracle.users, truth.people(own, "teachers"), Sight.NAMES);
      oracle.add(oracle.schools, truth.schoolsOf(user, "student"), Sight.NOTHING_PERSONAL);
      oracle.add(oracle.schools, truth.referred(own, "school"), Sight.NOTHING_PERSONAL);
      oracle.refer(truth, own);
    }
    if (roles.contains("teacher")) {
      var own = truth.taught(user);
      oracle.add(oracle.sections, own, Sight.PUPIL);
      oracle.add(oracle.users, truth.people(own, "students"), Sight.PUPIL);
      oracle.add(oracle.users, truth.people(own, "teachers"), Sight.DIRECTORY);
      oracle.add(oracle.schools, truth.schoolsOf(user, "teacher"), Sight.DIRECTORY);
      oracle.add(oracle.schools, truth.referred(own, "school"), Sight.DIRECTORY);
      oracle.refer(truth, own);
    }
    if (roles.contains("staff")) {
      var own = truth.schoolsOf(user, "staff");
      oracle.add(oracle.sections, truth.sectionsAt(own), Sight.DIRECTORY);
      oracle.add(oracle.users, truth.members(own), Sight.DIRECTORY);
      oracle.add(oracle.schools, own, Sight.DIRECTORY);
      oracle.refer(truth, truth.sectionsAt(own));
    }
    oracle.users.keySet().retainAll(truth.users().keySet());
    oracle.schools.keySet().retainAll(truth.schools().keySet());
    return oracle;
  }

  /** Whether sections may be asked for by this user. */
  boolean tellsSeatsOf(String user) {
    var sight = users.get(user);
    return sight != null && sight.classes().contains(PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);
  }

  /** Of the whole roster, by name, what should be told, as it should be told. */
  Map<String, Message> of(Map<String, Message> whole) {
    var told = new HashMap<String, Message>();
    whole.forEach((name, record) ->
        sight(record, name.substring(name.lastIndexOf('/') + 1))
            .ifPresent(sight -> told.put(name, sight.of(record))));
    return told;
  }

  private Optional<Sight> sight(Message record, String id) {
    return switch (record) {
      case User _ -> Optional.ofNullable(users.get(id));
      case Section _ -> Optional.ofNullable(sections.get(id));
      case School _ -> Optional.ofNullable(schools.get(id));
      case Term _ -> terms.contains(id) ? Optional.of(Sight.ALL) : Optional.empty();
      case Course _ -> courses.contains(id) ? Optional.of(Sight.ALL) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private void refer(Truth truth, Set<String> own) {
    terms.addAll(truth.referred(own, "term_id"));
    courses.addAll(truth.referred(own, "course"));
    terms.retainAll(truth.terms());
    courses.retainAll(truth.courses());
  }

  private void add(Map<String, Sight> to, Set<String> ids, Sight sight) {
    ids.forEach(id -> to.merge(id, sight, Sight::and));
  }
}
