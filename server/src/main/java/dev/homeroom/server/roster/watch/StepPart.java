package dev.homeroom.server.roster.watch;

import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.v1.RecordType;
import java.util.List;

/**
 * The parts of a watch's step, in an order in which a record arrives after the records to which it
 * refers and departs before them. Resume tokens contain the numbers of the parts: another order
 * needs another version of the tokens.
 */
sealed interface StepPart {
  List<StepPart> ALL =
      List.of(
          new OwnRecord(),
          new Arrivals(RecordKind.SCHOOLS),
          new Arrivals(RecordKind.TERMS),
          new Arrivals(RecordKind.COURSES),
          new Arrivals(RecordKind.USERS),
          new Arrivals(RecordKind.SECTIONS),
          new Departures(RecordKind.SECTIONS),
          new Departures(RecordKind.USERS),
          new Departures(RecordKind.COURSES),
          new Departures(RecordKind.TERMS),
          new Departures(RecordKind.SCHOOLS));

  /** The type of its records. */
  RecordType type();

  /** The district's own record, entered or changed. */
  record OwnRecord() implements StepPart {
    @Override
    public RecordType type() {
      return RecordType.RECORD_TYPE_DISTRICT;
    }
  }

  /** Records that entered or changed. */
  record Arrivals(RecordKind<?, ?> kind) implements StepPart {
    @Override
    public RecordType type() {
      return kind.type();
    }
  }

  /** Records that left. */
  record Departures(RecordKind<?, ?> kind) implements StepPart {
    @Override
    public RecordType type() {
      return kind.type();
    }
  }
}
