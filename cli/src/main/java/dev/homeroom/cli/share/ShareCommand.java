package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.RecordTypes;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.RecordType;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a district's share. */
@Command(
    name = "share",
    description =
        "Shows what a district shares: declared, computed, left out, confirmed, changed; and the"
            + " commands that come next.",
    footer = {
      "",
      "  ./homeroom share DISTRICT",
      "  ./homeroom share DISTRICT --left-out section",
      "  ./homeroom share DISTRICT --changes 1"
    })
public final class ShareCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @ArgGroup private @Nullable Listed listed;

  @Option(names = "--json", description = "Print the server's messages as JSON, one per line.")
  private boolean json;

  /** The lists that can be shown instead of the screen. */
  static final class Listed {
    @Option(
        names = "--left-out",
        arity = "0..1",
        fallbackValue = ALL,
        paramLabel = "TYPE",
        description =
            "List the records that are left out; of one type: school, term, course, section or"
                + " user.")
    private @Nullable String leftOut;

    @Option(
        names = "--changes",
        arity = "0..1",
        fallbackValue = ALL,
        paramLabel = "REVISION",
        description = "List what each revision added and removed; of one revision: which records.")
    private @Nullable String changes;

    @Option(names = "--decisions", description = "List who decided what, when and why.")
    private boolean decisions;

    private Consumer<ShareLists> work() {
      if (leftOut != null) {
        var type =
            leftOut.equals(ALL)
                ? RecordType.RECORD_TYPE_UNSPECIFIED
                : RecordTypes.read("--left-out", leftOut);
        return shares -> shares.leftOut(type);
      }
      if (changes != null && !changes.equals(ALL)) {
        var revision = revision(changes);
        return shares -> shares.change(revision);
      }
      return decisions ? ShareLists::decisions : ShareLists::changes;
    }

    private static long revision(String typed) {
      try {
        return Long.parseUnsignedLong(typed);
      } catch (NumberFormatException e) {
        throw CommandFailure.usage(
            "--changes takes a revision, as `./homeroom share DISTRICT` shows them");
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var name = district.name();
    var work = listed == null ? (Consumer<ShareLists>) ShareLists::show : listed.work();
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> {
          work.accept(new ShareLists(channel, server.console(false), name, json));
          return 0;
        });
  }
}
