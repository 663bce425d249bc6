package dev.homeroom.server.file;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at files repeatedly on a thread of its own, until it is closed. */
public final class FileWatch implements AutoCloseable {
  private final Thread thread;

  private FileWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts to look.
   *
   * @param files gives the files for each look, since they may change
   */
  public static FileWatch start(Supplier<List<WatchedFile<?>>> files, Duration pause) {
    return new FileWatch(
        Thread.ofVirtual()
            .name("file-watch")
            .start(() -> {
              while (sleep(pause)) {
                files.get().forEach(WatchedFile::look);
              }
            }));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static boolean sleep(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException stopped) {
      return false;
    }
  }
}
