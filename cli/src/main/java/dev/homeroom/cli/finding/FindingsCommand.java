package dev.homeroom.cli.finding;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.FindingKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the findings of a district's data. */
@Command(
    name = "findings",
    description =
        "Shows the findings in a district's data: how many records each concerns, and what to do.",
    footer = {
      "",
      "  ./homeroom findings DISTRICT",
      "  ./homeroom findings DISTRICT --records value_dropped"
    })
public final class FindingsCommand implements Callable<Integer> {
  private static final List<FindingKind> NAMING =
      List.of(
          FindingKind.FINDING_KIND_NUL_DROPPED,
          FindingKind.FINDING_KIND_VALUE_DROPPED,
          FindingKind.FINDING_KIND_VALUE_OUT_OF_BOUNDS);

  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Option(
      names = "--records",
      paramLabel = "KIND",
      description =
          "List the records and fields instead: of nul_dropped, value_dropped or"
              + " value_out_of_bounds.")
  private @Nullable String records;

  @Option(names = "--json", description = "Print the server's messages as JSON, one per line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    var kind = records == null ? FindingKind.FINDING_KIND_UNSPECIFIED : kind(records);
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          var findings = new FindingScreen(channel, server.console(false), name, json);
          if (kind == FindingKind.FINDING_KIND_UNSPECIFIED) {
            findings.show();
          } else {
            findings.records(kind);
          }
          return 0;
        });
  }

  private static FindingKind kind(String typed) {
    var wanted = typed.strip().toLowerCase(Locale.ROOT);
    return NAMING.stream()
        .filter(kind -> WireWords.word(kind).equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            CommandFailure.usage(
                "--records is "
                    + NAMING.stream().map(WireWords::word).collect(Collectors.joining(" or "))
                    + "; the other findings name no records"));
  }
}
