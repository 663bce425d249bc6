package dev.homeroom.server.sync;

import dev.homeroom.server.sync.SmallRoster.SmallSection;
import dev.homeroom.server.sync.SmallRoster.SmallUser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Makes up a small roster and what happens to it: much more at a time than in any real district.
 */
final class RandomDays {
  private static final List<String> EVENTS =
      List.of(
          "join",
          "join",
          "leave",
          "leave",
          "leave newest",
          "rejoin",
          "rejoin",
          "role",
          "sections",
          "end sections",
          "end newest sections",
          "enrol",
          "unenrol",
          "empty",
          "empty all",
          "all of a role",
          "rename",
          "other ids",
          "school",
          "back",
          "back smaller",
          "nothing");

  private final Random random;

  /** All that ever was, so that it can come back. */
  private final Map<Integer, SmallUser> users = new HashMap<>();

  private final Map<Integer, SmallSection> sections = new HashMap<>();
  private int last = 100;

  RandomDays(Random random) {
    this.random = random;
  }

  /** The next state of Clever's roster. */
  record Event(String name, SmallRoster word) {}

  SmallRoster first() {
    var word = new Draft(new SmallRoster(Set.of(1, 2), Map.of(), Map.of()));
    word.join("student", random.nextInt(4, 120));
    word.join("teacher", random.nextInt(3, 20));
    word.join("staff", random.nextInt(0, 8));
    word.join("district_admin", random.nextInt(0, 4));
    word.open(random.nextInt(3, 40));
    return word.done();
  }

  /**
   * Something happens, or two things at once.
   *
   * @param live what readers see, which may hold more than Clever shows
   */
  Event next(SmallRoster before, SmallRoster live) {
    var names = new ArrayList<String>();
    var word = before;
    do {
      var name = EVENTS.get(random.nextInt(EVENTS.size()));
      names.add(name);
      word = happens(name, word, live);
    } while (random.nextInt(3) == 0);
    return new Event(String.join(", ", names), word);
  }

  private SmallRoster happens(String name, SmallRoster before, SmallRoster live) {
    var word = new Draft(before);
    switch (name) {
      case "join" -> word.join(role(), some(60));
      case "leave" -> word.leave(word.any(word.users.keySet()));
      case "leave newest" -> word.leave(newest(word.users.keySet()));
      case "rejoin" -> word.rejoin();
      case "role" -> word.changeRoles();
      case "sections" -> word.open(some(20));
      case "end sections" -> word.any(word.sections.keySet()).forEach(word.sections::remove);
      case "end newest sections" -> newest(word.sections.keySet()).forEach(word.sections::remove);
      case "enrol" -> word.enrol(some(40));
      case "unenrol" -> word.unenrol();
      case "empty" -> word.empty(word.any(word.sections.keySet()));
      case "empty all" -> word.empty(List.copyOf(word.sections.keySet()));
      case "all of a role" -> {
        var role = role();
        word.leave(word.those(role));
      }
      case "rename" -> word.any(word.users.keySet()).forEach(word::rename);
      case "other ids" -> {
        var role = role();
        var those = word.those(role);
        word.leave(those);
        word.join(role, those.size());
      }
      case "school" -> {
        if (!word.schools.remove(2)) {
          word.schools.add(2);
        }
      }
      case "back" -> {
        return live;
      }
      case "back smaller" -> {
        var back = new Draft(live);
        back.changeRoles();
        back.unenrol();
        return back.done();
      }
      default -> {}
    }
    return word.done();
  }

  private String role() {
    return List.of("student", "student", "student", "teacher", "staff", "district_admin")
        .get(random.nextInt(6));
  }

  /** Often few. */
  private int some(int most) {
    return random.nextInt(1, random.nextInt(2, most + 2));
  }

  private List<Integer> newest(Collection<Integer> ids) {
    var sorted = new ArrayList<>(new TreeSet<>(ids).descendingSet());
    return List.copyOf(sorted.subList(0, Math.min(some(40), sorted.size())));
  }

  private final class Draft {
    private final Set<Integer> schools;
    private final Map<Integer, SmallSection> sections;
    private final Map<Integer, SmallUser> users;

