package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.Digest;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confirms a share. */
@Command(
    name = "confirm",
    description =
        "Confirms what a district shares, as ./homeroom share shows it. From then on it is frozen.",
    footer = {"", "  ./homeroom confirm DISTRICT REVISION DIGEST --reason 'looked at together'"})
public final class ConfirmCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Parameters(
      index = "1",
      paramLabel = "REVISION",
      description = "The revision that you have looked at.")
  private long revision;

  @Parameters(
      index = "2",
      paramLabel = "DIGEST",
      description = "The digest of the share that you have seen, 64 hexadecimal digits.")
  private String digest = "";

  @Option(
      names = "--reason",
      paramLabel = "WHY",
      description = "The reason for the audit trail, at most 1000 characters.")
  private String reason = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    var seen = Digest.read(digest, "`./homeroom share DISTRICT`");
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          new SharingDecisions(channel, server.console(false), name)
              .confirm(revision, seen, reason);
          return 0;
        });
  }
}
