package dev.homeroom.cli.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.Refusals;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls a method of a running server and prints its responses as JSON. */
@Command(
    name = "call",
    description = "Calls a method of the running server, found by reflection, and prints JSON.",
    footer = {
      "",
      "  ./homeroom call list",
      "  ./homeroom call RosterService/ListDistricts",
      "  ./homeroom call RosterService/ListSections '{\"parent\": \"districts/…\", \"pageSize\": 3}'",
      "  ./homeroom call RosterService/ListSections @FILE"
    })
public final class CallCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

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

  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description = "Call as app, reviewer or operator; default: one that may call the method.")
  private @Nullable Caller as;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait; default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds = 60;

  @Override
  public Integer call() throws IOException {
    try (var session = server.open()) {
      var methods = new Methods(new Reflection(session.connection().anonymous()));
      if (method.equals("list")) {
        methods.services(body).stream()
            .flatMap(name -> methods.describe(name).stream())
            .forEach(System.out::println);
      } else {
        var call = new DynamicCall(methods.find(method));
        var options = CallOptions.DEFAULT.withDeadlineAfter(timeoutSeconds, TimeUnit.SECONDS);
        var caller = as != null ? as : Methods.callerOf(call.method());
        call.run(session.as(caller), options, call.request(json()), System.out::println);
      }
      return 0;
    } catch (StatusRuntimeException e) {
      Refusals.lines(e).forEach(System.err::println);
      return 1;
    }
  }

  private String json() throws IOException {
    if (body.equals("-")) {
      return new String(System.in.readAllBytes(), UTF_8);
    }
    if (body.startsWith("@")) {
      var file = Path.of(body.substring(1));
      if (!Files.isReadable(file)) {
        throw CommandFailure.usage("cannot read " + file);
      }
      return Files.readString(file);
    }
    return body;
  }
}
