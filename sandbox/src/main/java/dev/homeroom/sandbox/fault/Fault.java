package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import java.time.Duration;
import java.util.List;

/**
 * One way in which the data API misbehaves, or a path of signing in that it names. Requests without
 * a token, above the rate limit or for a path that does not exist are refused before they meet one,
 * except for the faults of headers. How each is written in JSON: {@link FaultKinds}.
 */
public sealed interface Fault {
  /** Whom it concerns. */
  Where where();

  /** A fault that takes an answer's place or spoils it as a whole; an answer meets one of them. */
  sealed interface OfAnswer extends Fault {}

  /** A fault of the time that an answer takes. */
  sealed interface OfPace extends Fault {}

  /** A fault inside lists. */
  sealed interface OfList extends Fault {}

  /** A fault inside records. */
  sealed interface OfRecord extends Fault {}

  /** A fault around answers: their headers and the form of refusals. */
  sealed interface OfEnvelope extends Fault {}

  /** A fault of the events feed. */
  sealed interface OfEvents extends Fault {}

  /** Something that happens to the district or its token while it is being read. */
  sealed interface OfDistrict extends Fault {}

  /** Requests get this status, 429 or a server error. */
  record Status(int status, Where where) implements OfAnswer {
    /** Refuses a status that the data API gives for other reasons. */
    public Status {
      if (status != 429 && status / 100 != 5) {
        throw new IllegalArgumentException(
            "status %d is neither 429 nor a server error (500 to 599)".formatted(status));
      }
    }

    /** The next requests get this status. */
    public Status(int status, int times) {
      this(status, Where.next(times));
    }
  }

  /** Answers break off in the middle, and the connection is closed. */
  record CutOff(Where where) implements OfAnswer {
    /** The next answers break off. */
    public CutOff(int times) {
      this(Where.next(times));
    }
  }

  /** Answers break off in the middle, and the connection is reset. */
  record Reset(Where where) implements OfAnswer {}

  /** Answers are whole, but their JSON ends half-way. */
  record TruncatedJson(Where where) implements OfAnswer {}

  /** Answers are whole, but their JSON is closed by the wrong bracket. */
  record MalformedJson(Where where) implements OfAnswer {
    /** The next answers are malformed. */
    public MalformedJson(int times) {
      this(Where.next(times));
    }
  }

  /** Answers are a web page with status 200. */
  record Html(Where where) implements OfAnswer {
    /** The next answers are a web page. */
    public Html(int times) {
      this(Where.next(times));
    }
  }

  /** Every answer takes this much longer. */
  record Slow(Duration delay, Where where) implements OfPace {
    /** Refuses to be fast. */
    public Slow {
      if (delay.isNegative() || delay.isZero()) {
        throw new IllegalArgumentException("a delay is longer than nothing");
      }
    }

    /** All answers take this much longer. */
    public Slow(Duration delay) {
      this(delay, Where.anywhere());
    }
  }

