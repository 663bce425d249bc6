package dev.homeroom.clever.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.homeroom.clever.http.CleverFailure.Credential;
import dev.homeroom.clever.http.CleverFailure.Unauthorized;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.clever.record.User;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.DateForm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client and the sandbox were written apart from the same facts; here they meet. */
class SandboxWalkTest {

  private static final ObjectId UNKNOWN = ObjectId.of("000000000000000000000001");

  private Sandbox sandbox;
  private CleverToken token;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    token = CleverToken.of(sandbox.token());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private CleverClient client(CleverVersion version) {
    var url = URI.create(sandbox.baseUrl());
    var credentials = new ClientCredentials("sandbox-client", "sandbox-secret");
    return new CleverClient(CleverConfig.of(url, url, version, () -> credentials));
  }

  private <T extends CleverRecord> List<T> all(
      CleverClient client, RecordType<T> type, int pageSize) throws InterruptedException {
    var records = new ArrayList<T>();
    client.walk(
        token,
        type,
        pageSize,
        page -> {
          assertThat(page.anomalies()).isEqualTo(Anomalies.NONE);
          records.addAll(page.records());
        });
    return records;
  }

  @ParameterizedTest
  @EnumSource
  void the_demo_district_arrives_whole(CleverVersion version) throws Exception {
    try (var client = client(version)) {
      var users = all(client, RecordType.USERS, 100);
      var sections = all(client, RecordType.SECTIONS, 100);

      assertThat(all(client, RecordType.SCHOOLS, 100)).hasSize(3);
      assertThat(sections).hasSize(378);
      assertThat(sections.stream().mapToInt(section -> section.students().size()).sum())
          .isEqualTo(8954);
      assertThat(sections.stream().mapToInt(section -> section.teachers().size()).sum())
          .isEqualTo(452);
      assertThat(users.stream().map(User::student).filter(Objects::nonNull)).hasSize(1004);
      assertThat(users.stream().map(User::teacher).filter(Objects::nonNull)).hasSize(89);
      assertThat(users.stream().map(User::id)).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void every_type_has_as_many_records_as_clever_counts_whatever_the_page_size() throws Exception {
    try (var client = client(CleverVersion.V3_1)) {
      for (var type : RecordType.ALL) {
        int count = Math.toIntExact(client.count(token, type));
        assertThat(all(client, type, 10_000)).as("%s", type).hasSize(count);
        // Pages that the records fill exactly: the walk ends with an empty one.
        assertThat(all(client, type, Math.max(1, count / 2))).as("%s", type).hasSize(count);
      }
    }
  }

  @Test
  void terms_have_the_same_days_in_either_form_of_dates() throws Exception {
    try (var client = client(CleverVersion.V3_1)) {
      var plain = all(client, RecordType.TERMS, 100);

      sandbox.world().edit(profile -> profile.writingDatesAs(DateForm.DATETIME));

      assertThat(plain).isNotEmpty().noneMatch(term -> term.startDate() == null);
      assertThat(all(client, RecordType.TERMS, 100)).isEqualTo(plain);
    }
  }

  @Test
  void a_record_asked_for_by_id_is_the_one_listed() throws Exception {
    try (var client = client(CleverVersion.V3_1)) {
      for (var type : RecordType.ALL) {
        var listed = all(client, type, 1000).getLast();
        assertThat(client.record(token, type, listed.id()).map(CleverRecord.class::cast))
            .contains(listed);
        assertThat(client.record(token, type, UNKNOWN)).isEmpty();
      }
    }
  }

  @Test
  void the_districts_token_is_found_and_leads_to_the_district() throws Exception {
    try (var client = client(CleverVersion.V3_1)) {
      var district = ObjectId.of(sandbox.districtId());

      var found = client.districtToken(district).orElseThrow();

      assertThat(found).isEqualTo(token);
      assertThat(client.district(found).id()).isEqualTo(district);
      assertThat(client.districtToken(UNKNOWN)).isEmpty();
    }
  }

  @Test
  void a_district_without_events_has_no_newest_one() throws Exception {
    try (var client = client(CleverVersion.V3_1)) {
      assertThat(client.newestEventId(token)).isEmpty();
    }
  }

  @Test
  void a_revoked_token_is_refused() throws Exception {
    sandbox.disconnect();

    try (var client = client(CleverVersion.V3_1)) {
      assertThatExceptionOfType(CleverException.class)
          .isThrownBy(() -> client.district(token))
          .satisfies(
              e -> assertThat(e.failure()).isEqualTo(new Unauthorized(Credential.DISTRICT_TOKEN)));
    }
  }
}
