package dev.homeroom.server.roster.diff;

import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.RosterChangeKind;
import java.util.List;
import java.util.Optional;

/**
 * A record at both ends of a span, which are not the same. At least one of them is there.
 *
 * @param before as it was at the start; empty: not there, or not in view
 * @param after as it is at the end; empty: not there, or not in view
 */
public record Difference<M extends Message>(CleverId id, Optional<M> before, Optional<M> after) {
  /** What happened to the record. */
  public RosterChangeKind kind() {
    if (before.isEmpty()) {
      return RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED;
    }
    return after.isEmpty()
        ? RosterChangeKind.ROSTER_CHANGE_KIND_LEFT
        : RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED;
  }

  /** Which fields differ, where both are there; sorted. */
  public List<String> changedFields() {
    return before
        .flatMap(was -> after.map(is -> MessageFields.differing(was, is)))
        .orElseGet(List::of);
  }
}
