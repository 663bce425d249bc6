package dev.homeroom.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.RecordExplanation;
import dev.homeroom.v1.RecordStanding;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.VisibleFields;
import dev.homeroom.v1.VisibleRecords;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the command says of what a server answers. */
final class ExplanationsTest {
  private static final String USER =
      "districts/6a702e5f64be279e8f000001/users/6a702e5f64be279e8f000002";
  private static final PrivacyClass IDENTIFIER = PrivacyClass.PRIVACY_CLASS_IDENTIFIER;
  private static final PrivacyClass DIRECTORY = PrivacyClass.PRIVACY_CLASS_DIRECTORY;
  private static final PrivacyClass RECORD = PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD;
  private static final PrivacyClass SENSITIVE = PrivacyClass.PRIVACY_CLASS_SENSITIVE;

  private final FakeServer server = FakeServer.serving(new FakeExplanations());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void who_sees_what_of_a_user_stands_on_one_screen() {
    assertThat(explanations().access(USER, false)).isZero();

    assertThat(server.said())
        .containsExactly(
            USER + " at revision 3",
            "",
            "signs in    The user is let in as a student.",
            "sees        schools of own sections (1), as student: nothing personal",
            "            own sections (number not granted), as student: directory, of the",
            "            students only the user's own enrollment",
            "            the own record (1): everything",
            "            teachers of own sections (1,200), as student: names",
            "people      teachers (6) who teach the user: identifier, directory, education",
            "            record",
            "            district admins (1): everything",
            "seen by     app gradebook: directory, through a granted school",
            "not by      app library: its grant names schools, none of them the user's",
            "            operator deployer: this role reads no records");
  }

  @Test
  void for_programs_it_is_json_on_one_line() {
    assertThat(explanations().access(USER, true)).isZero();

    assertThat(server.out()).singleElement().asString().startsWith("{\"name\":\"" + USER + "\"");
    assertThat(server.said()).isEmpty();
  }

  @Test
  void a_record_that_is_left_out_is_told_with_the_servers_sentence() {
    assertThat(explanations().record(USER, false)).isZero();

    assertThat(server.said()).containsExactly(USER + " left_out", "It is left out.", "");
  }

  private ExplainActions explanations() {
    return new ExplainActions(server.connection().anonymous(), server.console());
  }

  private static final class FakeExplanations extends ExplainServiceGrpc.ExplainServiceImplBase {
    @Override
    public void explainAccess(
        ExplainAccessRequest request, StreamObserver<AccessExplanation> answer) {
      answer.onNext(
          AccessExplanation.newBuilder()
              .setName(request.getName())
              .setRevision(3)
              .setExplanation("The user is let in as a student.")
              .addSees(
                  sees(RecordType.RECORD_TYPE_SCHOOL, AccessRule.ACCESS_RULE_OF_OWN_SECTIONS)
                      .setCount(1))
              .addSees(
                  sees(RecordType.RECORD_TYPE_SECTION, AccessRule.ACCESS_RULE_OWN_SECTIONS)
                      .setFields(fields(DIRECTORY).setOwnSeat(true)))
              .addSees(
                  sees(RecordType.RECORD_TYPE_USER, AccessRule.ACCESS_RULE_OWN_RECORD)
                      .setRole(CallerRole.CALLER_ROLE_UNSPECIFIED)
                      .setFields(fields(IDENTIFIER, DIRECTORY, RECORD, SENSITIVE))
                      .setCount(1))
              .addSees(
                  sees(RecordType.RECORD_TYPE_USER, AccessRule.ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS)
                      .setFields(fields().setNames(true))
                      .setCount(1200))
              .addPeople(
                  PeopleSight.newBuilder()
                      .setRole(CallerRole.CALLER_ROLE_TEACHER)
                      .setRule(AccessRule.ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS)
                      .setFields(fields(IDENTIFIER, DIRECTORY, RECORD))
                      .setCount(6))
              .addPeople(
                  PeopleSight.newBuilder()
                      .setRole(CallerRole.CALLER_ROLE_DISTRICT_ADMIN)
                      .setRule(AccessRule.ACCESS_RULE_OWN_DISTRICT)
                      .setFields(fields(IDENTIFIER, DIRECTORY, RECORD, SENSITIVE))
                      .setCount(1))
              .addGranted(
                  granted("library", CallerRole.CALLER_ROLE_APP)
                      .setOutcome(GrantOutcome.GRANT_OUTCOME_OTHER_SCHOOLS))
              .addGranted(
                  granted("gradebook", CallerRole.CALLER_ROLE_APP)
                      .setOutcome(GrantOutcome.GRANT_OUTCOME_SEES)
                      .setRule(AccessRule.ACCESS_RULE_GRANTED_SCHOOLS)
                      .setFields(fields(DIRECTORY)))
              .addGranted(
                  granted("deployer", CallerRole.CALLER_ROLE_OPERATOR)
                      .setOutcome(GrantOutcome.GRANT_OUTCOME_ROLE_READS_NO_RECORDS))
              .build());
      answer.onCompleted();
    }

    @Override
    public void explainRecord(
        ExplainRecordRequest request, StreamObserver<RecordExplanation> answer) {
      answer.onNext(
          RecordExplanation.newBuilder()
              .setName(request.getName())
              .setStanding(RecordStanding.RECORD_STANDING_LEFT_OUT)
              .setExplanation("It is left out.")
              .setNotCoveredBy(SharingType.SHARING_TYPE_SECTIONS)
              .build());
      answer.onCompleted();
    }

    private static VisibleRecords.Builder sees(RecordType type, AccessRule rule) {
      return VisibleRecords.newBuilder()
          .setType(type)
          .setRole(CallerRole.CALLER_ROLE_STUDENT)
          .setRule(rule);
    }

    private static VisibleFields.Builder fields(PrivacyClass... classes) {
      return VisibleFields.newBuilder().addAllClasses(List.of(classes));
    }

    private static GrantedSight.Builder granted(String subject, CallerRole role) {
      return GrantedSight.newBuilder().setSubject(subject).setRole(role);
    }
  }
}
