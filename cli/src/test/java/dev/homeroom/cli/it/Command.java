package dev.homeroom.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The homeroom command as a process of its own, with a cache of its own. */
public final class Command implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Shared by all tests, so that Postgres is unpacked once. */
  static final Path CACHES = Path.of("target", "it-cache").toAbsolutePath();

  private final Process process;
  private final Lines out;
  private final Lines err;

  private Command(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream());
    this.err = new Lines(process.getErrorStream());
  }

  static Command start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  static Command start(Map<String, String> environment, String... arguments) throws IOException {
    var all = new HashMap<>(environment);
    all.put("XDG_CACHE_HOME", CACHES.toString());
    return launch(all, arguments);
  }

  /** With a cache in another folder, so that commands of other tests do not find its runs. */
  public static Command startWithCache(Path cache, String... arguments) throws IOException {
    return launch(Map.of("XDG_CACHE_HOME", cache.toString()), arguments);
  }

  /** With the cache of the user, which may hold a Kubernetes control plane. */
  static Command startWithSharedCache(String... arguments) throws IOException {
    return launch(Map.of(), arguments);
  }

  private static Command launch(Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(ROOT.resolve("homeroom").toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("HOMEROOM_IN_BUILD", "1");
    builder.environment().put("HOMEROOM_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return new Command(builder.start());
  }

  /** Command lines of the processes that were started with something in a folder. */
  static List<String> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  /** Waits for the end. */
  Ended end() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs after " + PATIENCE + ":\n" + err.all());
    }
    return new Ended(process.exitValue(), out.toTheEnd(), err.toTheEnd());
  }

  /** Waits for a line on standard output. */
  String awaitOut(Predicate<String> wanted) throws InterruptedException {
    return out.await(wanted, process);
  }

  /** Waits for a line on standard error. */
  String awaitErr(Predicate<String> wanted) throws InterruptedException {
    return err.await(wanted, process);
  }

  /** What standard output has said so far. */
  List<String> outSoFar() {
    return out.all();
  }

  /** What standard error has said so far. */
  List<String> errSoFar() {
    return err.all();
  }

  /** Waits for a file that the command writes. */
  public void awaitFile(Path file) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError(file + " was not written: " + err.all());
      }
      process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join();
    }
  }

  long pid() {
    return process.pid();
  }

  /** What Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** How a command ended. */
  record Ended(int exitCode, List<String> out, List<String> err) {
    String lastOut() {
      return out.isEmpty() ? "" : out.getLast();
    }
  }

  /** Lines of a stream as they come. */
  private static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    Lines(InputStream stream) {
      reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (var text = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
        for (var line = text.readLine(); line != null; line = text.readLine()) {
          synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> all() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }

    List<String> toTheEnd() throws InterruptedException {
      reader.join();
      return all();
    }

    String await(Predicate<String> wanted, Process process) throws InterruptedException {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      synchronized (lines) {
        while (true) {
          var found = lines.stream().filter(wanted).findFirst();
          if (found.isPresent()) {
            return found.get();
          }
          if (System.nanoTime() > deadline || (!process.isAlive() && !reader.isAlive())) {
            throw new AssertionError("the line did not come; these did: " + lines);
          }
          lines.wait(200);
        }
      }
    }
  }
}
