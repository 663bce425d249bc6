package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * All kinds of faults in JSON: {@code {"kind":"status","status":503,"times":2}}. Every kind takes
 * {@code path}, {@code type}, {@code after} and {@code times} ({@link FaultTarget}). Without {@code
 * times} a fault stays until it is cleared, but changes of the district or its token happen once.
 */
public final class FaultKinds {
  private static final List<String> EVERYWHERE = List.of("path", "type", "after", "times");
  private static final int MOST_SECONDS = 366 * 24 * 3600;

  private static final List<Kind<?>> KINDS =
      List.of(
          kind(
              Fault.Status.class,
              "status",
              List.of("status"),
              read -> new Fault.Status(read.integer("status", 429, 599), read.where()),
              (fault, told) -> told.put("status", fault.status())),
          plain(Fault.CutOff.class, "cut_off", Fault.CutOff::new),
          plain(Fault.Reset.class, "reset", Fault.Reset::new),
          plain(Fault.TruncatedJson.class, "truncated_json", Fault.TruncatedJson::new),
          plain(Fault.MalformedJson.class, "malformed_json", Fault.MalformedJson::new),
          plain(Fault.Html.class, "html", Fault.Html::new),
          kind(
              Fault.Slow.class,
              "slow",
              List.of("millis"),
              read ->
                  new Fault.Slow(
                      Duration.ofMillis(read.integer("millis", 1, MOST_SECONDS)), read.where()),
              (fault, told) -> told.put("millis", fault.delay().toMillis())),
          kind(
              Fault.SlowBytes.class,
              "slow_bytes",
              List.of("bytes_per_second"),
              read ->
                  new Fault.SlowBytes(
                      read.integer("bytes_per_second", 1, Integer.MAX_VALUE), read.where()),
              (fault, told) -> told.put("bytes_per_second", fault.bytesPerSecond())),
          kind(
              Fault.EmptyList.class,
              "empty_list",
              List.of("counts_too"),
              read -> new Fault.EmptyList(read.flag("counts_too"), read.where()),
              (fault, told) -> told.put("counts_too", fault.countsToo())),
          kind(
              Fault.WrongCount.class,
              "wrong_count",
              List.of("off"),
              read ->
                  new Fault.WrongCount(
                      read.integer("off", -1_000_000_000, 1_000_000_000), read.where()),
              (fault, told) -> told.put("off", fault.off())),
          plain(Fault.RepeatedRecord.class, "repeated_record", Fault.RepeatedRecord::new),
          plain(Fault.RecordWithoutId.class, "record_without_id", Fault.RecordWithoutId::new),
          kind(
              Fault.PageSize.class,
              "page_size",
              List.of("size"),
              read -> new Fault.PageSize(read.integer("size", 1, 10_000), read.where()),
              (fault, told) -> told.put("size", fault.size())),
          plain(Fault.OddNames.class, "odd_names", Fault.OddNames::new),
          kind(
              Fault.ClockSkew.class,
              "clock_skew",
              List.of("seconds"),
              read ->
                  new Fault.ClockSkew(
                      Duration.ofSeconds(read.integer("seconds", -MOST_SECONDS, MOST_SECONDS)),
                      read.where()),
              (fault, told) -> told.put("seconds", fault.skew().toSeconds())),
          plain(Fault.SeveralBuckets.class, "several_buckets", Fault.SeveralBuckets::new),
          plain(Fault.LowerCaseHeaders.class, "lower_case_headers", Fault.LowerCaseHeaders::new),
          plain(Fault.LegacyErrors.class, "legacy_errors", Fault.LegacyErrors::new),
          kind(
              Fault.ChangeInWalk.class,
              "change_in_walk",
              List.of("changes"),
              read -> new Fault.ChangeInWalk(read.changes(), read.whereOnce()),
              (_, _) -> {}),
          kind(
              Fault.RevokedToken.class,
              "revoked_token",
              List.of("replaced"),
              read -> new Fault.RevokedToken(read.flag("replaced"), read.whereOnce()),
              (fault, told) -> told.put("replaced", fault.replaced())),
          plain(Fault.FeedOff.class, "feed_off", Fault.FeedOff::new),
          kind(
              Fault.FeedRefused.class,
              "feed_refused",
              List.of("status"),
              read -> new Fault.FeedRefused(read.integer("status", 403, 404), read.where()),
              (fault, told) -> told.put("status", fault.status())),
          kind(
              Fault.LateEvents.class,
              "late_events",
              List.of("one_in"),
              read -> new Fault.LateEvents(read.integer("one_in", 1, 1_000_000), read.where()),
              (fault, told) -> told.put("one_in", fault.oneIn())),
          kind(
              Fault.ShortRetention.class,
              "short_retention",
              List.of("seconds"),
              read ->
                  new Fault.ShortRetention(
                      Duration.ofSeconds(read.integer("seconds", 0, MOST_SECONDS)), read.where()),
              (fault, told) -> told.put("seconds", fault.retention().toSeconds())));

  private final ChangeFormat changes;

  /** The JSON form of a change of the roster. */
  public interface ChangeFormat {
    /**
     * Reads the change that a JSON object describes.
     *
     * @throws IllegalArgumentException with a sentence for people when it describes none
     */
    RosterChange read(JsonNode change);

    /** Writes a change as a JSON object. */
    Map<String, ?> write(RosterChange change);
  }

  /** Creates a reader and writer of faults that uses this form for changes of the roster. */
  public FaultKinds(ChangeFormat changes) {
    this.changes = changes;
  }