  /** The bodies of answers arrive in drops. */
  record SlowBytes(int bytesPerSecond, Where where) implements OfPace {
    /** Refuses to stand still. */
    public SlowBytes {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "at least one byte arrives in a second, not " + bytesPerSecond);
      }
    }
  }

  /**
   * Lists are empty, with status 200; single records are not affected.
   *
   * @param countsToo whether {@code count=true} says 0, too
   */
  record EmptyList(boolean countsToo, Where where) implements OfList {
    /** The type's lists are empty, while its counts are right. */
    public EmptyList(RecordType type) {
      this(false, Where.of(type));
    }
  }

  /** {@code count=true} is off by this much, but never below 0. */
  record WrongCount(long off, Where where) implements OfList {
    /** The type's counts are off. */
    public WrongCount(RecordType type, long off) {
      this(off, Where.of(type));
    }
  }

  /** Every page after the first begins with the last record of the page before. */
  record RepeatedRecord(Where where) implements OfList {
    /** The type's lists repeat records. */
    public RepeatedRecord(RecordType type) {
      this(Where.of(type));
    }
  }

  /** The first record on every page has no id. */
  record RecordWithoutId(Where where) implements OfList {
    /** The type's lists hold records without an id. */
    public RecordWithoutId(RecordType type) {
      this(Where.of(type));
    }
  }

  /** Pages have this many records, 1 to 10,000, whatever {@code limit} says. */
  record PageSize(int size, Where where) implements OfList {
    /** Refuses pages that Clever could not serve. */
    public PageSize {
      if (size < 1 || size > 10_000) {
        throw new IllegalArgumentException("a page has 1 to 10000 records, not " + size);
      }
    }
  }

  /**
   * One user in four has a name that hurts, always the same one: NUL, half a surrogate pair, marks
   * that turn the direction, stacks of accents, four-byte letters, a thousand of them.
   */
  record OddNames(Where where) implements OfRecord {}

  /**
   * The clock is wrong by this much: the header {@code Date}, the end of the rate limit's window,
   * and the times in records.
   */
  record ClockSkew(Duration skew, Where where) implements OfEnvelope {}

  /** The rate limit's headers tell of two buckets, as lists with commas (sandbox/CLEVER.md 5.2). */
  record SeveralBuckets(Where where) implements OfEnvelope {}

  /** The names of headers are in lower case (sandbox/CLEVER.md 5.2). */
  record LowerCaseHeaders(Where where) implements OfEnvelope {}

  /** Refusals say {@code error} instead of {@code message} (sandbox/CLEVER.md 5.1). */
  record LegacyErrors(Where where) implements OfEnvelope {}

  /** The district changes before the answer, so that pages of before and after make one walk. */
  record ChangeInWalk(List<RosterChange> changes, Where where) implements OfDistrict {
    /** Copies what is given. */
    public ChangeInWalk {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The token ends before the answer, which is a 401.
   *
   * @param replaced whether the list of tokens has a new one at once; else the district has
   *     disconnected
   */
  record RevokedToken(boolean replaced, Where where) implements OfDistrict {}

  /** The app may not read the feed: 403 or 404, for lists of events and for single ones. */
  record FeedRefused(int status, Where where) implements OfEvents {
    /** Refuses a status that would say something else. */
    public FeedRefused {
      if (status != 403 && status != 404) {
        throw new IllegalArgumentException("status %d is neither 403 nor 404".formatted(status));
      }
    }
  }

  /**
   * The feed is off: nothing is recorded, and lists of events are empty. It goes on again when the
   * fault is over, and what happened meanwhile is never told.
   */
  record FeedOff(Where where) implements OfEvents {
    /** Refuses to begin later: nobody would know what was recorded. */
    public FeedOff {
      if (where.after() != 0) {
        throw new IllegalArgumentException("the feed goes off at once, not after some requests");
      }
    }

    /** Off until it is cleared. */
    public FeedOff() {
      this(Where.anywhere());
    }
  }

  /**
   * One event in so many is kept back. When the fault is over they stand where they belong, behind
   * the cursor of a client that has read on.
   */
  record LateEvents(int oneIn, Where where) implements OfEvents {
    /** Refuses what is not a share of the events. */
    public LateEvents {
      if (oneIn < 1) {
        throw new IllegalArgumentException("one event in 1 or more is late, not in " + oneIn);
      }
    }

    /** Whether the event with this id is kept back. */
    public boolean isLate(ObjectId event) {
      return Long.remainderUnsigned(event.rest(), oneIn) == 0;
    }
  }

  /**
   * Events are forgotten after this time instead of 30 days, so that cursors expire: an event that
   * is gone answers 404, and a list behind its id begins with what is left.
   */
  record ShortRetention(Duration retention, Where where) implements OfEvents {
    /** Refuses less than nothing. */
    public ShortRetention {
      if (retention.isNegative()) {
        throw new IllegalArgumentException("events are kept for 0 seconds or more");
      }
    }
  }
}
