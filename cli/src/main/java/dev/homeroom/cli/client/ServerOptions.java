package dev.homeroom.cli.client;

import dev.homeroom.cli.console.Refusal;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunRecord;
import dev.homeroom.cli.home.Runs;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, and as whom: that of the running {@code up} as a rule. */
public final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The server; default: that of the running ./homeroom up.")
  private @Nullable String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Call with this token; default: one of the running up's test issuer.")
  private @Nullable String token;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The running up; default: the newest.")
  private @Nullable Path dataDirectory;

  /** What is done with a connection; returns the exit code. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @param channel carries the token
     */
    int on(ServerConnection connection, Channel channel) throws IOException, InterruptedException;
  }

  /**
   * Does the work as this caller.
   *
   * @throws Refusal in one line, where there is no server, it does not answer, or it refuses
   */
  public int call(Caller caller, Work work) throws IOException, InterruptedException {
    var run = run();
    var address = server != null ? server : String.valueOf(run.orElseThrow().server());
    try (var connection = new ServerConnection(address)) {
      return work.on(connection, connection.as(token(caller, run)));
    } catch (StatusRuntimeException refusal) {
      var line = Refusals.line(refusal);
      throw refusal.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
          ? Refusal.usage(line)
          : Refusal.failed(line);
    }
  }

  private Optional<RunRecord> run() {
    if (server != null && token != null) {
      return Optional.empty();
    }
    return Optional.of(
        new Runs(Cache.ofUser(System.getenv())).require(Optional.ofNullable(dataDirectory)));
  }

  private Supplier<String> token(Caller caller, Optional<RunRecord> run) {
    var given = token;
    if (given != null) {
      return () -> given;
    }
    var sandbox = new SandboxClient(String.valueOf(run.orElseThrow().sandbox()));
    return () -> sandbox.token(caller);
  }
}
