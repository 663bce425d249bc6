package dev.homeroom.cli;

import dev.homeroom.cli.call.CallCommand;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.CommandHints;
import dev.homeroom.cli.console.Secrets;
import dev.homeroom.cli.explain.ExplainCommand;
import dev.homeroom.cli.finding.FindingsCommand;
import dev.homeroom.cli.kube.KubectlCommand;
import dev.homeroom.cli.plan.ApproveCommand;
import dev.homeroom.cli.plan.PlanCommand;
import dev.homeroom.cli.plan.RejectCommand;
import dev.homeroom.cli.roster.DiffCommand;
import dev.homeroom.cli.roster.WatchCommand;
import dev.homeroom.cli.runtime.Build;
import dev.homeroom.cli.share.AdoptSectionsCommand;
import dev.homeroom.cli.share.ApproveSharingChangeCommand;
import dev.homeroom.cli.share.ConfirmCommand;
import dev.homeroom.cli.share.ShareCommand;
import dev.homeroom.cli.sync.CancelCommand;
import dev.homeroom.cli.sync.RunsCommand;
import dev.homeroom.cli.sync.SyncCommand;
import dev.homeroom.cli.up.UpCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * The {@code homeroom} command. Exit codes: 0 done, 1 tried and failed, 2 invalid request; with 1
 * and 2 comes a clear line on standard error.
 */
@Command(
    name = "homeroom",
    mixinStandardHelpOptions = true,
    versionProvider = HomeroomCli.ItsVersion.class,
    subcommands = {
      UpCommand.class,
      SyncCommand.class,
      RunsCommand.class,
      CancelCommand.class,
      FindingsCommand.class,
      PlanCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      ShareCommand.class,
      ConfirmCommand.class,
      AdoptSectionsCommand.class,
      ApproveSharingChangeCommand.class,
      WatchCommand.class,
      DiffCommand.class,
      ExplainCommand.class,
      CallCommand.class,
      TokenCommand.class,
      SandboxCommand.class,
      KubectlCommand.class
    })
public final class HomeroomCli {
  /** Created by {@link #commandLine}. */
  HomeroomCli() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, which tests run in their own process. */
  static CommandLine commandLine() {
    return new CommandLine(new HomeroomCli())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // @FILE is a request; its contents are not arguments
        .setParameterExceptionHandler(HomeroomCli::explain)
        .setExecutionExceptionHandler(HomeroomCli::explain);
  }

  private static int explain(ParameterException failure, String[] args) {
    var command = failure.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    var hint = command.getParent() == null ? "./homeroom help" : "./" + name + " --help";
    command
        .getErr()
        .println(
            "homeroom: "
                + Secrets.masked(
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse(""))
                + "; see "
                + hint);
    return 2;
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult result)
      throws Exception {
    if (failure instanceof CommandFailure refusal) {
      var line = CommandHints.withFlags(refusal.line(), flags(command));
      command.getErr().println("homeroom: " + line);
      return refusal.exitCode();
    }
    if (failure instanceof IOException) {
      var kind = failure.getClass().getSimpleName();
      command.getErr().println("homeroom: " + kind + ": " + failure.getMessage());
      return 1;
    }
    throw failure;
  }

  /** Returns the flags with which another command reaches the server of this one. */
  private static String flags(CommandLine command) {
    return command.getMixins().values().stream()
        .filter(ServerOptions.class::isInstance)
        .map(ServerOptions.class::cast)
        .map(ServerOptions::flags)
        .findFirst()
        .orElse("");
  }

  /** Provides the version of this build. */
  static final class ItsVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"homeroom " + Build.ofThis().version()};
    }
  }
}
