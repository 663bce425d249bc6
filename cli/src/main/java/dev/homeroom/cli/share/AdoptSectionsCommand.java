package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds sections to the confirmed share. */
@Command(
    name = "adopt-sections",
    description =
        "Adds sections to those that are pinned since the confirmation, where the sharing is of"
            + " type Sections and names none.",
    footer = {
      "",
      "  ./homeroom adopt-sections DISTRICT --all-left-out --reason 'the classes of spring'"
    })
public final class AdoptSectionsCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SECTION",
      description = "Clever's id of a section that is left out.")
  private List<String> sections = List.of();

  @Option(names = "--all-left-out", description = "All sections that are left out.")
  private boolean all;

  @Mixin private Reason reason = new Reason();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    if (all != sections.isEmpty()) {
      throw CommandFailure.usage("name sections, or say --all-left-out; one of the two");
    }
    var typed = sections.stream().map(AdoptSectionsCommand::section).toList();
    var why = reason.text();
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          var decisions = new SharingDecisions(channel, server.console(false), name);
          decisions.adopt(all ? decisions.sectionsLeftOut() : typed, why);
          return 0;
        });
  }

  private static String section(String typed) {
    return Names.id("sections", typed)
        .orElseThrow(() ->
            CommandFailure.usage(
                "a section is Clever's id of 24 hexadecimal digits; `./homeroom share DISTRICT"
                    + " --left-out section` shows them"));
  }
}
