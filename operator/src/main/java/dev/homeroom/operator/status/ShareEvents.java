package dev.homeroom.operator.status;

import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.StatusCondition;
import dev.homeroom.operator.resource.sharing.Share;
import dev.homeroom.operator.resource.sharing.ShareCounts;
import dev.homeroom.operator.resource.sharing.ShareFinding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes notes about what changed in a district's share between two statuses. */
final class ShareEvents {
  /** Reasons for which the declaration is not in force. */
  private static final Set<String> TROUBLE = Set.of(Reasons.SHARING_FROZEN, Reasons.CONFLICT);

  /** Reasons that only say that nothing has happened yet. */
  private static final Set<String> SILENT = Set.of(Reasons.NOT_COMPUTED, Reasons.NOT_TRIED_YET);

  private ShareEvents() {}

  static List<StatusEvent> between(DistrictSyncStatus before, DistrictSyncStatus after) {
    return Stream.of(
            changed(before, after).stream(),
            findings(before.share(), after.share()),
            approved(before, after).stream(),
            confirmation(before, after).stream())
        .flatMap(notes -> notes)
        .toList();
  }

  private static Optional<StatusEvent> changed(
      DistrictSyncStatus before, DistrictSyncStatus after) {
    return Optional.ofNullable(after.lastShareChange())
        .filter(change -> !change.equals(before.lastShareChange()))
        .map(change ->
            new StatusEvent(
                false,
                "ShareChanged",
                "Revision %d changed the share. Joined: %s. Left: %s."
                    .formatted(change.revision(), words(change.added()), words(change.removed()))));
  }

  /** Returns a note for each finding that is new or has grown. */
  private static Stream<StatusEvent> findings(@Nullable Share before, @Nullable Share after) {
    if (after == null) {
      return Stream.of();
    }
    var known = before == null ? Stream.<ShareFinding>of() : before.findings().stream();
    var counts =
        known.collect(Collectors.toMap(ShareFinding::kind, ShareFinding::count, Long::sum));
    return after.findings().stream()
        .filter(finding -> finding.count() > counts.getOrDefault(finding.kind(), 0L))
        .map(finding -> new StatusEvent(true, finding.kind(), finding.explanation()));
  }

  private static Optional<StatusEvent> approved(
      DistrictSyncStatus before, DistrictSyncStatus after) {
    return Optional.ofNullable(after.approvedSharingChange())
        .filter(change -> !change.equals(before.approvedSharingChange()))
        .map(change ->
            new StatusEvent(
                false,
                "SharingChangeApproved",
                "A reviewer approved a change of the sharing (%s): declare exactly what status.approvedSharingChange.to says."
                    .formatted(change.id())));
  }

  private static Optional<StatusEvent> confirmation(
      DistrictSyncStatus before, DistrictSyncStatus after) {
    var was = before.condition(StatusFactory.SHARING_CONFIRMED).map(StatusCondition::reason);
    return after
        .condition(StatusFactory.SHARING_CONFIRMED)
        .filter(is -> !SILENT.contains(is.reason()))
        .filter(is -> !Objects.equals(was, Optional.of(is.reason())))
        .map(is ->
            new StatusEvent(
                TROUBLE.contains(is.reason()),
                is.reason().equals(Reasons.CONFIRMED) ? "SharingConfirmed" : is.reason(),
                is.message()));
  }

  private static String words(ShareCounts counts) {
    var words =
        Stream.of(
                word(counts.schools(), "school"),
                word(counts.terms(), "term"),
                word(counts.courses(), "course"),
                word(counts.sections(), "section"),
                word(counts.students(), "student"),
                word(counts.teachers(), "teacher"),
                counts.staff() == 0 ? "" : counts.staff() + " staff",
                word(counts.districtAdmins(), "district admin"),
                word(counts.contacts(), "contact"))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "nothing" : words;
  }

  private static String word(long count, String one) {
    return count == 0 ? "" : count + " " + one + (count == 1 ? "" : "s");
  }
}
