package dev.homeroom.server.sync.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentHashTest {
  @Test
  void it_is_xxh64() {
    assertThat(hash("", 0)).isEqualTo(0xef46db3751d8e999L);
    assertThat(hash("abc", 0)).isEqualTo(0x44bc2cf5ad770999L);
    assertThat(hash("Nobody inspects the spammish repetition", 0)).isEqualTo(0xfbcea83c8a378bf1L);
  }

  @Test
  void only_the_bytes_between_count() {
    var bytes = "..Nobody inspects the spammish repetition...".getBytes(US_ASCII);

    assertThat(ContentHash.of(bytes, 2, bytes.length - 3, 0)).isEqualTo(0xfbcea83c8a378bf1L);
  }

  @Test
  void the_seed_tells_apart() {
    assertThat(hash("abc", 1)).isNotEqualTo(hash("abc", 0));
  }

  private static long hash(String text, long seed) {
    var bytes = text.getBytes(US_ASCII);
    return ContentHash.of(bytes, 0, bytes.length, seed);
  }
}
