package dev.homeroom.server.sync;

import static java.util.stream.Collectors.toSet;

import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.SmallRoster.Piece;
import dev.homeroom.server.sync.SmallRoster.SmallUser;
import dev.homeroom.server.sync.guard.GuardSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The guard's rule, written once more and as plainly as possible: it remembers every roster that
 * readers saw, and counts pieces of it by sets.
 */
final class GuardModel {
  private static final Duration WINDOW = Duration.ofHours(24);

  /** The kinds that the guard counts by themselves. */
  enum Kind {
    SCHOOL("schools"),
    SECTION("sections"),
    ENROLLMENT("enrollments"),
    STUDENT("students"),
    TEACHER("teachers"),
    STAFF("staff"),
    DISTRICT_ADMIN("district admins");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    RosterType type() {
      return switch (this) {
        case SCHOOL -> RosterType.SCHOOL;
        case SECTION, ENROLLMENT -> RosterType.SECTION;
        case STUDENT, TEACHER, STAFF, DISTRICT_ADMIN -> RosterType.USER;
      };
    }

    static Kind of(Piece piece) {
      return switch (piece.part()) {
        case "students", "teachers" -> ENROLLMENT;
        case "student" -> STUDENT;
        case "teacher" -> TEACHER;
        case "staff" -> STAFF;
        case "district_admin" -> DISTRICT_ADMIN;
        default -> piece.type() == RosterType.SCHOOL ? SCHOOL : SECTION;
      };
    }
  }

  /** The numbers of a kind in the sentence of a plan's reason. */
  record Removal(long gone, long base, long joined) {}

  /**
   * The expected result.
   *
   * @param removed the kinds of which too much would go
   * @param reasons why something waits, a word each
   * @param changed kinds whose changes wait
   * @param added kinds whose additions wait
   * @param open the pieces that would go and that nobody has decided
   */
  record Verdict(
      Map<Kind, Removal> removed,
      Set<String> reasons,
      Set<Kind> changed,
      Set<Kind> added,
      Set<Piece> open) {
    boolean trips() {
      return !reasons.isEmpty();
    }
  }

  private record Moment(Instant at, SmallRoster roster, Set<Piece> pieces) {}

  private final GuardSettings settings;
  private final List<Moment> moments = new ArrayList<>();

  /** The first moment after what a person approved was carried out. */
  private final Map<Piece, Integer> approved = new HashMap<>();

  private final Set<Piece> rejected = new HashSet<>();

  GuardModel(GuardSettings settings) {
    this.settings = settings;
  }

  /** From now on readers see this. */
  void live(Instant now, SmallRoster roster) {
    moments.add(new Moment(now, roster, roster.pieces()));
  }

  SmallRoster live() {
    return moments.getLast().roster();
  }

  void reject(Set<Piece> pieces) {
    rejected.addAll(pieces);
  }

  /** Marks approved removals as carried out by the run whose result is in {@link #live}. */
  void carriedOut(Set<Piece> pieces, SmallRoster word) {
    pieces.stream()
        .filter(piece -> goesAsDecided(piece, word))
        .forEach(piece -> approved.put(piece, moments.size() - 1));
  }

  /** A rejection holds until Clever shows the piece again, or takes away all of the record. */
  void shown(SmallRoster word) {
    var shown = word.pieces();
    rejected.removeIf(piece -> !goesAsDecided(piece, word) || shown.contains(piece));
  }

  /** Whether a person decided that the piece, which Clever does not show, stays. */
  boolean rejected(Piece piece, SmallRoster word) {
    return decided(piece, word, rejected);
  }

