package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.FaultKinds;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One command of the control API: method, path and the order that its body makes.
 *
 * @param keys the body's keys, for people
 */
public record Command(String method, String path, String keys, Class<? extends Order> kind) {
  /** All commands, in the order in which a person would look for them. */
  public static final List<Command> ALL =
      KindNames.kinds(Order.class).values().stream().map(Command::of).toList();

  private static Command of(Class<? extends Order> kind) {
    return switch (kind.getSimpleName()) {
      case "State" -> new Command("GET", "state", "", kind);
      case "Faults" -> new Command("GET", "faults", "", kind);
      case "AddFault" ->
          new Command("POST", "faults", "kind, what belongs to it, path, type, after, times", kind);
      case "ClearFaults" -> new Command("DELETE", "faults", RecordJson.shape(kind), kind);
      case "Sharing" -> new Command("POST", "share", "kind and what belongs to it", kind);
      case "Access" -> new Command("POST", "data-access", RecordJson.shape(DataAccess.class), kind);
      default -> new Command("POST", KindNames.ofKind(kind), RecordJson.shape(kind), kind);
    };
  }

  /** The effect of the command, for people. */
  public String does() {
    return Objects.requireNonNull(kind.getAnnotation(Order.Does.class)).value();
  }

  /** Returns whether the journal keeps the command, so that a restart repeats it. */
  boolean isKept() {
    return method.equals("POST") && !path.equals("faults");
  }

  /**
   * Reads the order that a body makes.
   *
   * @throws IllegalArgumentException when the body has another shape; the message names the right
   *     one
   */
  Order read(JsonNode body) {
    if (kind == Order.Sharing.class) {
      return new Order.Sharing(RecordJson.read(Share.class, path, body));
    } else if (kind == Order.Access.class) {
      return new Order.Access(RecordJson.read(DataAccess.class, path, body));
    } else if (kind == Order.AddFault.class) {
      return new Order.AddFault(body);
    }
    return method.equals("GET")
        ? RecordJson.read(kind, path, JsonNodeFactory.instance.objectNode())
        : RecordJson.read(kind, path, body);
  }

  /**
   * Returns the command with this path that a restart repeats.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Command kept(String path) {
    return ALL.stream()
        .filter(command -> command.isKept() && command.path.equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no command " + path));
  }

  /**
   * Describes all commands and all kinds of changes, shares and faults, for people who send {@code
   * GET /}.
   */
  static Map<String, ?> help() {
    Map<String, Object> commands = new LinkedHashMap<>();
    for (var command : ALL) {
      commands.put(
          command.method + " /" + command.path,
          command.does() + (command.keys.isEmpty() ? "" : "; body: " + command.keys));
    }
    return Map.of(
        "commands", commands,
        "changes", shapes(RosterChange.class),
        "shares", shapes(Share.class),
        "faults", FaultKinds.words());
  }

  private static <T> Map<String, String> shapes(Class<T> sealed) {
    Map<String, String> shapes = new TreeMap<>();
    KindNames.kinds(sealed).forEach((word, kind) -> shapes.put(word, RecordJson.shape(kind)));
    return shapes;
  }
}
