package dev.homeroom.sandbox.event;

import static java.util.function.Predicate.not;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.wire.RecordWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The differences that the app can see between two views of one district. A record is compared by
 * its JSON if its time of last change, its members or roles, or the app's data access to its type
 * differ.
 *
 * <p>A record with the same JSON keeps its time of last change, even if it changed out of the app's
 * sight.
 */
public final class ViewDiff {
  /** The order within a burst (sandbox/CLEVER.md 4); deletions come in reverse order. */
  private static final List<RecordType> ORDER =
      List.of(
          RecordType.SCHOOLS,
          RecordType.TERMS,
          RecordType.COURSES,
          RecordType.USERS,
          RecordType.SECTIONS);

  private final AppView before;
  private final AppView after;

  /** The types of records that show other fields because the app's data access changed. */
  private final Set<String> withOtherFields;

  private final List<Segment> segments = new ArrayList<>();
  private final Map<RecordType, BitSet> unchanged = new EnumMap<>(RecordType.class);

  private ViewDiff(AppView before, AppView after) {
    this.before = before;
    this.after = after;
    this.withOtherFields =
        Stream.concat(
                before.hiddenFields().stream().filter(not(after.hiddenFields()::contains)),
                after.hiddenFields().stream().filter(not(before.hiddenFields()::contains)))
            .map(field -> field.substring(0, field.indexOf('.')))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Compares two views; the later one must have all slots of the earlier one. */
  public static ViewDiff between(AppView before, AppView after) {
    var diff = new ViewDiff(before, after);
    diff.compare();
    return diff;
  }

  /** The later view; unchanged records have their earlier time of last change. */
  public AppView after() {
    return unchanged.isEmpty()
        ? after
        : new AppView(
            after.roster().keepingModified(before.roster(), unchanged),
            after.profile(),
            after.hiddenFields());
  }

  List<Segment> segments() {
    return segments;
  }

  private void compare() {
    if (before.roster() != after.roster() || !withOtherFields.isEmpty()) {
      compareRosters();
    }
    addUpdatedDistrict();
  }

  private void compareRosters() {
    for (var type : ORDER) {
      add(EventKind.CREATED, type, onlyIn(after.roster(), before.roster(), type));
    }
    for (var type : ORDER) {
      addUpdated(type);
    }
    for (var type : ORDER.reversed()) {
      add(EventKind.DELETED, type, onlyIn(before.roster(), after.roster(), type));
    }
  }

  private void add(EventKind kind, RecordType type, int[] slots) {
    if (slots.length > 0) {
      segments.add(new Segment(kind, type, slots, new BitSet()));
    }
  }

  private static int[] onlyIn(Roster here, Roster there, RecordType type) {
    var rows = here.rows(type);
    var others = there.rows(type);
    return rows.liveSlots().filter(slot -> !others.isLive(slot)).toArray();
  }

  private void addUpdated(RecordType type) {
    var updated = IntStream.builder();
    var count = 0;
    var hidden = new BitSet();
    var candidates =
        before.roster().rows(type).liveSlots().filter(after.roster().rows(type)::isLive);
    for (var slot : candidates.filter(slot -> mayDiffer(type, slot)).toArray()) {
      if (differs(type, slot, ApiVersion.V3_1)) {
        hidden.set(count++, !differs(type, slot, ApiVersion.V3_0));
        updated.add(slot);
      } else if (hasMoved(type, slot)) {
        unchanged.computeIfAbsent(type, _ -> new BitSet()).set(slot);
      }
    }
    if (count > 0) {
      segments.add(new Segment(EventKind.UPDATED, type, updated.build().toArray(), hidden));
    }
  }

  /**
   * Adds the district's update last, so that all other events of a sync precede its {@code
   * last_sync}.
   */
  private void addUpdatedDistrict() {
    var type = RecordType.DISTRICTS;
    if (!Arrays.equals(
        RecordWriter.bytes(before, ApiVersion.V3_1, type, 0, true),
        RecordWriter.bytes(after, ApiVersion.V3_1, type, 0, true))) {
      segments.add(new Segment(EventKind.UPDATED, type, new int[] {0}, new BitSet()));
    }
  }

  private boolean mayDiffer(RecordType type, int slot) {
    return hasMoved(type, slot)
        || withOtherFields.contains(type.path())
        || switch (type) {
          case USERS -> before.roster().users().roles(slot) != after.roster().users().roles(slot);
          case SECTIONS ->
              !before.roster().sections().hasSameMembers(after.roster().sections(), slot);
          case DISTRICTS, SCHOOLS, TERMS, COURSES -> false;
        };
  }

  private boolean hasMoved(RecordType type, int slot) {
    return before.roster().rows(type).modified(slot) != after.roster().rows(type).modified(slot);
  }

  private boolean differs(RecordType type, int slot, ApiVersion version) {
    return !Arrays.equals(
        RecordWriter.bytes(before, version, type, slot, false),
        RecordWriter.bytes(after, version, type, slot, false));
  }
}