  /**
   * Judges what Clever says now.
   *
   * @param carriedOut pieces whose approval this run carries out
   */
  Verdict judge(SmallRoster word, Instant now, Set<Piece> carriedOut) {
    int start = start(now);
    boolean began = !moments.get(start).at().isAfter(now.minus(WINDOW));
    var shown = word.pieces();
    var base = new HashSet<Piece>();
    moments.subList(start, moments.size()).forEach(moment -> base.addAll(moment.pieces()));
    var gone =
        base.stream()
            .filter(piece -> !shown.contains(piece))
            .filter(piece -> !decided(piece, word, carriedOut) && !rejected(piece, word))
            .filter(piece -> seenSinceApproval(piece, start))
            .collect(toSet());
    var verdict =
        new Verdict(
            new EnumMap<>(Kind.class),
            new HashSet<>(),
            EnumSet.noneOf(Kind.class),
            EnumSet.noneOf(Kind.class),
            open(word, carriedOut));
    if (verdict.open().stream().anyMatch(piece -> piece.type() == RosterType.SCHOOL)) {
      verdict.reasons().add("school");
    }
    if (abandoned(word, verdict.open())) {
      verdict.reasons().add("abandoned school");
    }
    for (var kind : Kind.values()) {
      if (kind != Kind.SCHOOL && touched(kind.type(), word)) {
        judge(kind, start, began, base, gone, shown, verdict);
        judgeChanges(kind, start, base, word, carriedOut, verdict);
      }
    }
    if (touched(RosterType.SECTION, word)) {
      judgeEmptied(base, gone, word, verdict);
    }
    return verdict;
  }

  private void judge(
      Kind kind,
      int start,
      boolean began,
      Set<Piece> base,
      Set<Piece> gone,
      Set<Piece> shown,
      Verdict verdict) {
    long all = count(kind, base);
    long some = count(kind, gone);
    boolean nothingLeft =
        kind != Kind.ENROLLMENT && some > 2 && count(kind, shown) == 0 && guarded();
    if (!tooMany(kind, some, all, settings.removedPercent()) && !nothingLeft) {
      return;
    }
    var first = moments.get(start).pieces();
    long joined =
        gone.stream()
            .filter(piece -> Kind.of(piece) == kind)
            .filter(piece -> !began || !first.contains(piece))
            .count();
    verdict.removed().put(kind, new Removal(some, all, joined));
    verdict
        .reasons()
        .add(tooMany(kind, some, all, settings.removedPercent()) ? "removed" : "nothing left");
    var seen = moments.getLast().pieces();
    long added =
        shown.stream().filter(piece -> Kind.of(piece) == kind && !seen.contains(piece)).count();
    if (tooMany(kind, added, all, settings.removedPercent())) {
      verdict.added().add(kind);
      verdict.changed().add(kind);
      verdict.reasons().add("other ids");
    }
  }

  private void judgeChanges(
      Kind kind,
      int start,
      Set<Piece> base,
      SmallRoster word,
      Set<Piece> carriedOut,
      Verdict verdict) {
    if (kind.type() != RosterType.USER) {
      return;
    }
    long changed =
        word.users().entrySet().stream()
            .filter(each -> {
              var before = before(each.getKey(), start);
              return !carriedOut.contains(values(each.getKey()))
                  && holds(each.getValue(), kind)
                  && before.filter(user -> holds(user, kind)).isPresent()
                  && !before.get().name().equals(each.getValue().name());
            })
            .count();
    if (tooMany(kind, changed, count(kind, base), settings.changedPercent())) {
      verdict.changed().add(kind);
      verdict.reasons().add("changed");
    }
  }

  private void judgeEmptied(Set<Piece> base, Set<Piece> gone, SmallRoster word, Verdict verdict) {
    var lost = gone.stream().filter(piece -> piece.part().equals("students")).toList();
    long emptied =
        lost.stream()
            .map(Piece::id)
            .distinct()
            .flatMap(id -> Optional.ofNullable(word.sections().get(id)).stream())
            .filter(section -> section.students().isEmpty())
            .count();
    if (emptied >= settings.emptiedSections() && emptied * 100 > count(Kind.SECTION, base) * 3) {
      verdict.reasons().add("emptied sections");
    } else if (guarded()
        && emptied > 0
        && lost.size() > 2
        && word.sections().values().stream().allMatch(each -> each.students().isEmpty())) {
      verdict.reasons().add("all sections empty");
    }
  }

