package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSyncSpec;
import dev.homeroom.operator.resource.Guard;
import dev.homeroom.operator.resource.Schedule;
import dev.homeroom.operator.status.SharingMapper;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GuardSettings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts a spec to the server's types; fields that are not declared stay unset. */
final class SpecMapper {
  private SpecMapper() {}

  static DistrictSpec spec(DistrictSyncSpec declared) {
    var spec =
        DistrictSpec.newBuilder()
            .setSharing(SharingMapper.declared(declared.sharing()))
            .setSuspend(declared.suspended());
    ifPresent(declared.schedule(), schedule -> spec.setSchedule(schedule(schedule)));
    ifPresent(declared.guard(), guard -> spec.setGuard(guard(guard)));
    return spec.build();
  }

  private static dev.homeroom.v1.Schedule schedule(Schedule declared) {
    var schedule = dev.homeroom.v1.Schedule.newBuilder();
    ifPresent(declared.cron(), schedule::setCron);
    ifPresent(declared.timeZone(), schedule::setTimeZone);
    return schedule.build();
  }

  private static GuardSettings guard(Guard declared) {
    var guard = GuardSettings.newBuilder();
    ifPresent(declared.removedPercent(), guard::setRemovedPercent);
    ifPresent(declared.changedPercent(), guard::setChangedPercent);
    ifPresent(declared.studentFloor(), guard::setStudentFloor);
    ifPresent(declared.teacherFloor(), guard::setTeacherFloor);
    ifPresent(declared.staffFloor(), guard::setStaffFloor);
    ifPresent(declared.sectionFloor(), guard::setSectionFloor);
    ifPresent(declared.enrollmentFloor(), guard::setEnrollmentFloor);
    ifPresent(declared.emptiedSectionFloor(), guard::setEmptiedSectionFloor);
    return guard.build();
  }

  private static <T> void ifPresent(@Nullable T value, Consumer<T> set) {
    if (value != null) {
      set.accept(value);
    }
  }
}
