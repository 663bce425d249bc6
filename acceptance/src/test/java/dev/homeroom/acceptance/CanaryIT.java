package dev.homeroom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.server.Canaries;
import dev.homeroom.server.Logs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for people in all that reaches the cluster, and in what server and operator log meanwhile,
 * while a district is declared, synced, held back, confirmed, refused and cut off.
 */
final class CanaryIT {
  /** More than the guard lets go, of the 100 that there are. */
  private static final int MANY = 30;

  @TempDir Path folder;
  private Logs logs;
  private Lakeside lakeside;

  @BeforeEach
  void start() throws Exception {
    logs = Logs.listen();
    lakeside = Lakeside.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    lakeside.close();
    logs.close();
  }

  @Test
  void nothing_that_reaches_the_cluster_or_the_logs_tells_of_anybody() throws Exception {
    var students = users(Role.STUDENT);
    var canaries =
        Canaries.plant(lakeside.clever, students.getFirst(), users(Role.TEACHER).getFirst());
    canaries.add(Files.readString(folder.resolve("token")).strip());
    lakeside.clever.faults().add(new Fault.MalformedJson(1));
    lakeside.declare("{type: District}");
    lakeside.confirm();
    students.stream()
        .limit(MANY)
        .forEach(each -> lakeside.clever.apply(new RosterChange.WithdrawUser(each)));
    var held = lakeside.sync();
    assertThat(lakeside.condition(held, "PlanPending")).contains("True PlanWaits");
    lakeside.clever.disconnect();
    lakeside.sync();
    lakeside.operator.condition(Lakeside.NAME, "CredentialsValid", "False");

    lakeside.operator.apply(leak());
    assertThat(canaries.in(cluster())).as("what it would be found out by").hasSize(2);
    lakeside.operator.kubectl("delete", "event", "leak");

    assertThat(cluster().getFirst()).contains("PlanPending", "reason: SharingConfirmed");
    assertThat(logs.heard()).anyMatch(line -> line.contains("sync run ended"));
    assertThat(canaries.in(cluster())).isEmpty();
    assertThat(canaries.in(logs.heard())).isEmpty();
  }

  /** Resources and Events of the operator's namespace, whole. */
  private List<String> cluster() throws Exception {
    return List.of(lakeside.operator.kubectl("get", "dsync,events", "--output=yaml"));
  }

  /** What may never happen. */
  private String leak() {
    return """
    apiVersion: v1
    kind: Event
    metadata:
      name: leak
    involvedObject: {apiVersion: homeroom.dev/v1, kind: DistrictSync, name: lakeside, namespace: %s}
    reason: Archived
    message: Zanzibarella Quillfeather is gone
    type: Normal
    """
        .formatted(lakeside.operator.namespace());
  }

  private List<String> users(Role role) {
    var roster = lakeside.clever.roster();
    return roster
        .rows(RecordType.USERS)
        .liveSlots()
        .filter(each -> role.in(roster.users().roles(each)))
        .mapToObj(each -> roster.rows(RecordType.USERS).id(each).toString())
        .toList();
  }
}
