package dev.homeroom.sandbox.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds a subcommand for each verb. It prints the control API's answer as JSON; verbs with long
 * answers print one screen instead, and JSON with {@code --json}.
 */
public final class ControlCommands {
  /** The environment variable with the URL of the control API, for use without an option. */
  public static final String VARIABLE = "HOMEROOM_SANDBOX_CONTROL";

  private static final String CONTROL = "--control";
  private static final String DATA_DIR = "--data-dir";
  private static final String JSON = "--json";

  private final String usual;

  /**
   * @param usual the default URL of the control API
   */
  public ControlCommands(String usual) {
    this.usual = usual;
  }

  /** Adds the subcommands to a command line. */
  public void addTo(CommandLine commandLine) {
    CommandCatalog.all().forEach(verb -> commandLine.addSubcommand(verb.name(), command(verb)));
  }

  private CommandSpec command(ControlCommand verb) {
    var run = new Run(verb);
    var spec = CommandSpec.wrapWithoutInspection(run);
    spec.usageMessage().description(verb.does());
    spec.usageMessage().sortOptions(false);
    var index = 0;
    for (var parameter : verb.parameters()) {
      var argument = argument(parameter, index);
      spec.add(argument);
      run.arguments.put(parameter.label(), argument);
      index += parameter.isPositional() ? 1 : 0;
    }
    if (verb.hasScreen()) {
      spec.addOption(
          OptionSpec.builder(JSON)
              .type(boolean.class)
              .description("The whole answer as JSON, with ids.")
              .build());
    }
    spec.addOption(
        OptionSpec.builder(DATA_DIR)
            .paramLabel("DIR")
            .type(Path.class)
            .description(
                "The running up with this data directory; default: the one of this checkout.")
            .build());
    spec.addOption(
        OptionSpec.builder(CONTROL)
            .paramLabel("URL")
            .type(String.class)
            .description(
                "The control API of another sandbox; default: $%s, else that of the running up, else %s."
                    .formatted(VARIABLE, usual))
            .build());
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this and end.")
            .build());
    run.spec = spec;
    return spec;
  }

  private static ArgSpec argument(Parameter parameter, int index) {
    var at = String.valueOf(index);
    return switch (parameter.form()) {
      case ONE -> positional(parameter, at, "1");
      case MAYBE -> positional(parameter, at, "0..1");
      case REST -> positional(parameter, at + "..*", "0..*");
      case OPTION ->
          OptionSpec.builder(parameter.label())
              .paramLabel("VALUE")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .description(parameter.means())
              .build();
      case FLAG ->
          OptionSpec.builder(parameter.label())
              .type(boolean.class)
              .description(parameter.means())
              .build();
    };
  }

  private static ArgSpec positional(Parameter parameter, String index, String arity) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity(arity)
        .paramLabel(parameter.label())
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(parameter.means())
        .build();
  }

  /** Runs one verb from the command line. */
  private final class Run implements Callable<Integer> {
    private final ControlCommand verb;
    private final Map<String, ArgSpec> arguments = new LinkedHashMap<>();
    private CommandSpec spec = CommandSpec.create();

    Run(ControlCommand verb) {
      this.verb = verb;
    }

    @Override
    public Integer call() throws InterruptedException {
      var body = verb.body().apply(given());
      var answer = new ControlClient(control()).send(verb.method(), verb.path(), body);
      var terminal = spec.commandLine().getOut();
      if (verb.hasScreen() && !Boolean.TRUE.equals(spec.findOption(JSON).getValue())) {
        ChangeScreen.of(answer).forEach(terminal::println);
      } else {
        terminal.println(
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      }
      return 0;
    }

    private String control() {
      String named = spec.findOption(CONTROL).getValue();
      if (named != null) {
        return named;
      }
      Path directory = spec.findOption(DATA_DIR).getValue();
      return directory != null
          ? controlOf(directory)
          : System.getenv().getOrDefault(VARIABLE, usual);
    }

    /** Reads the control API's URL from the ready file of a running {@code up}. */
    private static String controlOf(Path directory) {
      try {
        var ready = Files.readString(directory.resolve("sandbox.ready.json"));
        return JsonMapper.shared().readTree(ready).path("control").asString();
      } catch (IOException | JacksonException e) {
        throw new Failure(Failure.UNANSWERED, "no ./homeroom up runs on " + directory);
      }
    }

    private Arguments given() {
      Map<String, List<String>> values = new LinkedHashMap<>();
      arguments.forEach((label, argument) -> {
        Object value = argument.getValue();
        if (value instanceof List<?> several) {
          values.put(label, several.stream().map(String::valueOf).toList());
        } else if (value instanceof Boolean flag && flag) {
          values.put(label, List.of("true"));
        }
      });
      return new Arguments(values);
    }
  }
}
