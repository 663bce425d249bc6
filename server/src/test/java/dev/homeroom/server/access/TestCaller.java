package dev.homeroom.server.access;

import io.grpc.CallCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who calls, and what should be seen then.
 *
 * @param kind as docs/access.md calls it
 * @param person whether it is one who signed in with Clever
 * @param twin whether the other district is the caller's too
 */
record TestCaller(String kind, CallCredentials token, boolean person, boolean twin, Oracle sees) {
  /** The same while the twin's gate is closed, and people of the twin, who are nobody then. */
  static List<TestCaller> all(AccessDistricts town, AccessDistricts.TwinGate gate) {
    var visitors = new ArrayList<TestCaller>();
    for (var each : all(town)) {
      boolean read = gate.appsRead() || !each.kind().equals("app");
      visitors.add(
          new TestCaller(
              each.kind(), each.token(), each.person(), each.twin() && read, each.sees()));
    }
    if (gate != AccessDistricts.TwinGate.NONE) {
      for (var role : List.of("teacher", "district_admin")) {
        var somebody = town.truth.holding(Set.of(role)).getFirst();
        visitors.add(
            new TestCaller(
                role + " of the twin", town.twinUser(somebody), true, false, Oracle.nothing()));
      }
    }
    return List.copyOf(visitors);
  }

  /** One of each kind, and people with several roles. */
  static List<TestCaller> all(AccessDistricts town) {
    var truth = town.truth;
    var everything = Oracle.district(truth, SeenIds.ALL);
    var school = truth.schools().firstKey();
    var visitors =
        new ArrayList<>(
            List.of(
                new TestCaller("app", town.subject("app"), false, true, everything),
                new TestCaller(
                    "app of the district", town.subject("here-app"), false, false, everything),
                new TestCaller(
                    "app of the directory",
                    town.subject("directory-app"),
                    false,
                    false,
                    Oracle.district(truth, SeenIds.DIRECTORY)),
                new TestCaller(
                    "app of a school",
                    town.subject("school-app"),
                    false,
                    false,
                    Oracle.school(truth, school, SeenIds.PUPIL)),
                new TestCaller("reviewer", town.subject("reviewer"), false, true, everything)));
    for (var roles :
        List.of(
            Set.of("student"),
            Set.of("teacher"),
            Set.of("staff"),
            Set.of("district_admin"),
            Set.of("teacher", "staff"))) {
      var found = truth.holding(roles);
      found.stream()
          .limit(2)
          .forEach(id ->
              visitors.add(
                  new TestCaller(
                      String.join(" and ", new TreeSet<>(roles)),
                      town.user(id),
                      true,
                      false,
                      Oracle.person(truth, id))));
    }
    visitors.addAll(throughApps(town, school));
    return List.copyOf(visitors);
  }

  /** People whom an app signed in that may see less than they, in records or in fields. */
  private static List<TestCaller> throughApps(AccessDistricts town, String school) {
    var truth = town.truth;
    var members = truth.members(Set.of(school));
    var directory =
        new Oracle.Bound(
            Optional.of(Oracle.district(truth, SeenIds.DIRECTORY)), SeenIds.DIRECTORY.classes());
    var atSchool =
        new Oracle.Bound(
            Optional.of(Oracle.school(truth, school, SeenIds.PUPIL)), SeenIds.PUPIL.classes());
    var visitors = new ArrayList<TestCaller>();
    for (var role : List.of("student", "teacher", "district_admin")) {
      var holders = truth.holding(Set.of(role));
      visitors.add(through(town, "directory-app", directory, role, holders.getFirst()));
      for (boolean member : List.of(true, false)) {
        holders.stream()
            .filter(id -> members.contains(id) == member)
            .findFirst()
            .map(id -> through(town, "school-app", atSchool, role, id))
            .ifPresent(visitors::add);
      }
    }
    return visitors;
  }

  private static TestCaller through(
      AccessDistricts town, String app, Oracle.Bound bound, String role, String id) {
    return new TestCaller(
        role + " through " + app,
        town.userThrough(app, id),
        true,
        false,
        Oracle.person(town.truth, id, bound));
  }
}
