package dev.homeroom.cli.plan;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rejects a plan. */
@Command(
    name = "reject",
    description = "Rejects a plan: its records stay in the roster until Clever shares them again.",
    footer = {"", "  ./homeroom reject PLAN DIGEST"})
public final class RejectCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private Decision decision = new Decision();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var plan = decision.plan();
    var digest = decision.digest();
    return server.call(
        Caller.REVIEWER,
        (_, channel) -> new PlanActions(channel, server.console(false)).reject(plan, digest));
  }
}
