package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed gives the same district; any size keeps the demo's ratios. */
final class DeterminismTest {
  private static final List<String> TYPES =
      List.of("districts", "schools", "terms", "courses", "sections", "users");

  @Test
  void two_starts_of_one_seed_serve_the_same_bytes() throws IOException {
    var config = SandboxConfig.demo().withStudents(300).withSeed(42);

    assertThat(everything(config)).isEqualTo(everything(config));
    assertThat(everything(config.withDrift(5))).isEqualTo(everything(config.withDrift(5)));
  }

  @Test
  void another_seed_is_another_district() throws IOException {
    try (var one = Sandbox.start(SandboxConfig.demo());
        var other = Sandbox.start(SandboxConfig.demo().withSeed(2))) {
      assertThat(one.districtId()).isNotEqualTo(other.districtId());
      assertThat(one.token()).isNotEqualTo(other.token()).matches("[0-9a-f]{40}");
      assertThat(new PlainClient(one).ids("/v3.0/users?limit=10000"))
          .doesNotContainAnyElementsOf(new PlainClient(other).ids("/v3.0/users?limit=10000"));
    }
  }

  @Test
  void a_seed_keeps_its_district_and_token_at_any_size() throws IOException {
    try (var one = Sandbox.start(SandboxConfig.demo());
        var larger = Sandbox.start(SandboxConfig.demo().withStudents(2_000))) {
      assertThat(larger.districtId()).isEqualTo(one.districtId());
      assertThat(larger.token()).isEqualTo(one.token());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 57, 100, 777, 1_500, 6_000})
  void has_exactly_as_many_students_as_asked_for(int students) throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withStudents(students).withSeed(5))) {
      var client = new PlainClient(sandbox);

      assertThat(client.ids("/v3.1/users?role=student&limit=1000")).hasSize(students);
      assertThat(client.count("/v3.1/sections?count=true"))
          .isEqualTo(Math.round(students * 378 / 1004.0));
      assertThat(client.count("/v3.1/users?role=teacher&count=true"))
          .isEqualTo(Math.round(students * 89 / 1004.0));
      assertThat(client.walk("/v3.1/sections?limit=1000"))
          .allSatisfy(section ->
              assertThat(PlainClient.texts(section.path("students")))
                  .isNotEmpty()
                  .doesNotHaveDuplicates());
    }
  }

  @Test
  void a_larger_district_has_staff_some_of_whom_teach() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withStudents(6_000))) {
      var staff = new PlainClient(sandbox).walk("/v3.1/users?role=staff&limit=1000");

      assertThat(staff).anyMatch(user -> user.path("roles").has("teacher"));
      assertThat(staff).anyMatch(user -> !user.path("roles").has("teacher"));
      assertThat(staff).allMatch(user -> !user.path("roles").path("staff").has("school"));
    }
  }

  @Test
  void refuses_sizes_out_of_range() {
    for (var students : List.of(9, 1_000_001)) {
      assertThatThrownBy(() -> Sandbox.start(SandboxConfig.demo().withStudents(students)))
          .hasMessageContaining("from 10 to 1000000");
    }
  }

  private static List<String> everything(SandboxConfig config) throws IOException {
    try (var sandbox = Sandbox.start(config)) {
      var client = new PlainClient(sandbox);
      return Stream.of("v3.0", "v3.1")
          .flatMap(version ->
              TYPES.stream().flatMap(type -> client.pages("/" + version + "/" + type).stream()))
          .toList();
    }
  }
}
