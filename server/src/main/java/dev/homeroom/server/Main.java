package dev.homeroom.server;

import dev.homeroom.server.access.AccessConfigException;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.credential.KeysetException;
import dev.homeroom.server.db.failure.NewerSchemaException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The server's process. Without arguments it serves, configured by its environment, until SIGTERM;
 * {@code keyset} prints a new keyset. Exit code 2: invalid arguments or configuration, or a
 * database of a newer release; 3: out of memory.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int WRONGLY_ASKED = 2;
  private static final int FAILED = 1;

  private Main() {}

  /** Runs until the process is asked to stop. */
  public static void main(String[] args) throws InterruptedException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(List.of(args), System.getenv()));
  }

  private static int run(List<String> args, Map<String, String> environment)
      throws InterruptedException {
    if (args.equals(List.of("keyset"))) {
      System.out.println(Keyset.generate());
      return 0;
    }
    if (!args.isEmpty()) {
      return failed(
          "unknown argument " + args.getFirst() + "; the only one is `keyset`", WRONGLY_ASKED);
    }
    var stop = new CompletableFuture<Void>();
    var stopped = new CountDownLatch(1);
    try {
      var config = ServerConfig.from(environment);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped), "stop"));
      try (var _ = DirectMemoryWatch.start();
          var server = HomeroomServer.start(config, Clock.systemUTC())) {
        CompletableFuture.anyOf(server.ready(), stop).get();
        if (!stop.isDone()) {
          log.atInfo().addKeyValue("address", server.address()).log("the server is ready");
          if (config.readyFile().isPresent()) {
            ReadyFile.write(config.readyFile().get(), server.address());
          }
        }
        stop.get();
      }
      return 0;
    } catch (ConfigException wrong) {
      return failed(String.valueOf(wrong.getMessage()), WRONGLY_ASKED);
    } catch (AccessConfigException wrong) {
      return failed(ConfigKey.HOMEROOM_ACCESS_FILE + ": " + wrong.sentence(), WRONGLY_ASKED);
    } catch (KeysetException wrong) {
      return failed(ConfigKey.HOMEROOM_KEYSET_FILE + ": " + wrong.getMessage(), WRONGLY_ASKED);
    } catch (ExecutionException | IOException failure) {
      if (failure.getCause() instanceof NewerSchemaException newer) {
        return failed(String.valueOf(newer.getMessage()), WRONGLY_ASKED);
      }
      log.atError().setCause(failure).log("the server cannot serve");
      return FAILED;
    } finally {
      stopped.countDown();
    }
  }

  /** Keeps the JVM alive in this hook until the main thread has closed everything. */
  private static void await(CompletableFuture<Void> stop, CountDownLatch stopped) {
    stop.complete(null);
    try {
      stopped.await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static int failed(String line, int code) {
    System.err.println(line);
    return code;
  }
}
