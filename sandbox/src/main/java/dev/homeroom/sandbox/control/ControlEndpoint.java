package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.http.Request;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The control API over HTTP. It accepts JSON from programs of this machine. It refuses web pages,
 * because a browser would let them send requests here, and clients of Clever that send their token
 * to the wrong port.
 */
final class ControlEndpoint implements Endpoint {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final CommandExecutor executor;
  private final String host;
  private final boolean forOthers;

  /**
   * @param host the address on which the server listens
   * @param forOthers true if the address is not a loopback address
   */
  ControlEndpoint(CommandExecutor executor, String host, boolean forOthers) {
    this.executor = executor;
    this.host = host;
    this.forOthers = forOthers;
  }

  @Override
  public Answer answer(Request request) {
    checkSender(request);
    var path = request.path().substring(1);
    if (path.isEmpty() && request.isGet()) {
      return Answer.json(200, Command.help());
    }
    var command =
        Command.ALL.stream()
            .filter(known -> known.path().equals(path) && known.method().equals(request.method()))
            .findFirst()
            .orElseThrow(() -> unknown(request.method(), path));
    try {
      return Answer.json(200, executor.execute(command, body(request)));
    } catch (IllegalArgumentException cannotBe) {
      throw new Refusal(400, String.valueOf(cannotBe.getMessage()));
    } catch (IllegalStateException notNow) {
      throw new Refusal(409, String.valueOf(notNow.getMessage()));
    }
  }

  private void checkSender(Request request) {
    if (request.headers().first("Authorization").isPresent()) {
      throw new Refusal(
          403, "the control API takes no tokens; Clever's paths are at the sandbox's other port");
    }
    if (request.headers().first("Origin").isPresent()) {
      throw new Refusal(403, "web pages may not control the sandbox");
    }
    if (!forOthers && !(request.fromThisMachine() && namesThisMachine(request))) {
      throw new Refusal(
          403,
          "the control API is for this machine alone, under localhost or 127.0.0.1; --control-host opens it to others");
    }
  }

  /**
   * Returns whether the request names this machine as its host. After DNS rebinding, a web page
   * names another host.
   */
  private boolean namesThisMachine(Request request) {
    var named = request.headers().first("Host").orElse("").replaceFirst(":[0-9]+$", "");
    return THIS_MACHINE.contains(named) || named.equals(host);
  }

  private static Refusal unknown(String method, String path) {
    var methods =
        Command.ALL.stream()
            .filter(known -> known.path().equals(path))
            .map(Command::method)
            .collect(Collectors.joining(" or "));
    return methods.isEmpty()
        ? new Refusal(
            404,
            "there is no command %s; there are %s, and GET / lists what each takes"
                .formatted(
                    path,
                    String.join(
                        ", ", new TreeSet<>(Command.ALL.stream().map(Command::path).toList()))))
        : new Refusal(405, "%s is for %s, not %s".formatted(path, methods, method));
  }

  private static JsonNode body(Request request) {
    if (request.method().equals("POST")
        && !request
            .headers()
            .first("Content-Type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent()) {
      throw new Refusal(415, "a body is JSON; say so by Content-Type: application/json");
    }
    try {
      return JSON.readTree(request.body().isBlank() ? "{}" : request.body());
    } catch (JacksonException e) {
      throw new Refusal(400, "the body is not readable as JSON");
    }
  }
}
