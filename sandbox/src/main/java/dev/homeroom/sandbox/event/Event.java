package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One event of the feed. The record's values are written from the two views.
 *
 * @param slot the record's slot in both views
 * @param created the time of recording
 * @param isOnlyInNewerVersion true if the event changes nothing that v3.0 shows
 */
public record Event(
    ObjectId id,
    Instant created,
    EventKind kind,
    RecordType type,
    int slot,
    AppView before,
    AppView after,
    boolean isOnlyInNewerVersion) {

  /** Returns whether the feed of this version shows the event. */
  public boolean isIn(ApiVersion version) {
    return version == ApiVersion.V3_1 || !isOnlyInNewerVersion;
  }

  /** The view that has the record's latest state. */
  public AppView latest() {
    return kind == EventKind.DELETED ? before : after;
  }

  /** Returns whether the record belongs to this school, before or after. */
  public boolean concernsSchool(int school) {
    return switch (kind) {
      case CREATED -> isAt(school).test(after);
      case UPDATED -> isAt(school).test(before) || isAt(school).test(after);
      case DELETED -> isAt(school).test(before);
    };
  }

  private Predicate<AppView> isAt(int school) {
    return switch (type) {
      case SCHOOLS -> _ -> slot == school;
      case USERS -> view -> view.roster().users().belongsTo(slot, school);
      case SECTIONS -> view -> view.roster().sections().school(slot) == school;
      case DISTRICTS, TERMS, COURSES -> _ -> false;
    };
  }
}
