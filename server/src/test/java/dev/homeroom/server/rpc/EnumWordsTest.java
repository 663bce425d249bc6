package dev.homeroom.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.SyncMode;
import org.junit.jupiter.api.Test;

final class EnumWordsTest {
  @Test
  void a_word_is_the_constant_without_the_prefix_of_its_enum() {
    assertThat(EnumWords.word(SyncMode.SYNC_MODE_FULL)).isEqualTo("FULL");
    assertThat(EnumWords.word(ErrorReason.ERROR_REASON_UNSPECIFIED)).isEqualTo("UNSPECIFIED");
    assertThat(EnumWords.of(SyncMode.class, "INCREMENTAL"))
        .isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
    assertThat(EnumWords.require(SyncMode.class, "AUTO")).isEqualTo(SyncMode.SYNC_MODE_AUTO);
  }

  @Test
  void a_word_of_a_newer_release_is_unspecified_where_it_may_stand_and_an_error_elsewhere() {
    assertThat(EnumWords.of(SyncMode.class, "TELEPATHIC"))
        .isEqualTo(SyncMode.SYNC_MODE_UNSPECIFIED);
    assertThatThrownBy(() -> EnumWords.require(SyncMode.class, "TELEPATHIC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SyncMode has no TELEPATHIC");
  }
}
