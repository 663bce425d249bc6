package dev.homeroom.server.district;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.clever.CleverToken;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.sync.Schedule;
import dev.homeroom.server.sync.change.GuardSettings;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a request declares of a district, checked and with every default filled in.
 *
 * @param schedule of {@code cron} in {@code timeZone}
 */
record Declaration(
    CleverId district,
    SharingType sharing,
    String cron,
    String timeZone,
    Schedule schedule,
    boolean suspend,
    GuardSettings guard,
    Owner owner,
    Optional<CleverToken> token) {
  private static final String USUAL_CRON = "0 2 * * *";
  private static final String USUAL_TIME_ZONE = "UTC";
  private static final int LONGEST_TOKEN = 1024;
  private static final String PREFIX = "SHARING_TYPE_";

  /** Checks a request; refuses it with every field that is wrong. */
  static Declaration of(ApplyDistrictRequest request) {
    var violations = new ArrayList<Violation>();
    var district = ResourceNames.parseDistrict(request.getName());
    if (district.isEmpty()) {
      violations.add(
          new Violation(
              "name",
              "must have the form districts/{district}, the id 24 lower-case hexadecimal digits"));
    }
    var sharing = sharing(request, violations);
    var declared = request.getSpec().getSchedule();
    var cron =
        declared.getCron().isBlank()
            ? USUAL_CRON
            : declared.getCron().strip().replaceAll("\\s+", " ");
    var timeZone = declared.getTimeZone().isEmpty() ? USUAL_TIME_ZONE : declared.getTimeZone();
    var schedule = schedule(cron, timeZone, violations);
    var guard = Guards.of(request.getSpec().getGuard(), violations);
    var owner = Owner.of(request.hasOwner(), request.getOwner(), violations);
    var token = token(request, violations);
    if (!violations.isEmpty() || district.isEmpty() || schedule.isEmpty()) {
      throw new Refusal.InvalidField(violations).exception();
    }
    return new Declaration(
        district.get(),
        sharing,
        cron,
        timeZone,
        schedule.get(),
        request.getSpec().getSuspend(),
        guard,
        owner,
        token);
  }

  /** The sharing type as the database writes it. */
  String sharingWord() {
    return sharing.name().substring(PREFIX.length());
  }

  /** SHA-256 over the declared spec in a fixed form; changes exactly with it. */
  String specHash() {
    var canonical = String.join("\n", "1", sharingWord(), cron, timeZone, "" + suspend);
    if (!guard.equals(GuardSettings.USUAL)) {
      canonical += "\n" + guard;
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java has no SHA-256", missing);
    }
  }

  /** The spec as it stands in the database. */
  static DistrictSpec spec(
      String sharingWord, String cron, String timeZone, boolean suspend, GuardSettings guard) {
    return DistrictSpec.newBuilder()
        .setSharing(Sharing.newBuilder().setType(SharingType.valueOf(PREFIX + sharingWord)))
        .setSchedule(dev.homeroom.v1.Schedule.newBuilder().setCron(cron).setTimeZone(timeZone))
        .setSuspend(suspend)
        .setGuard(Guards.wire(guard))
        .build();
  }

  private static SharingType sharing(ApplyDistrictRequest request, List<Violation> violations) {
    var type = request.getSpec().getSharing().getType();
    if (type == SharingType.SHARING_TYPE_UNSPECIFIED || type == SharingType.UNRECOGNIZED) {
      violations.add(
          new Violation(
              "spec.sharing.type",
              "is required: DISTRICT, SCHOOLS, SECTIONS, RULES or SCHOOL_SITE, whichever is set in"
                  + " Clever"));
    }
    return type;
  }

  private static Optional<Schedule> schedule(
      String cron, String timeZone, List<Violation> violations) {
    try {
      return Optional.of(Schedule.of(cron, timeZone));
    } catch (IllegalArgumentException malformed) {
      var sentence = String.valueOf(malformed.getMessage());
      violations.add(
          new Violation(
              sentence.equals(Schedule.ZONE_FORM)
                  ? "spec.schedule.time_zone"
                  : "spec.schedule.cron",
              sentence));
      return Optional.empty();
    }
  }

  private static Optional<CleverToken> token(
      ApplyDistrictRequest request, List<Violation> violations) {
    if (!request.hasCleverToken()) {
      return Optional.empty();
    }
    var token = request.getCleverToken();
    if (token.length() <= LONGEST_TOKEN) {
      try {
        return Optional.of(CleverToken.of(token));
      } catch (IllegalArgumentException malformed) {
        // Told below.
      }
    }
    violations.add(
        new Violation(
            "clever_token", "must have 1 to " + LONGEST_TOKEN + " visible ASCII characters"));
    return Optional.empty();
  }
}
