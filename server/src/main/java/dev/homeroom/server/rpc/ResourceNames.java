package dev.homeroom.server.rpc;

import dev.homeroom.server.db.CleverId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes and reads the names of resources (AIP-122). */
public final class ResourceNames {
  private static final String DISTRICTS = "districts/";
  private static final String ID_FORM = ", each id 24 lower-case hexadecimal digits";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern REVISION_FORM = Pattern.compile("[1-9][0-9]{0,17}");

  private ResourceNames() {}

  /** The collections of records inside a district. */
  public enum Collection {
    /** Schools. */
    SCHOOLS("schools", "school"),
    /** Terms. */
    TERMS("terms", "term"),
    /** Courses. */
    COURSES("courses", "course"),
    /** Sections. */
    SECTIONS("sections", "section"),
    /** Users. */
    USERS("users", "user");

    private final String word;
    private final String variable;

    Collection(String word, String variable) {
      this.word = word;
      this.variable = variable;
    }

    /** The collection's word in names, for example {@code schools}. */
    public String word() {
      return word;
    }

    /** Writes the name of one of its records. */
    public String name(CleverId district, CleverId id) {
      return DISTRICTS + district + "/" + word + "/" + id;
    }

    /** Parses the name of one of its records; empty if it is malformed. */
    public Optional<RecordName> parse(String name) {
      var parts = name.split("/", -1);
      if (parts.length != 4 || !parts[0].equals("districts") || !parts[2].equals(word)) {
        return Optional.empty();
      }
      return CleverId.parse(parts[1])
          .flatMap(district -> CleverId.parse(parts[3]).map(id -> new RecordName(district, id)));
    }

    /** Parses the name of one of its records from a field, or refuses the field. */
    public RecordName require(String field, String name) {
      return parse(name)
          .orElseThrow(
              () -> malformed(field, "districts/{district}/" + word + "/{" + variable + "}"));
    }
  }

  /** The parsed name of a record. */
  public record RecordName(CleverId district, CleverId id) {}

  /** The parsed name of a sync run; {@code toString} writes it. */
  public record SyncRunName(CleverId district, UUID run) {
    @Override
    public String toString() {
      return DISTRICTS + district + "/syncRuns/" + run;
    }
  }

  /** The parsed name of a plan; {@code toString} writes it. */
  public record PlanName(CleverId district, UUID plan) {
    @Override
    public String toString() {
      return DISTRICTS + district + "/plans/" + plan;
    }
  }

  /** Writes {@code districts/{district}/plans/{plan}}. */
  public static String plan(CleverId district, UUID plan) {
    return new PlanName(district, plan).toString();
  }

  /** Reads {@code districts/{district}/plans/{plan}} from a field, or refuses the field. */
  public static PlanName requirePlan(String field, String name) {
    var parts = name.split("/", -1);
    if (parts.length == 4 && parts[0].equals("districts") && parts[2].equals("plans")) {
      var district = CleverId.parse(parts[1]);
      var plan = parseUuid(parts[3]);
      if (district.isPresent() && plan.isPresent()) {
        return new PlanName(district.get(), plan.get());
      }
    }
    throw malformed(field, "districts/{district}/plans/{plan}");
  }

  /** The parsed name of a share change; {@code toString} writes it. */
  public record ShareChangeName(CleverId district, long revision) {
    @Override
    public String toString() {
      return DISTRICTS + district + "/shareChanges/" + revision;
    }
  }

  /** Reads {@code districts/{district}/shareChanges/{revision}} from a field, or refuses it. */
  public static ShareChangeName requireShareChange(String field, String name) {
    var parts = name.split("/", -1);
    if (parts.length == 4
        && parts[0].equals("districts")
        && parts[2].equals("shareChanges")
        && REVISION_FORM.matcher(parts[3]).matches()) {
      var district = CleverId.parse(parts[1]);
      if (district.isPresent()) {
        return new ShareChangeName(district.get(), Long.parseLong(parts[3]));
      }
    }
    throw RequestRefusals.invalidField(
        field,
        "must have the form districts/{district}/shareChanges/{revision}, as ListShareChanges"
            + " tells it");
  }

  /** Writes {@code districts/{district}}. */
  public static String district(CleverId district) {
    return DISTRICTS + district;
  }

  /** Writes {@code districts/{district}/state}. */
  public static String districtState(CleverId district) {
    return DISTRICTS + district + "/state";
  }

  /** Writes {@code districts/{district}/syncRuns/{sync_run}}. */
  public static String syncRun(CleverId district, UUID run) {
    return new SyncRunName(district, run).toString();
  }

  /** Reads {@code districts/{district}}; empty if it is malformed. */
  public static Optional<CleverId> parseDistrict(String name) {
    return name.startsWith(DISTRICTS)
        ? CleverId.parse(name.substring(DISTRICTS.length()))
        : Optional.empty();
  }

  /** Reads {@code districts/{district}} from a field, or refuses the field. */
  public static CleverId requireDistrict(String field, String name) {
    return parseDistrict(name).orElseThrow(() -> malformed(field, "districts/{district}"));
  }

  /** Reads {@code districts/{district}/state} from a field, or refuses the field. */
  public static CleverId requireDistrictState(String field, String name) {
    return (name.endsWith("/state")
            ? parseDistrict(name.substring(0, name.length() - "/state".length()))
            : Optional.<CleverId>empty())
        .orElseThrow(() -> malformed(field, "districts/{district}/state"));
  }

  /** Reads {@code districts/{district}/syncRuns/{sync_run}} from a field, or refuses the field. */
  public static SyncRunName requireSyncRun(String field, String name) {
    var parts = name.split("/", -1);
    if (parts.length == 4 && parts[0].equals("districts") && parts[2].equals("syncRuns")) {
      var district = CleverId.parse(parts[1]);
      var run = parseUuid(parts[3]);
      if (district.isPresent() && run.isPresent()) {
        return new SyncRunName(district.get(), run.get());
      }
    }
    throw RequestRefusals.invalidField(
        field,
        "must have the form districts/{district}/syncRuns/{sync_run}, the district's id 24"
            + " lower-case hexadecimal digits, the run a UUID");
  }

  /** Reads a {@code request_id}, a UUID; empty if it is not set. Refuses anything else. */
  public static Optional<UUID> requireRequestId(String requestId) {
    if (requestId.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        parseUuid(requestId)
            .orElseThrow(() ->
                RequestRefusals.invalidField(
                    "request_id",
                    "must be empty or a UUID in lower case, for example"
                        + " 0b9ac5f4-6f5a-4a3f-9a52-3f1f7a1f9d5e")));
  }

  private static Optional<UUID> parseUuid(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static RefusedException malformed(String field, String form) {
    return RequestRefusals.invalidField(field, "must have the form " + form + ID_FORM);
  }
}