  /** A school that stays and would have nobody of a role that somebody there has now. */
  private boolean abandoned(SmallRoster word, Set<Piece> open) {
    for (var role : List.of("student", "teacher")) {
      for (int school : live().schools()) {
        boolean goes = open.contains(new Piece(RosterType.SCHOOL, school, "record", 0));
        boolean loses =
            live().users().entrySet().stream()
                .filter(each -> there(each.getValue(), role, school))
                .map(each -> new Piece(RosterType.USER, each.getKey(), role, 0))
                .anyMatch(piece -> open.contains(piece) || open.contains(piece.record()));
        boolean keeps =
            word.users().values().stream().anyMatch(user -> there(user, role, school))
                || live().users().entrySet().stream()
                    .filter(each -> there(each.getValue(), role, school))
                    .anyMatch(
                        each -> rejected(new Piece(RosterType.USER, each.getKey(), role, 0), word));
        if (!goes && loses && !keeps) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean there(SmallUser user, String role, int school) {
    return user.roles().contains(role) && user.school() == school;
  }

  /** The pieces that readers see, Clever does not show, and nobody has decided. */
  private Set<Piece> open(SmallRoster word, Set<Piece> carriedOut) {
    var shown = word.pieces();
    var open = new HashSet<Piece>();
    for (var piece : moments.getLast().pieces()) {
      if (!shown.contains(piece) && !decided(piece, word, carriedOut) && !rejected(piece, word)) {
        open.add(word.hasRecord(piece) ? piece : piece.record());
      }
    }
    return open;
  }

  /** A record that goes is decided as a whole, one that stays by its pieces. */
  private static boolean decided(Piece piece, SmallRoster word, Set<Piece> decisions) {
    return decisions.contains(word.hasRecord(piece) ? piece : piece.record());
  }

  private static boolean goesAsDecided(Piece piece, SmallRoster word) {
    return word.hasRecord(piece) != piece.equals(piece.record());
  }

  private boolean seenSinceApproval(Piece piece, int start) {
    int from = Math.max(start, approvedAt(piece));
    return moments.subList(from, moments.size()).stream()
        .anyMatch(moment -> moment.pieces().contains(piece));
  }

  private int approvedAt(Piece piece) {
    return Math.max(approved.getOrDefault(piece, 0), approved.getOrDefault(piece.record(), 0));
  }

  /** The first that readers saw of a user since the window began. */
  private Optional<SmallUser> before(int id, int start) {
    int from = Math.max(start, approvedAt(values(id)));
    return moments.subList(from, moments.size()).stream()
        .flatMap(moment -> Optional.ofNullable(moment.roster().users().get(id)).stream())
        .findFirst();
  }

  private static Piece values(int user) {
    return new Piece(RosterType.USER, user, "values", 0);
  }

  private int start(Instant now) {
    int start = 0;
    for (int i = 0; i < moments.size(); i++) {
      if (!moments.get(i).at().isAfter(now.minus(WINDOW))) {
        start = i;
      }
    }
    return start;
  }

  private boolean touched(RosterType type, SmallRoster word) {
    return !live().records(type).equals(word.records(type));
  }

  private boolean guarded() {
    return settings.removedPercent() < 100;
  }

  private boolean tooMany(Kind kind, long some, long all, int percent) {
    return percent < 100 && some >= floor(kind) && some * 100 > all * percent;
  }

  private int floor(Kind kind) {
    return switch (kind) {
      case SCHOOL -> 1;
      case SECTION -> settings.sections();
      case ENROLLMENT -> settings.enrollments();
      case STUDENT -> settings.students();
      case TEACHER -> settings.teachers();
      case STAFF, DISTRICT_ADMIN -> settings.staff();
    };
  }

  private static boolean holds(SmallUser user, Kind kind) {
    return user.roles().stream()
        .anyMatch(role -> Kind.of(new Piece(RosterType.USER, 0, role, 0)) == kind);
  }

  private static long count(Kind kind, Set<Piece> pieces) {
    return pieces.stream().filter(piece -> Kind.of(piece) == kind).count();
  }
}
