package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What only a large district can show. */
final class ScaleTest {
  /** Just enough for more than ten thousand sections. */
  private static final int STUDENTS = 27_000;

  @Test
  void a_page_holds_ten_thousand_sections_with_all_their_students() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withStudents(STUDENTS))) {
      var client = new PlainClient(sandbox);
      sandbox.faults().add(new Fault.PageSize(10_000, FaultTarget.of(RecordType.SECTIONS)));

      var pages = client.pages("/v3.1/sections?limit=100");

      var first = PlainClient.MAPPER.readTree(pages.getFirst()).path("data");
      assertThat(pages).hasSize(2);
      assertThat(pages.getFirst().length()).isGreaterThan(7_000_000);
      assertThat(first).hasSize(10_000);
      assertThat(first).allMatch(item -> !item.path("data").path("students").isEmpty());
      assertThat(sandbox.faults().met(Fault.PageSize.class)).isEqualTo(2);
    }
  }
}