  /** The words of all kinds. */
  public static List<String> words() {
    return KINDS.stream().map(Kind::word).toList();
  }

  /** The word of a kind. */
  public static String word(Class<? extends Fault> type) {
    return kindOf(type).word();
  }

  /**
   * Returns the kind with this word.
   *
   * @throws IllegalArgumentException when there is none; the message lists all kinds
   */
  public static Class<? extends Fault> ofWord(String word) {
    return KINDS.stream()
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .<Class<? extends Fault>>map(Kind::type)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is no kind of fault; there are %s"
                    .formatted(word, String.join(", ", words()))));
  }

  /**
   * Reads the fault that a JSON object describes.
   *
   * @throws IllegalArgumentException with a sentence that lists the allowed values
   */
  public Fault read(JsonNode description) {
    if (!description.isObject() || !description.path("kind").isString()) {
      throw new IllegalArgumentException(
          "a fault is an object with a kind, one of " + String.join(", ", words()));
    }
    var kind = kindOf(ofWord(description.path("kind").stringValue()));
    var known = new ArrayList<>(kind.parameters());
    known.addAll(EVERYWHERE);
    for (var name : description.propertyNames()) {
      if (!name.equals("kind") && !known.contains(name)) {
        throw new IllegalArgumentException(
            "a fault of kind %s has no %s; it takes %s"
                .formatted(kind.word(), name, String.join(", ", known)));
      }
    }
    return kind.read().apply(new Reading(kind.word(), description, changes));
  }

  /** Writes a fault as a JSON object that {@link #read} can read. */
  public Map<String, Object> write(Fault fault) {
    Map<String, Object> told = new LinkedHashMap<>();
    write(kindOf(fault.getClass()), fault, told);
    if (fault instanceof Fault.ChangeInWalk walk) {
      told.put("changes", walk.changes().stream().map(changes::write).toList());
    }
    var where = fault.where();
    where.path().ifPresent(path -> told.put("path", path));
    where.type().ifPresent(type -> told.put("type", type.path()));
    if (where.after() > 0) {
      told.put("after", where.after());
    }
    if (where.times() != FaultTarget.UNTIL_CLEARED) {
      told.put("times", where.times());
    }
    return told;
  }

  private static <F extends Fault> void write(Kind<F> kind, Fault fault, Map<String, Object> told) {
    told.put("kind", kind.word());
    kind.write().accept(kind.type().cast(fault), told);
  }

  private static Kind<?> kindOf(Class<? extends Fault> type) {
    return KINDS.stream()
        .filter(kind -> kind.type() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(type + " is in no table"));
  }

  private static <F extends Fault> Kind<F> plain(
      Class<F> type, String word, Function<FaultTarget, F> make) {
    return kind(type, word, List.of(), read -> make.apply(read.where()), (_, _) -> {});
  }

  private static <F extends Fault> Kind<F> kind(
      Class<F> type,
      String word,
      List<String> parameters,
      Function<Reading, F> read,
      BiConsumer<F, Map<String, Object>> write) {
    return new Kind<>(type, word, parameters, read, write);
  }

  private record Kind<F extends Fault>(
      Class<F> type,
      String word,
      List<String> parameters,
      Function<Reading, F> read,
      BiConsumer<F, Map<String, Object>> write) {}

  /** The parameters of one fault in JSON. */
  private record Reading(String kind, JsonNode description, ChangeFormat format) {
    FaultTarget where() {
      return where(FaultTarget.UNTIL_CLEARED);
    }

    FaultTarget whereOnce() {
      return where(1);
    }

    private FaultTarget where(int times) {
      var path = description.path("path");
      if (!path.isMissingNode() && !path.isString()) {
        throw refusal("path", "a path of the data API without its version, like users");
      }
      return new FaultTarget(
          path.isString() ? Optional.of(path.stringValue()) : Optional.empty(),
          type(),
          description.has("after") ? integer("after", 0, Integer.MAX_VALUE) : 0,
          description.has("times") ? integer("times", 1, Integer.MAX_VALUE) : times);
    }

    private Optional<RecordType> type() {
      var type = description.path("type");
      if (type.isMissingNode()) {
        return Optional.empty();
      }
      var found = type.isString() ? RecordType.ofPath(type.stringValue()) : Optional.empty();
      if (found.isEmpty()) {
        throw refusal(
            "type",
            "one of "
                + List.of(RecordType.values()).stream()
                    .map(RecordType::path)
                    .collect(Collectors.joining(", ")));
      }
      return RecordType.ofPath(type.stringValue());
    }

    int integer(String name, int least, int most) {
      var value = description.path(name);
      if (!value.isIntegralNumber()
          || !value.canConvertToLong()
          || value.longValue() < least
          || value.longValue() > most) {
        throw refusal(name, "a whole number from %d to %d".formatted(least, most));
      }
      return value.intValue();
    }

    boolean flag(String name) {
      var value = description.path(name);
      if (!value.isMissingNode() && !value.isBoolean()) {
        throw refusal(name, "true or false");
      }
      return value.isBoolean() && value.booleanValue();
    }

    List<RosterChange> changes() {
      var list = description.path("changes");
      if (!list.isArray() || list.isEmpty()) {
        throw refusal("changes", "a list of one change or more");
      }
      List<RosterChange> read = new ArrayList<>();
      list.forEach(change -> read.add(format.read(change)));
      return read;
    }

    private IllegalArgumentException refusal(String name, String allowed) {
      return new IllegalArgumentException(
          "%s of a fault of kind %s is %s".formatted(name, kind, allowed));
    }
  }
}
