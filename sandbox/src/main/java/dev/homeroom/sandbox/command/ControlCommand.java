package dev.homeroom.sandbox.command;

import dev.homeroom.sandbox.control.Command;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A command that changes or describes a running sandbox.
 *
 * @param name the name of the command
 * @param does a sentence for people
 * @param request the request to the control API
 * @param body makes the body of the request from the arguments
 */
record ControlCommand(
    String name,
    String does,
    List<Parameter> parameters,
    Command request,
    Function<Arguments, Map<String, ?>> body) {

  /** Returns a command that does what its request does. */
  static ControlCommand of(
      String name,
      Command request,
      Function<Arguments, Map<String, ?>> body,
      Parameter... parameters) {
    var does = request.does();
    var sentence = does.substring(0, 1).toUpperCase(Locale.ROOT) + does.substring(1) + ".";
    return new ControlCommand(name, sentence, List.of(parameters), request, body);
  }

  /** Returns a command whose parameters are the components of a record. */
  static ControlCommand of(String name, Command request, RecordWords words) {
    return of(name, request, words::body, words.parameters().toArray(Parameter[]::new));
  }

  /** Returns the same command with another sentence for people. */
  ControlCommand saying(String sentence) {
    return new ControlCommand(name, sentence, parameters, request, body);
  }

  /** Returns the same command with another body. */
  ControlCommand sending(Function<Arguments, Map<String, ?>> other) {
    return new ControlCommand(name, does, parameters, request, other);
  }

  /** Returns whether the answer is printed on one screen because its JSON would be long. */
  boolean hasScreen() {
    return request.path().equals("random") || request.path().equals("drift");
  }
}
