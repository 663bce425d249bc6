package dev.homeroom.operator.status;

import com.google.protobuf.Timestamp;
import dev.homeroom.operator.resource.Counts;
import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.LastRun;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts the server's state of a district to a status. */
final class StatusMapper {
  private StatusMapper() {}

  /** Returns a status with everything that follows from {@code state} alone, and nothing else. */
  static DistrictSyncStatus of(DistrictState state) {
    var share = state.getShare();
    return new DistrictSyncStatus(
        null,
        null,
        state.hasCounts() ? counts(state.getCounts()) : null,
        state.getRevision(),
        state.hasLastSyncTime() ? time(state.getLastSyncTime()) : null,
        state.hasNextSyncTime() ? time(state.getNextSyncTime()) : null,
        state.hasLatestRun() ? lastRun(state.getLatestRun()) : null,
        blankToNull(state.getAppliedSpecHash()),
        blankToNull(state.getCredentialHash()),
        blankToNull(state.getPendingPlan().getDigest()),
        share.getDigest().isEmpty() ? null : ShareStatusMapper.share(share),
        share.hasConfirmed() ? ShareStatusMapper.confirmed(share.getConfirmed()) : null,
        share.hasApproval() ? ShareStatusMapper.approved(share.getApproval()) : null,
        share.hasLastChange() ? ShareStatusMapper.change(share.getLastChange()) : null,
        null);
  }

  /** Formats a time as RFC 3339 in UTC, whole seconds. */
  static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds()).toString();
  }

  private static Counts counts(RosterCounts counts) {
    return new Counts(
        counts.getSchools(),
        counts.getTerms(),
        counts.getCourses(),
        counts.getSections(),
        counts.getStudents(),
        counts.getTeachers(),
        counts.getStaff(),
        counts.getDistrictAdmins(),
        counts.getContacts(),
        counts.getEnrollments(),
        counts.getTeacherEnrollments());
  }

  private static LastRun lastRun(SyncRun run) {
    var failed = run.getFailure() != SyncFailure.SYNC_FAILURE_UNSPECIFIED;
    return new LastRun(
        run.getName(),
        withoutPrefix(run.getState().name(), "SYNC_STATE_"),
        failed ? withoutPrefix(run.getFailure().name(), "SYNC_FAILURE_") : null);
  }

  private static String withoutPrefix(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private static @Nullable String blankToNull(String value) {
    return value.isBlank() ? null : value;
  }
}
