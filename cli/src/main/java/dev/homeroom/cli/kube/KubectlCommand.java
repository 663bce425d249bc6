package dev.homeroom.cli.kube;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.RunChoice;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Runs kubectl against the API server of a running {@code up --kube}. */
@Command(
    name = "kubectl",
    description = "Runs kubectl against the API server of the running up --kube.")
public final class KubectlCommand implements Callable<Integer> {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Use the running up with this data directory; default: the one of this checkout.")
  private @Nullable Path dataDirectory;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var run =
        new RunChoice(new Runs(Cache.ofUser(System.getenv())), Installation.find().checkout())
            .require(Optional.ofNullable(dataDirectory));
    if (run.kubectl() == null || run.kubeconfig() == null) {
      throw CommandFailure.failed(
          "the ./homeroom up on " + run.home() + " has no Kubernetes; start it with --kube");
    }
    var command = new ArrayList<String>();
    command.add(run.kubectl());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("KUBECONFIG", run.kubeconfig());
    return builder.start().waitFor();
  }
}
