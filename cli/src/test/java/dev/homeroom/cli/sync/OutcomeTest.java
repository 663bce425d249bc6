package dev.homeroom.cli.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  private static final ChangeCounts SCHOOLS =
      ChangeCounts.newBuilder()
          .setType(RecordType.RECORD_TYPE_SCHOOL)
          .setCreated(1)
          .setUpdated(2)
          .setArchived(3)
          .setRestored(4)
          .build();
  private static final ChangeCounts USERS =
      ChangeCounts.newBuilder().setType(RecordType.RECORD_TYPE_USER).setCreated(10).build();

  @Test
  void a_run_without_changes_says_so_with_the_revision() {
    assertThat(words(succeeded(1))).startsWith("Lakeside: no change, revision still 1 (2.5 s)");
  }

  @Test
  void a_first_run_says_what_arrived() {
    assertThat(words(succeeded(1, USERS)))
        .startsWith("Lakeside has arrived: revision 1 (2.5 s)")
        .contains("students                1,004");
  }

  @Test
  void a_later_run_says_what_changed() {
    assertThat(words(succeeded(2, SCHOOLS, USERS)).lines())
        .contains("Lakeside: revision 2 (2.5 s)")
        .contains("  schools                     1         2         3         4")
        .contains("  total                      11         2         3         4");
  }

  @Test
  void a_run_that_leaves_a_plan_says_how_to_see_it() {
    var run = succeeded(1).toBuilder().setState(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN).build();

    assertThat(words(run)).endsWith("decision:\n  ./homeroom plan 6a702e5f64be279e8f000001\n");
  }

  @Test
  void a_failed_run_says_why_and_what_to_do() {
    assertThat(words(failed()))
        .isEqualTo("The sync ended FAILED, CREDENTIALS_REJECTED: Give a new token.\n");
  }

  @Test
  void its_json_is_one_line_with_every_number() {
    var json = outcome(succeeded(2, SCHOOLS, USERS)).json();

    assertThat(json).doesNotContain("\n");
    assertThat(json)
        .isEqualTo(
            """
            {"district":"6a702e5f64be279e8f000001","revision":2,
            "counts":{"schools":3,"terms":0,"courses":0,"sections":0,"students":1004,
            "teachers":0,"staff":0,"districtAdmins":0,"contacts":0,"enrollments":0,
            "teacherEnrollments":0},
            "changes":{
            "districts":{"created":0,"updated":0,"archived":0,"restored":0},
            "schools":{"created":1,"updated":2,"archived":3,"restored":4},
            "terms":{"created":0,"updated":0,"archived":0,"restored":0},
            "courses":{"created":0,"updated":0,"archived":0,"restored":0},
            "sections":{"created":0,"updated":0,"archived":0,"restored":0},
            "users":{"created":10,"updated":0,"archived":0,"restored":0},
            "total":{"created":11,"updated":2,"archived":3,"restored":4}},
            "run":"districts/d/syncRuns/r","seconds":2.5}
            """
                .replace("\n", ""));
  }

  @Test
  void the_json_of_a_failed_run_has_the_reason() {
    assertThat(outcome(failed()).json())
        .isEqualTo(
            """
            {"district":"6a702e5f64be279e8f000001","state":"FAILED",
            "failure":"CREDENTIALS_REJECTED","message":"Give a new token.",
            "run":"districts/d/syncRuns/r","seconds":2.5}
            """
                .replace("\n", ""));
  }

  private static SyncRun succeeded(long revision, ChangeCounts... changes) {
    var run = ended(SyncState.SYNC_STATE_SUCCEEDED).setRevision(revision);
    run.setCounts(RosterCounts.newBuilder().setSchools(3).setStudents(1004));
    for (var change : changes) {
      run.addChanges(change);
    }
    return run.build();
  }

  private static SyncRun failed() {
    return ended(SyncState.SYNC_STATE_FAILED)
        .setFailure(SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED)
        .setMessage("Give a new token.")
        .build();
  }

  private static SyncRun.Builder ended(SyncState state) {
    return SyncRun.newBuilder()
        .setName("districts/d/syncRuns/r")
        .setState(state)
        .setCreateTime(Timestamps.fromMillis(1_000))
        .setEndTime(Timestamps.fromMillis(3_500));
  }

  private static SyncResult outcome(SyncRun run) {
    return new SyncResult("6a702e5f64be279e8f000001", "Lakeside", run);
  }

  private static String words(SyncRun run) {
    var bytes = new ByteArrayOutputStream();
    var talk = new PrintStream(bytes, true, UTF_8);
    outcome(run).print(new Console(talk, talk, false, 80));
    return bytes.toString(UTF_8);
  }
}
