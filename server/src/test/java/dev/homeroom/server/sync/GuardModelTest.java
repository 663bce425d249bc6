package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.PLANS;
import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.GuardModel.Kind;
import dev.homeroom.server.sync.GuardModel.Removal;
import dev.homeroom.server.sync.GuardModel.Verdict;
import dev.homeroom.server.sync.SmallRoster.Piece;
import dev.homeroom.server.sync.guard.GuardSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what waits, and the numbers in a plan's reason, with {@link GuardModel}, whatever comes,
 * goes and comes back within a day. {@code -Dhomeroom.guard.histories=2000} follows so many, {@code
 * -Dhomeroom.seed=7} begins with another one.
 */
final class GuardModelTest {
  private static final Logger log = LoggerFactory.getLogger(GuardModelTest.class);
  private static final int HISTORIES = Integer.getInteger("homeroom.guard.histories", 30);
  private static final long FIRST_SEED = Long.getLong("homeroom.seed", 1);
  private static final int STEPS = 8;
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(\\d+) of (\\d+) ([a-z ]+) would be removed within 24 hours\\."
              + "(?: (\\d+) of these had joined within that time\\.)?");

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void what_waits_is_what_the_rule_says_on_random_days() throws Exception {
    try (var database = TestPostgres.open()) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
        new History(database, seed).follow();
      }
    }
    log.atInfo()
        .addKeyValue("seeds", FIRST_SEED + " to " + (FIRST_SEED + HISTORIES - 1))
        .addKeyValue("seen", seen)
        .log("the guard does what its model says");
    assertThat(seen)
        .containsKeys(
            "nothing waits",
            "removed",
            "nothing left",
            "all sections empty",
            "emptied sections",
            "changed",
            "other ids",
            "school",
            "abandoned school",
            "had joined",
            "approved",
            "rejected");
  }

  /** A district that is synced and decided upon at random. */
  private final class History {
    private final long seed;
    private final Random random;
    private final Database database;
    private final StagedDistrict district;
    private final GuardModel model;
    private final RandomDays days;
    private Instant now = Instant.parse("2026-03-02T06:00:00Z");
    private Set<Piece> approved = Set.of();
    private Optional<PlansRecord> plan = Optional.empty();
    private String what = "";

    History(Database database, long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.database = database;
      var settings = settings();
      this.district = StagedDistrict.declare(database, seed, settings);
      this.model = new GuardModel(settings);
      this.days = new RandomDays(random);
    }

    void follow() throws Exception {
      var word = days.first();
      district.run(word, now);
      model.live(now, word);
      for (int step = 1; step <= STEPS; step++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(1, 540)));
        var event = days.next(word, model.live());
        word = event.word();
        what = "seed %d step %d %s".formatted(seed, step, event.name());
        var carriedOut = approved;
        approved = Set.of();
        var verdict = model.judge(word, now, carriedOut);
        district.run(word, now);
        check(verdict, word, carriedOut);
        decide(verdict);
      }
    }

    private void check(Verdict verdict, SmallRoster word, Set<Piece> carriedOut) {
      var live = SmallRoster.live(database.dsl(), district.number());
      var before = model.live();
      var kept = before.pieces();
      kept.removeAll(word.pieces());
      if (verdict.trips()) {
        kept.removeIf(piece ->
            !verdict.open().contains(piece)
                && !verdict.open().contains(piece.record())
                && !model.rejected(piece, word));
      } else {
        kept.removeIf(piece -> !model.rejected(piece, word));
      }
      var expected = word.pieces();
      expected.addAll(kept);
      var pieces = live.pieces();
      if (!verdict.added().isEmpty()) {
        expected.removeIf(
            piece -> !pieces.contains(piece) && verdict.added().contains(Kind.of(piece)));
        expected.removeIf(piece -> !pieces.contains(piece) && !before.pieces().contains(piece));
      }
      assertThat(List.of(without(pieces, expected), without(expected, pieces)))
          .as("%s, live: what should not be, what is missing; %s", what, verdict.reasons())
          .isEqualTo(List.of(Set.of(), Set.of()));

      var pending = pending();
      var held = pending.map(this::removals).orElse(Set.of());
      Set<Piece> open = verdict.trips() ? verdict.open() : Set.of();
      assertThat(List.of(without(held, open), without(open, held)))
          .as(
              "%s, plan: what should not wait, what should; %s, %s",
              what, verdict.reasons(), verdict.removed())
          .isEqualTo(List.of(Set.of(), Set.of()));
      if (pending.isPresent() && !pending.get().getPlan().equals(planId())) {
        assertThat(sentences(pending.get().getReason()))
            .as("%s: %s", what, pending.get().getReason())
            .isEqualTo(verdict.removed());
      }
      plan = pending;
      if (verdict.changed().isEmpty() && carriedOut.isEmpty()) {
        word.users()
            .forEach((id, user) -> {
              var shown = live.users().get(id);
              if (shown != null) {
                assertThat(shown.name()).as(what + " name").isEqualTo(user.name());
              }
            });
      }
      model.live(now, live);
      model.carriedOut(carriedOut, word);
      model.shown(word);
      count(verdict);
    }

    private void count(Verdict verdict) {
      boolean waits = verdict.trips() && !verdict.open().isEmpty();
      if (!waits) {
        seen.merge("nothing waits", 1, Integer::sum);
        return;
      }
      verdict.reasons().forEach(reason -> seen.merge(reason, 1, Integer::sum));
      if (verdict.removed().values().stream()
          .anyMatch(each -> each.joined() > 0 && each.joined() < each.gone())) {
        seen.merge("had joined", 1, Integer::sum);
      }
    }

    /** A person may approve the plan, or reject one that only removes. */
    private void decide(Verdict verdict) {
      if (plan.isEmpty()) {
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> {
          decide("APPROVED");
          approved = Set.copyOf(verdict.open());
          if (!verdict.changed().isEmpty()) {
            approved = Stream.concat(approved.stream(), values().stream()).collect(toSet());
          }
        }
        case 1 -> {
          if (verdict.changed().isEmpty() && verdict.added().isEmpty()) {
            decide("REJECTED");
            model.reject(verdict.open());
          }
        }
        default -> {}
      }
    }

    private void decide(String decision) {
      seen.merge(decision.toLowerCase(Locale.ROOT), 1, Integer::sum);
      database
          .dsl()
          .update(PLANS)
          .set(PLANS.STATE, decision)
          .set(PLANS.DECIDED_AT, now.atOffset(ZoneOffset.UTC))
          .set(PLANS.DECIDED_BY, "somebody")
          .where(PLANS.DISTRICT.eq(district.number()), PLANS.PLAN.eq(planId()))
          .execute();
    }

    private @Nullable UUID planId() {
      return plan.map(PlansRecord::getPlan).orElse(null);
    }

    private Optional<PlansRecord> pending() {
      return database
          .dsl()
          .selectFrom(PLANS)
          .where(PLANS.DISTRICT.eq(district.number()), PLANS.STATE.eq("PENDING"))
          .fetchOptional();
    }

    private Set<Piece> removals(PlansRecord of) {
      return pieces(of, ChangeOp.REMOVED);
    }

    private Set<Piece> values() {
      return pieces(plan.orElseThrow(), ChangeOp.CHANGED);
    }

    private Set<Piece> pieces(PlansRecord of, ChangeOp change) {
      return database
          .dsl()
          .selectFrom(PLAN_CHANGES)
          .where(PLAN_CHANGES.DISTRICT.eq(district.number()))
          .and(PLAN_CHANGES.PLAN.eq(of.getPlan()))
          .and(PLAN_CHANGES.CHANGE.eq(change))
          .fetch(row ->
              new Piece(
                  RosterType.valueOf(row.getType()),
                  SmallRoster.number(row.getId()),
                  row.getPart(),
                  row.getMember().length == 0 ? 0 : SmallRoster.number(row.getMember())))
          .stream()
          .collect(toSet());
    }

    private GuardSettings settings() {
      if (random.nextInt(4) == 0) {
        return GuardSettings.USUAL;
      }
      return new GuardSettings(
          List.of(5, 10, 30, 100).get(random.nextInt(4)),
          List.of(50, 75, 100).get(random.nextInt(3)),
          random.nextInt(1, 30),
          random.nextInt(1, 8),
          random.nextInt(1, 4),
          random.nextInt(1, 12),
          random.nextInt(1, 300),
          random.nextInt(1, 12));
    }
  }

  private static Set<Piece> without(Set<Piece> pieces, Set<Piece> others) {
    return pieces.stream().filter(piece -> !others.contains(piece)).collect(toSet());
  }

  private static Map<Kind, Removal> sentences(String reason) {
    var found = new HashMap<Kind, Removal>();
    var sentence = SENTENCE.matcher(reason);
    while (sentence.find()) {
      for (var kind : Kind.values()) {
        if (kind.words.equals(sentence.group(3))) {
          var joined = sentence.group(4);
          found.put(
              kind,
              new Removal(
                  Long.parseLong(sentence.group(1)),
                  Long.parseLong(sentence.group(2)),
                  joined == null ? 0 : Long.parseLong(joined)));
        }
      }
    }
    return found;
  }
}
