package dev.homeroom.server.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parsed content of a file, or of several that belong together, such as a certificate and its
 * key. The content is read again while the server runs, so that a file which Kubernetes swaps
 * behind symbolic links is noticed like any other. If the new content cannot be used, the last good
 * one stays in force and an error is logged, again every ten minutes; the next good content is
 * used. Thread-safe.
 *
 * @param <T> the parsed content
 */
public final class WatchedFile<T> implements AutoCloseable {
  /** The default time between two looks at a file. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration REPEAT = Duration.ofMinutes(10);

  private final String name;
  private final List<Path> files;
  private final Parser<T> parser;
  private final Clock clock;
  private volatile Held<T> held;
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile Optional<FileWatch> watch = Optional.empty();

  /** Parses the content of files. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Parses the content.
     *
     * @param contents of each file, in the order of their paths
     * @param before the content in force so far; empty at the start
     * @throws UnusableFileException if it cannot be used, with a message for people
     */
    T parse(List<byte[]> contents, Optional<T> before) throws Exception;
  }

  /**
   * The state of the files.
   *
   * @param inForceSince when the content in force was read
   * @param failingSince since when the files cannot be used; empty: they equal the content in force
   */
  public record State(Instant inForceSince, Optional<Instant> failingSince) {}

  private record Held<T>(T value, List<byte[]> contents, Instant since) {}

  private record Failure(String cause, Instant since, Instant logged) {}

  private WatchedFile(String name, List<Path> files, Parser<T> parser, Clock clock) {
    this.name = name;
    this.files = List.copyOf(files);
    this.parser = parser;
    this.clock = clock;
    try {
      var contents = read();
      this.held = new Held<>(parser.parse(contents, Optional.empty()), contents, clock.instant());
    } catch (Exception | Error unusable) {
      throw new UnusableFileException(cause(unusable), unusable);
    }
  }

  /**
   * Reads the files for the first time. After that only {@link #look} reads them.
   *
   * @param name for people who read the log
   * @throws UnusableFileException if they cannot be used
   */
  public static <T> WatchedFile<T> read(
      String name, List<Path> files, Parser<T> parser, Clock clock) {
    return new WatchedFile<>(name, files, parser, clock);
  }

  /**
   * Reads the files repeatedly from now on, until this is closed.
   *
   * @param pause the time between two looks
   */
  public WatchedFile<T> watch(Duration pause) {
    watch = Optional.of(FileWatch.start(() -> List.of(this), pause));
    return this;
  }

  /** The content in force. */
  public T current() {
    return held.value();
  }

  /** The time since when the content is in force, and since when the files cannot be used. */
  public State state() {
    return new State(held.since(), failure.map(Failure::since));
  }

  /** Reads the files, and puts their content in force if it is new and can be used. */
  public synchronized void look() {
    try {
      var contents = read();
      if (same(contents, held.contents())) {
        failure.ifPresent(_ -> info("a file says again what is in force"));
      } else {
        var value = parser.parse(contents, Optional.of(held.value()));
        held = new Held<>(value, contents, clock.instant());
        info("a file was read again");
      }
      failure = Optional.empty();
    } catch (Exception | Error unusable) {
      if (!Thread.currentThread().isInterrupted()) {
        fail(cause(unusable));
      }
    }
  }

  @Override
  public void close() {
    watch.ifPresent(FileWatch::close);
  }

  private void fail(String cause) {
    var now = clock.instant();
    var logged =
        failure
            .filter(known -> known.cause().equals(cause))
            .map(Failure::logged)
            .filter(last -> now.isBefore(last.plus(REPEAT)));
    if (logged.isEmpty()) {
      log.atError()
          .addKeyValue("file", name)
          .addKeyValue("cause", cause)
          .addKeyValue("inForceFor", Duration.between(held.since(), now))
          .log("a file cannot be used; what held before goes on");
    }
    failure =
        Optional.of(
            new Failure(cause, failure.map(Failure::since).orElse(now), logged.orElse(now)));
  }

  private void info(String what) {
    log.atInfo().addKeyValue("file", name).log(what);
  }

  private List<byte[]> read() throws IOException {
    var contents = new ArrayList<byte[]>();
    for (var file : files) {
      try (var in = Files.newInputStream(file)) {
        var content = in.readNBytes(MOST_BYTES + 1);
        if (content.length > MOST_BYTES) {
          throw new UnusableFileException("it is larger than " + MOST_BYTES + " bytes");
        }
        contents.add(content);
      }
    }
    return contents;
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }

  /** For an unexpected error only its class, because its message may repeat the file. */
  private static String cause(Throwable unusable) {
    return switch (unusable) {
      case UnusableFileException known -> String.valueOf(known.getMessage());
      case IOException unreadable -> "it cannot be read: " + unreadable;
      default -> "it cannot be used (" + unusable.getClass().getSimpleName() + ")";
    };
  }
}
