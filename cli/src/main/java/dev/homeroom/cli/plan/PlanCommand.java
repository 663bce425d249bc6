package dev.homeroom.cli.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the pending plan of a district. */
@Command(
    name = "plan",
    description = "Shows the removals of a district that the guard holds until a person decides.",
    footer = {"", "  ./homeroom plan DISTRICT --all", "  ./homeroom plan DISTRICT --csv FILE"})
public final class PlanCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Option(names = "--all", description = "Show each change, on a line of its own.")
  private boolean changes;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write all changes to a CSV file.")
  private @Nullable Path csv;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    var file = csv;
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          var console = server.console(changes);
          var plans = new PlanActions(channel, console);
          var pending = plans.pending(name);
          if (pending.isEmpty()) {
            console.say("nothing waits: " + name + " has no pending plan");
            return 0;
          }
          plans.show(pending.get());
          if (changes) {
            plans.changes(pending.get());
          }
          if (file != null) {
            try (var writer = Files.newBufferedWriter(file, UTF_8)) {
              plans.csv(pending.get(), writer);
            }
          }
          return 0;
        });
  }
}
