package dev.homeroom.cli.client;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.ShellWord;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunChoice;
import dev.homeroom.cli.home.RunRecord;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Installation;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that choose a command's server and its token. Without them it is the server of the
 * running {@code up}.
 */
public final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The server; default: that of the running up.")
  private @Nullable String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Call with this token; default: a token of the running up's test issuer.")
  private @Nullable String token;

  @Option(names = "--no-token", description = "Call without a token.")
  private boolean noToken;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Use the running up with this data directory; default: the one of this checkout.")
  private @Nullable Path dataDirectory;

  /** The work of a command over a connection. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does the work.
     *
     * @param channel carries the token
     * @return the exit code
     */
    int on(ServerConnection connection, Channel channel) throws IOException, InterruptedException;
  }

  /**
   * Connects, does the work as this caller and returns its exit code.
   *
   * @throws CommandFailure when there is no server, it does not answer, or it refuses
   */
  public int call(Caller caller, Work work) throws IOException, InterruptedException {
    try (var session = open()) {
      return work.on(session.connection(), session.as(caller));
    } catch (StatusRuntimeException refusal) {
      var words = Refusals.words(refusal);
      throw refusal.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
          ? CommandFailure.usage(words)
          : CommandFailure.failed(words);
    }
  }

  /**
   * Connects, for calls as several callers.
   *
   * @throws CommandFailure when no server is named and none runs
   */
  public Session open() {
    var run = run();
    var address = server != null ? server : String.valueOf(run.orElseThrow().server());
    return new Session(new ServerConnection(address), caller -> token(caller, run));
  }

  /**
   * Returns this process's console; the commands that it prints reach the same server.
   *
   * @param quietOut true if standard output holds nothing but the result
   */
  public Console console(boolean quietOut) {
    return Console.ofProcess(quietOut).withFlags(flags());
  }

  /** Returns the flags with which another command reaches the same server, each after a blank. */
  public String flags() {
    var flags = new StringBuilder();
    if (dataDirectory != null) {
      flags.append(" --data-dir ").append(ShellWord.of(absolute(dataDirectory)));
    }
    if (server != null) {
      flags.append(" --server ").append(ShellWord.of(server));
    }
    if (token != null) {
      flags.append(" --token TOKEN");
    }
    if (noToken) {
      flags.append(" --no-token");
    }
    return flags.toString();
  }

  private static String absolute(Path directory) {
    return directory.toAbsolutePath().normalize().toString();
  }

  private Optional<RunRecord> run() {
    if (server != null && (noToken || token != null)) {
      return Optional.empty();
    }
    var choice =
        new RunChoice(new Runs(Cache.ofUser(System.getenv())), Installation.find().checkout());
    if (server == null || dataDirectory != null) {
      return Optional.of(choice.require(Optional.ofNullable(dataDirectory)));
    }
    var address = server;
    return Optional.of(
        choice
            .serving(address)
            .orElseThrow(() ->
                CommandFailure.usage(
                    "no ./homeroom up serves at %s, so there is no test issuer for it: add --token TOKEN or --no-token"
                        .formatted(address))));
  }

  private Optional<Supplier<String>> token(Caller caller, Optional<RunRecord> run) {
    if (noToken) {
      return Optional.empty();
    }
    var given = token;
    if (given != null) {
      return Optional.of(() -> given);
    }
    var sandbox = new SandboxClient(String.valueOf(run.orElseThrow().sandbox()));
    return Optional.of(() -> sandbox.token(caller));
  }

  /**
   * A connection and the tokens for it.
   *
   * @param tokens finds the source of a caller's tokens; empty: call without a token
   */
  public record Session(
      ServerConnection connection, Function<Caller, Optional<Supplier<String>>> tokens)
      implements AutoCloseable {
    /** Returns a channel that calls as this caller, or with the token that was typed. */
    public Channel as(Caller caller) {
      return tokens.apply(caller).map(connection::as).orElseGet(connection::anonymous);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
