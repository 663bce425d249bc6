package dev.homeroom.server.access;

import com.google.protobuf.Message;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody should see of the district: docs/access.md, worked out from Clever's own records.
 * Records that are in none of the maps must never be told.
 */
record Oracle(
    Map<String, SeenIds> users,
    Map<String, SeenIds> sections,
    Map<String, SeenIds> schools,
    Set<String> terms,
    Set<String> courses) {
  /** Who learns in a section. */
  private static final Set<PrivacyClass> LEARNS =
      Set.of(PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);

  /** Who teaches a section. */
  private static final Set<PrivacyClass> TEACHES = Set.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY);

  /** Who belongs to a school. */
  private static final Set<PrivacyClass> BELONGS = Set.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY);

  private static final Set<PrivacyClass> BOTH =
      Set.of(PrivacyClass.PRIVACY_CLASS_DIRECTORY, PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);

  static Oracle nothing() {
    return new Oracle(
        new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
  }

  /** A grant of the whole district. */
  static Oracle district(AccessTruth truth, SeenIds sight) {
    var oracle = nothing();
    oracle.add(oracle.users, truth.users().keySet(), sight);
    oracle.add(oracle.sections, truth.sections().keySet(), sight);
    oracle.add(oracle.schools, truth.schools().keySet(), sight);
    oracle.terms.addAll(truth.terms());
    oracle.courses.addAll(truth.courses());
    return oracle;
  }

  /** A grant of one school. */
  static Oracle school(AccessTruth truth, String school, SeenIds sight) {
    var oracle = nothing();
    oracle.add(oracle.users, truth.members(Set.of(school)), sight);
    oracle.add(oracle.sections, truth.sectionsAt(Set.of(school)), sight);
    oracle.add(oracle.schools, Set.of(school), sight);
    oracle.terms.addAll(truth.terms());
    oracle.courses.addAll(truth.courses());
    return oracle;
  }

  /** Somebody who signed in, with a token of their own. */
  static Oracle person(AccessTruth truth, String user) {
    return person(truth, user, Bound.NONE);
  }

  /** Somebody who signed in through an app. */
  static Oracle person(AccessTruth truth, String user, Bound app) {
    var oracle = nothing();
    rules(truth, user).stream().map(app::within).flatMap(Optional::stream).forEach(oracle::addAll);
    oracle.users.keySet().retainAll(truth.users().keySet());
    oracle.schools.keySet().retainAll(truth.schools().keySet());
    oracle.terms.retainAll(truth.terms());
    oracle.courses.retainAll(truth.courses());
    return oracle;
  }

  /**
   * How far an app bounds the people who sign in through it.
   *
   * @param app what the app itself sees; empty: it bounds nobody
   * @param classes what the app reads
   */
  record Bound(Optional<Oracle> app, Set<PrivacyClass> classes) {
    static final Bound NONE = new Bound(Optional.empty(), SeenIds.ALL.classes());

    /** Nothing where the rule goes by what the app may not read. */
    private Optional<Oracle> within(Rule rule) {
      if (!classes.containsAll(rule.goesBy())) {
        return Optional.empty();
      }
      return Optional.of(app.map(rule.opens()::within).orElse(rule.opens()));
    }
  }

  /** One way in which a person sees records, and which classes of fields it goes by. */
  private record Rule(Set<PrivacyClass> goesBy, Oracle opens) {}

  private static List<Rule> rules(AccessTruth truth, String user) {
    var roles = truth.roles(user);
    var rules = new ArrayList<Rule>();
    rules.add(new Rule(Set.of(), nothing().withUsers(Set.of(user), SeenIds.ALL)));
    if (roles.contains("district_admin")) {
      rules.add(new Rule(Set.of(), district(truth, SeenIds.ALL)));
    }
    if (roles.contains("student")) {
      var own = truth.attended(user);
      rules.add(
          new Rule(
              LEARNS,
              nothing()
                  .withSections(own, SeenIds.ownSeat(user))
                  .withSchools(truth.referred(own, "school"), SeenIds.NOTHING_PERSONAL)
                  .referring(truth, own)));
      rules.add(new Rule(BOTH, nothing().withUsers(truth.people(own, "teachers"), SeenIds.NAMES)));
      rules.add(
          new Rule(
              BELONGS,
              nothing().withSchools(truth.schoolsOf(user, "student"), SeenIds.NOTHING_PERSONAL)));
    }
    if (roles.contains("teacher")) {
      var own = truth.taught(user);
      rules.add(
          new Rule(
              TEACHES,
              nothing()
                  .withSections(own, SeenIds.PUPIL)
                  .withUsers(truth.people(own, "teachers"), SeenIds.DIRECTORY)
                  .withSchools(truth.schoolsOf(user, "teacher"), SeenIds.DIRECTORY)
                  .withSchools(truth.referred(own, "school"), SeenIds.DIRECTORY)
                  .referring(truth, own)));
      rules.add(new Rule(BOTH, nothing().withUsers(truth.people(own, "students"), SeenIds.PUPIL)));
    }
    if (roles.contains("staff")) {
      var own = truth.schoolsOf(user, "staff");
      rules.add(
          new Rule(
              BELONGS,
              nothing()
                  .withSections(truth.sectionsAt(own), SeenIds.DIRECTORY)
                  .withUsers(truth.members(own), SeenIds.DIRECTORY)
                  .withSchools(own, SeenIds.DIRECTORY)
                  .referring(truth, truth.sectionsAt(own))));
    }
    return rules;
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

  private Optional<SeenIds> sight(Message record, String id) {
    return switch (record) {
      case User _ -> Optional.ofNullable(users.get(id));
      case Section _ -> Optional.ofNullable(sections.get(id));
      case School _ -> Optional.ofNullable(schools.get(id));
      case Term _ -> terms.contains(id) ? Optional.of(SeenIds.ALL) : Optional.empty();
      case Course _ -> courses.contains(id) ? Optional.of(SeenIds.ALL) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Oracle withUsers(Set<String> ids, SeenIds sight) {
    add(users, ids, sight);
    return this;
  }

  private Oracle withSections(Set<String> ids, SeenIds sight) {
    add(sections, ids, sight);
    return this;
  }

  private Oracle withSchools(Set<String> ids, SeenIds sight) {
    add(schools, ids, sight);
    return this;
  }

  /** With the terms and courses that the sections refer to. */
  private Oracle referring(AccessTruth truth, Set<String> own) {
    terms.addAll(truth.referred(own, "term_id"));
    courses.addAll(truth.referred(own, "course"));
    return this;
  }

  /** What both see, of each record as much as both do. */
  private Oracle within(Oracle app) {
    var both = nothing();
    cut(users, app.users, both.users);
    cut(sections, app.sections, both.sections);
    cut(schools, app.schools, both.schools);
    both.terms.addAll(terms);
    both.terms.retainAll(app.terms);
    both.courses.addAll(courses);
    both.courses.retainAll(app.courses);
    return both;
  }

  private static void cut(
      Map<String, SeenIds> own, Map<String, SeenIds> app, Map<String, SeenIds> to) {
    own.forEach((id, sight) ->
        Optional.ofNullable(app.get(id)).ifPresent(other -> to.put(id, sight.within(other))));
  }

  private void addAll(Oracle other) {
    other.users.forEach((id, sight) -> users.merge(id, sight, SeenIds::and));
    other.sections.forEach((id, sight) -> sections.merge(id, sight, SeenIds::and));
    other.schools.forEach((id, sight) -> schools.merge(id, sight, SeenIds::and));
    terms.addAll(other.terms);
    courses.addAll(other.courses);
  }

  private void add(Map<String, SeenIds> to, Set<String> ids, SeenIds sight) {
    ids.forEach(id -> to.merge(id, sight, SeenIds::and));
  }
}
