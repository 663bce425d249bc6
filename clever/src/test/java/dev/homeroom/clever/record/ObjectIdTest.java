package dev.homeroom.clever.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4fd43cc56d11340000000005",
        "000000000000000000000000",
        "ffffffffffffffffffffffff",
        "80000000000000007fffffff"
      })
  void an_id_survives_as_digits_and_as_bytes(String hex) {
    var id = ObjectId.of(hex);
    var buffer = ByteBuffer.allocate(ObjectId.BYTES);

    id.putInto(buffer);

    assertThat(id.hex()).isEqualTo(hex);
    assertThat(id).hasToString(hex);
    assertThat(buffer.array()).isEqualTo(id.toBytes()).hasSize(12);
    assertThat(ObjectId.from(buffer.flip())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4fd43cc56d1134000000000",
        "4fd43cc56d113400000000055",
        "4FD43CC56D11340000000005",
        "4fd43cc56d1134000000000g",
        "4fd43cc56d11340 00000005",
        "４fd43cc56d11340000000005"
      })
  void anything_but_24_lower_case_digits_is_no_id(String text) {
    assertThat(ObjectId.parse(text)).isEmpty();
    assertThatThrownBy(() -> ObjectId.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ids_are_ordered_as_their_digits() {
    var digits =
        Stream.of(
                "ffffffffffffffff00000000",
                "7fffffffffffffffffffffff",
                "7fffffffffffffff00000001",
                "800000000000000000000000",
                "000000000000000080000000")
            .toList();

    assertThat(digits.stream().map(ObjectId::of).sorted().map(ObjectId::hex))
        .isEqualTo(digits.stream().sorted().toList());
  }
}
