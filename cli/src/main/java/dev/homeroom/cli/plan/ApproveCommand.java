package dev.homeroom.cli.plan;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.HelpOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Approves a plan. */
@Command(
    name = "approve",
    description =
        "Approves a plan: a full sync then removes the records that Clever still does not share.",
    footer = {"", "  ./homeroom approve PLAN DIGEST"})
public final class ApproveCommand implements Callable<Integer> {
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
        (_, channel) -> new PlanActions(channel, server.console(false)).approve(plan, digest));
  }
}
