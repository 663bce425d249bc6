package dev.homeroom.clever.read;

import dev.homeroom.clever.record.Anomalies;
import java.util.List;

/**
 * One page of a walk.
 *
 * @param records the well-formed records, in Clever's order; a repeated one is repeated here
 * @param anomalies the elements that differed from the documented form
 */
public record Page<T>(List<T> records, Anomalies anomalies) {

  public Page {
    records = List.copyOf(records);
  }

  /** The number of elements that Clever listed: the records and those set aside. */
  public int listed() {
    return records.size() + anomalies.quarantined();
  }
}
