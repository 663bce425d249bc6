package dev.homeroom.server.sync.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class TaskGroupTest {
  @Test
  void results_keep_the_order_of_the_tasks_in_whichever_order_these_end() throws Exception {
    var second = new CountDownLatch(1);
    var tasks = new LinkedHashMap<String, Callable<Integer>>();
    tasks.put(
        "first",
        () -> {
          second.await();
          return 1;
        });
    tasks.put(
        "second",
        () -> {
          second.countDown();
          return 2;
        });

    assertThat(TaskGroup.all("test-", tasks))
        .containsExactly(Map.entry("first", 1), Map.entry("second", 2));
  }

  @Test
  void the_first_failure_is_thrown_and_interrupts_the_others() {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var tasks = new LinkedHashMap<String, Callable<String>>();
    tasks.put(
        "waits for ever",
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
            return "";
          } catch (InterruptedException ended) {
            interrupted.countDown();
            throw ended;
          }
        });
    tasks.put(
        "fails",
        () -> {
          begun.await();
          throw new IllegalArgumentException("no");
        });

    assertThatThrownBy(() -> TaskGroup.all("test-", tasks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThat(interrupted.getCount()).isZero();
  }
}