    Draft(SmallRoster from) {
      this.schools = new TreeSet<>(from.schools());
      this.sections = new HashMap<>(from.sections());
      this.users = new HashMap<>(from.users());
    }

    SmallRoster done() {
      RandomDays.this.users.putAll(users);
      RandomDays.this.sections.putAll(sections);
      return new SmallRoster(schools, sections, users);
    }

    void join(String role, int count) {
      for (int i = 0; i < count; i++) {
        boolean atSchool = role.equals("student") || role.equals("teacher");
        int school = atSchool ? random.nextInt(3) : 0;
        users.put(++last, new SmallUser(Set.of(role), school, "Ada"));
      }
    }

    void rejoin() {
      var gone = new HashMap<>(RandomDays.this.users);
      gone.keySet().removeAll(users.keySet());
      any(gone.keySet()).forEach(id -> users.put(id, gone.get(id)));
      var ended = new HashMap<>(RandomDays.this.sections);
      ended.keySet().removeAll(sections.keySet());
      any(ended.keySet()).forEach(id -> sections.put(id, ended.get(id)));
    }

    void leave(Collection<Integer> leaving) {
      leaving.forEach(users::remove);
      if (random.nextBoolean()) {
        sections.replaceAll((_, section) ->
            new SmallSection(
                without(section.students(), leaving), without(section.teachers(), leaving)));
      }
    }

    /** Teachers, staff and district admins take another role or give one up. */
    void changeRoles() {
      any(those(user -> !user.roles().contains("student")))
          .forEach(id ->
              users.computeIfPresent(
                  id,
                  (_, user) -> {
                    var roles = new HashSet<>(user.roles());
                    var role = List.of("teacher", "staff", "district_admin").get(random.nextInt(3));
                    if (!roles.remove(role)) {
                      roles.add(role);
                    }
                    return roles.isEmpty()
                        ? user
                        : new SmallUser(roles, user.school(), user.name());
                  }));
    }

    void rename(int id) {
      users.computeIfPresent(
          id, (_, user) -> new SmallUser(user.roles(), user.school(), "Ada " + random.nextInt(3)));
    }

    void open(int count) {
      for (int i = 0; i < count; i++) {
        sections.put(++last, new SmallSection(draw("student", 30), draw("teacher", 3)));
      }
    }

    void enrol(int count) {
      for (int id : any(sections.keySet())) {
        sections.computeIfPresent(
            id,
            (_, section) -> {
              var students = new HashSet<>(section.students());
              students.addAll(draw("student", count));
              return new SmallSection(students, section.teachers());
            });
      }
    }

    void unenrol() {
      for (int id : any(sections.keySet())) {
        sections.computeIfPresent(
            id,
            (_, section) ->
                new SmallSection(
                    without(section.students(), any(section.students())),
                    without(section.teachers(), any(section.teachers()))));
      }
    }

    void empty(Collection<Integer> ids) {
      for (int id : ids) {
        sections.computeIfPresent(
            id, (_, section) -> new SmallSection(Set.of(), section.teachers()));
      }
    }

    private Set<Integer> draw(String role, int most) {
      var those = new ArrayList<>(those(role));
      Collections.shuffle(those, random);
      return Set.copyOf(those.subList(0, Math.min(some(most), those.size())));
    }

    List<Integer> those(String role) {
      return those(user -> user.roles().contains(role));
    }

    private List<Integer> those(Predicate<SmallUser> which) {
      return new TreeMap<>(users)
          .entrySet().stream()
              .filter(each -> which.test(each.getValue()))
              .map(Map.Entry::getKey)
              .toList();
    }

    /** A part of them, of any size. */
    List<Integer> any(Collection<Integer> ids) {
      var all = new ArrayList<>(new TreeSet<>(ids));
      Collections.shuffle(all, random);
      return List.copyOf(all.subList(0, Math.min(all.size(), some(Math.max(1, all.size())))));
    }

    private static Set<Integer> without(Set<Integer> ids, Collection<Integer> others) {
      var rest = new HashSet<>(ids);
      rest.removeAll(others);
      return rest;
    }
  }
}
