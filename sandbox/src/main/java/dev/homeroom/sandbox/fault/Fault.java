package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import java.time.Duration;

/** One way in which the data API misbehaves. */
public sealed interface Fault {

  /** A fault that spoils whole answers, whatever they hold. */
  sealed interface OfAnswer extends Fault {}

  /** A fault inside the lists of one record type, until it is cleared. */
  sealed interface OfList extends Fault {
    /** The type whose lists are wrong. */
    RecordType type();
  }

  /** The next {@code times} requests get this status, 429 or a server error. */
  record Status(int status, int times) implements OfAnswer {}

  /** The next {@code times} answers break off in the middle, and so does the connection. */
  record CutOff(int times) implements OfAnswer {}

  /** The next {@code times} answers are whole, but their JSON ends too early. */
  record MalformedJson(int times) implements OfAnswer {}

  /** The next {@code times} answers are a web page with status 200. */
  record Html(int times) implements OfAnswer {}

  /** Every answer takes this much longer, until it is cleared. */
  record Slow(Duration delay) implements OfAnswer {}

  /** The type's lists are empty, with status 200; single records and counts are not affected. */
  record EmptyList(RecordType type) implements OfList {}

  /** The type's {@code count=true} is off by this much. */
  record WrongCount(RecordType type, long off) implements OfList {}

  /** Every page after the first begins with the last record of the page before. */
  record RepeatedRecord(RecordType type) implements OfList {}

  /** The first record on every page has no id. */
  record RecordWithoutId(RecordType type) implements OfList {}
}
