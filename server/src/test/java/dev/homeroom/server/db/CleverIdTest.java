package dev.homeroom.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleverIdTest {
  private static final String TEXT = "5f3c00aa11bb22cc33ddeeff";

  @Test
  void text_and_bytes_name_the_same_id() {
    var id = CleverId.of(TEXT);

    assertThat(id).hasToString(TEXT).isEqualTo(CleverId.of(id.bytes()));
    assertThat(id.bytes()).hasSize(12).startsWith(0x5f, 0x3c).endsWith(0xee, 0xff);
    assertThat(id).hasSameHashCodeAs(CleverId.of(id.bytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5f3c",
        "5F3C00AA11BB22CC33DDEEFF",
        "5f3c00aa11bb22cc33ddeefg",
        "5f3c00aa11bb22cc33ddeeff0",
        "+f3c00aa11bb22cc33ddeeff"
      })
  void whatever_is_not_24_lower_case_digits_is_refused(String text) {
    assertThat(CleverId.parse(text)).isEmpty();
    assertThatThrownBy(() -> CleverId.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ids_are_ordered_as_their_text_is() {
    assertThat(CleverId.of("ff0000000000000000000000"))
        .isGreaterThan(CleverId.of("7f0000000000000000000000"));
    assertThat(CleverId.of("0000000000000000ffffffff"))
        .isGreaterThan(CleverId.of("00000000000000007fffffff"))
        .isLessThan(CleverId.of("000000000000000100000000"));
  }
}
