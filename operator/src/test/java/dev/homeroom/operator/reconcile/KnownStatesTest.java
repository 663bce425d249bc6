package dev.homeroom.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.reconcile.KnownStates.News;
import dev.homeroom.v1.RecordType;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KnownStatesTest {
  private final KnownStates known = new KnownStates();

  @Test
  void progress_of_a_run_is_no_news() {
    assertThat(known.receive(Samples.healthy().build())).isEqualTo(News.OWNER);

    var state = Samples.healthy();
    state
        .getLatestRunBuilder()
        .addProgressBuilder()
        .setType(RecordType.RECORD_TYPE_USER)
        .setFetched(500);

    assertThat(known.receive(state.build())).isEqualTo(News.NOTHING);
    assertThat(known.receive(state.setRevision(4).build())).isEqualTo(News.STATE);
  }

  @Test
  void a_new_owner_is_news_even_when_a_reply_named_it_first() {
    known.receive(Samples.healthy().build());
    var handedOver = Samples.healthy();
    handedOver.getOwnerBuilder().setNamespace("another");

    known.reply(handedOver.build(), known.received(Samples.DISTRICT));

    assertThat(known.receive(handedOver.build())).isEqualTo(News.OWNER);
    assertThat(known.receive(handedOver.build())).isEqualTo(News.NOTHING);
  }

  @Test
  void a_reply_counts_when_the_stream_said_nothing_meanwhile() {
    var since = known.received(Samples.DISTRICT);

    known.reply(Samples.healthy().setRevision(1).build(), since);

    assertThat(known.find(Samples.DISTRICT).orElseThrow().getRevision()).isEqualTo(1);
  }

  @Test
  void a_reply_that_the_stream_overtook_is_dropped() {
    var since = known.received(Samples.DISTRICT);
    known.receive(Samples.healthy().setRevision(2).build());

    known.reply(Samples.healthy().setRevision(1).build(), since);

    assertThat(known.find(Samples.DISTRICT).orElseThrow().getRevision()).isEqualTo(2);
  }

  @Test
  void what_a_new_connection_does_not_tell_of_is_gone() {
    known.receive(Samples.healthy().build());

    var gone = known.keepOnly(Set.of());

    assertThat(gone).hasSize(1);
    assertThat(known.all()).isEmpty();
  }
}
