package dev.homeroom.server.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Signals.Channel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void a_committed_signal_wakes_those_who_wait_for_its_key() throws Exception {
    try (var database = TestPostgres.open();
        var signals = Signals.open(database);
        var one = signals.subscribe(Channel.RUN, "one");
        var two = signals.subscribe(Channel.RUN, "two");
        var all = signals.subscribeAll(Channel.RUN)) {
      signals.listening().get(20, SECONDS);
      one.await(SHORT);
      two.await(SHORT);
      all.await(SHORT);

      database.transaction(tx -> {
        Signals.send(tx, Channel.RUN, "one");
        return 0;
      });

      assertThat(one.await(LONG).keys()).containsExactly("one");
      assertThat(all.await(LONG).keys()).containsExactly("one");
      assertThat(two.await(SHORT).isEmpty()).isTrue();
    }
  }

  @Test
  void a_lost_connection_wakes_everybody_and_listening_goes_on() throws Exception {
    try (var database = TestPostgres.open();
        var signals = Signals.open(database);
        var one = signals.subscribe(Channel.DISTRICT, "one")) {
      assertThat(one.await(LONG).everything()).isTrue();

      database
          .dsl()
          .fetch(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where application_name = 'homeroom signals' and datname = current_database()");

      assertThat(one.await(LONG).everything()).isTrue();
      database.transaction(tx -> {
        Signals.send(tx, Channel.DISTRICT, "one");
        return 0;
      });
      assertThat(one.await(LONG).keys()).containsExactly("one");
    }
  }
}
