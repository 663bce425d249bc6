package dev.homeroom.cli.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.Refusals;
import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.client.ServerConnection;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.cli.console.Refusal;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunRecord;
import dev.homeroom.cli.home.Runs;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls a method of a running server and prints its answers as JSON. */
@Command(
    name = "call",
    description = "Calls a method of the running server, found by reflection, and prints JSON.",
    footer = {
      "",
      "  ./homeroom call list",
      "  ./homeroom call RosterService/ListDistricts",
      "  ./homeroom call RosterService/ListSections '{\"parent\": \"districts/…\", \"pageSize\": 3}'"
    })
public final class CallCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      paramLabel = "METHOD",
      description = "Service/Method, or list for all methods.")
  private String method = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The request; @FILE reads a file, - standard input. With list: part of a name.")
  private String body = "";

  @Option(names = "--no-token", description = "Call without a token.")
  private boolean noToken;

  @Option(names = "--token", paramLabel = "TOKEN", description = "Call with this token.")
  private @Nullable String token;

  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description = "Call as app, reviewer or operator; default: one that may call the method.")
  private @Nullable Caller as;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The server; default: that of the running ./homeroom up.")
  private @Nullable String server;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The running up to call; default: the newest.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait; default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds = 60;

  @Override
  public Integer call() throws IOException {
    var run = run();
    var address = server != null ? server : String.valueOf(run.orElseThrow().server());
    try (var connection = new ServerConnection(address)) {
      var methods = new Methods(new Reflection(connection.anonymous()));
      if (method.equals("list")) {
        methods.services(body).stream()
            .flatMap(name -> methods.describe(name).stream())
            .forEach(System.out::println);
      } else {
        var call = new DynamicCall(methods.find(method));
        var options = CallOptions.DEFAULT.withDeadlineAfter(timeoutSeconds, TimeUnit.SECONDS);
        call.run(
            channel(connection, call, run), options, call.request(json()), System.out::println);
      }
      return 0;
    } catch (StatusRuntimeException e) {
      Refusals.lines(e).forEach(System.err::println);
      return 1;
    }
  }

  private Optional<RunRecord> run() {
    if (server != null && (noToken || token != null)) {
      return Optional.empty();
    }
    var runs = new Runs(Cache.ofUser(System.getenv()));
    return Optional.of(runs.require(Optional.ofNullable(dataDirectory)));
  }

  private Channel channel(ServerConnection connection, DynamicCall call, Optional<RunRecord> run) {
    if (noToken) {
      return connection.anonymous();
    }
    var given = token;
    if (given != null) {
      return connection.as(() -> given);
    }
    var caller = as != null ? as : Methods.callerOf(call.method());
    var sandbox = new SandboxClient(String.valueOf(run.orElseThrow().sandbox()));
    return connection.as(() -> sandbox.token(caller));
  }

  private String json() throws IOException {
    if (body.equals("-")) {
      return new String(System.in.readAllBytes(), UTF_8);
    }
    if (body.startsWith("@")) {
      var file = Path.of(body.substring(1));
      if (!Files.isReadable(file)) {
        throw Refusal.usage("cannot read " + file);
      }
      return Files.readString(file);
    }
    return body;
  }
}
