package dev.homeroom.cli.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.FindingRecord;
import dev.homeroom.v1.ListFindingRecordsRequest;
import dev.homeroom.v1.ListFindingRecordsResponse;
import dev.homeroom.v1.ListFindingsRequest;
import dev.homeroom.v1.ListFindingsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the screen of findings, beside a fake server. */
final class FindingScreenTest {
  private static final String DISTRICT = "districts/6a702e5f64be279e8f000001";
  private static final String USER = DISTRICT + "/users/6a702e5f64be279e8f00000";
  private static final FindingKind KIND = FindingKind.FINDING_KIND_VALUE_DROPPED;

  private final FakeFindings fake = new FakeFindings();
  private final FakeServer server = FakeServer.serving(fake);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void each_finding_is_counted_and_explained() {
    fake.found =
        List.of(
            Finding.newBuilder()
                .setKind(KIND)
                .setType(RecordType.RECORD_TYPE_USER)
                .setCount(1200)
                .setExplanation("Have it mended.")
                .build());

    findings(false).show();
    findings(true).show();

    assertThat(server.out())
        .containsExactly(
            "value_dropped        user         1,200",
            "  Have it mended.",
            "{\"kind\":\"FINDING_KIND_VALUE_DROPPED\",\"type\":\"RECORD_TYPE_USER\","
                + "\"count\":\"1200\",\"explanation\":\"Have it mended.\"}");
  }

  @Test
  void records_are_listed_with_their_fields_to_the_last_page() {
    fake.records = List.of(record("1", "email", "name.last"), record("2", "name.first"));

    findings(false).records(KIND);

    assertThat(server.out()).containsExactly(USER + "1 email name.last", USER + "2 name.first");
    assertThat(fake.asked.getParent()).isEqualTo(DISTRICT);
    assertThat(fake.asked.getKind()).isEqualTo(KIND);
  }

  @Test
  void nothing_found_and_nothing_to_see_are_said() {
    findings(false).show();
    findings(false).records(KIND);

    assertThat(server.out()).isEmpty();
    assertThat(server.said())
        .containsExactly(
            "nothing was found in the data of " + DISTRICT,
            "no record that you may see; ./homeroom findings 6a702e5f64be279e8f000001 counts all");
  }

  private static FindingRecord record(String user, String... fields) {
    return FindingRecord.newBuilder()
        .setType(RecordType.RECORD_TYPE_USER)
        .setRecord(USER + user)
        .addAllFields(List.of(fields))
        .build();
  }

  private FindingScreen findings(boolean json) {
    return new FindingScreen(server.connection().anonymous(), server.console(), DISTRICT, json);
  }

  /** Answers a record a page. */
  private static final class FakeFindings extends SyncServiceGrpc.SyncServiceImplBase {
    private volatile List<Finding> found = List.of();
    private volatile List<FindingRecord> records = List.of();
    private volatile ListFindingRecordsRequest asked =
        ListFindingRecordsRequest.getDefaultInstance();

    @Override
    public void listFindings(
        ListFindingsRequest request, StreamObserver<ListFindingsResponse> answer) {
      answer.onNext(ListFindingsResponse.newBuilder().addAllFindings(found).build());
      answer.onCompleted();
    }

    @Override
    public void listFindingRecords(
        ListFindingRecordsRequest request, StreamObserver<ListFindingRecordsResponse> answer) {
      asked = request;
      int at = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
      var page = ListFindingRecordsResponse.newBuilder();
      if (at < records.size()) {
        page.addRecords(records.get(at));
      }
      if (at + 1 < records.size()) {
        page.setNextPageToken(Integer.toString(at + 1));
      }
      answer.onNext(page.build());
      answer.onCompleted();
    }
  }
}
