package dev.homeroom.server.roster.diff;

import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.RosterChangeKind;
import java.util.List;
import java.util.Optional;

/**
 * A record that differs between the two ends of a span. It exists at one of them at least.
 *
 * @param before as it was at the start; empty: missing or not visible
 * @param after as it is at the end; empty: missing or not visible
 */
public record Difference<M extends Message>(CleverId id, Optional<M> before, Optional<M> after) {
  /** The kind of the change. */
  public RosterChangeKind kind() {
    if (before.isEmpty()) {
      return RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED;
    }
    return after.isEmpty()
        ? RosterChangeKind.ROSTER_CHANGE_KIND_LEFT
        : RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED;
  }

  /** The fields that differ if the record is at both ends; sorted. */
  public List<String> changedFields() {
    return before
        .flatMap(was -> after.map(is -> MessageFields.differing(was, is)))
        .orElseGet(List::of);
  }
}
