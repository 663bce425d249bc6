package dev.homeroom.sandbox.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds a subcommand for each verb. It prints the control API's answer as JSON; verbs with long
 * answers print one screen instead, and JSON with {@code --json}.
 */
public final class ControlCommands {
  /** The environment variable with the URL of the control API, for use without an option. */
  public static final String VARIABLE = "HOMEROOM_SANDBOX_CONTROL";

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
    var run = new Run(verb, usual);
    var spec = CommandSpec.forAnnotatedObject(run);
    spec.usageMessage().description(verb.does());
    spec.usageMessage().sortOptions(false);
    var index = 0;
    for (var parameter : verb.parameters()) {
      var argument = argument(parameter, index);
      spec.add(argument);
      run.arguments.put(parameter.label(), argument);
      index += parameter.isPositional() ? 1 : 0;
    }
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
  @CommandLine.Command
  private static final class Run implements Callable<Integer> {
    private final ControlCommand verb;
    private final String usual;
    private final Map<String, ArgSpec> arguments = new LinkedHashMap<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--json",
        description = "The whole answer as JSON, with ids, where a screen would be printed.")
    private boolean json;

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description = "The running up with this data directory; default: the one of this checkout.")
    private @Nullable Path directory;

    @Option(
        names = "--control",
        paramLabel = "URL",
        description =
            "The control API of another sandbox; default: $"
                + VARIABLE
                + ", else that of the running up.")
    private @Nullable String control;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // picocli needs this field and reads it itself
    private boolean help;

    Run(ControlCommand verb, String usual) {
      this.verb = verb;
      this.usual = usual;
    }

    @Override
    public Integer call() throws InterruptedException {
      var body = verb.body().apply(given());
      var request = verb.request();
      var answer = new ControlClient(control()).send(request.method(), request.path(), body);
      var terminal = spec.commandLine().getOut();
      if (verb.hasScreen() && !json) {
        ChangeScreen.of(answer).forEach(terminal::println);
      } else {
        terminal.println(
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      }
      return 0;
    }

    /** Returns the control API's URL, which may be in the ready file of a running {@code up}. */
    private String control() {
      if (control != null) {
        return control;
      }
      if (directory == null) {
        return System.getenv().getOrDefault(VARIABLE, usual);
      }
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
