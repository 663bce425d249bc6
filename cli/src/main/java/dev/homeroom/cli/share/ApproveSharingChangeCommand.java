package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.Sharing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Approves a change of the confirmed sharing. */
@Command(
    name = "approve-sharing-change",
    description = "Approves a change of the confirmed sharing. Shows the change and asks first.",
    footer = {
      "",
      "  ./homeroom approve-sharing-change DISTRICT --to FILE --reason 'asked for by the district' --yes"
    })
public final class ApproveSharingChangeCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Mixin private Reason reason = new Reason();

  @Option(names = "--yes", description = "Approve without asking.")
  private boolean yes;

  /** The sharing that will be allowed. */
  static final class Target {
    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "The new sharing: a DistrictSync, or its sharing alone, as YAML or JSON.")
    private @Nullable Path file;

    @Option(
        names = "--to-declared",
        description = "Approve the declared sharing that conflicts with the confirmed one.")
    @SuppressWarnings("UnusedVariable") // the group has it or --to
    private boolean declared;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    var why = reason.text();
    var to = Optional.ofNullable(target.file).map(file -> SharingFile.read(file, district.id()));
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          var console = server.console(false);
          var state = new ShareLists(channel, console, name, false).state();
          Sharing declared = state.getSpec().getSharing();
          new ChangeApproval(channel, console, state, System.in)
              .approve(to.orElse(declared), why, !yes);
          return 0;
        });
  }
}
