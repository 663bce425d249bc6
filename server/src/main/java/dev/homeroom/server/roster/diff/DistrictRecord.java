package dev.homeroom.server.roster.diff;

import dev.homeroom.server.roster.record.Messages;
import dev.homeroom.server.roster.record.RevisionSpan;
import dev.homeroom.v1.District;
import java.util.Optional;

/** Compares the district's own record at both ends of a span. */
public final class DistrictRecord {
  private DistrictRecord() {}

  /** The difference; empty if there is none. The revision number in the record does not count. */
  public static Optional<Difference<District>> compare(RevisionSpan span) {
    var after = Messages.district(span.end(), span.to());
    if (span.from() == span.to()) {
      return Optional.empty();
    }
    var before =
        span.from() == 0
            ? Optional.<District>empty()
            : Optional.of(
                Messages.district(span.end(), span.from()).toBuilder()
                    .setRevision(span.to())
                    .build());
    return before.equals(Optional.of(after))
        ? Optional.empty()
        : Optional.of(new Difference<>(span.end().district(), before, Optional.of(after)));
  }
}
