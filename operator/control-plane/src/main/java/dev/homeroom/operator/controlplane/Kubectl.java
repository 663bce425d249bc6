package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code kubectl} against one cluster. */
public record Kubectl(Path program, Path kubeconfig) {
  /** The result of a call; {@code out} and {@code err} as printed. */
  public record Result(int exitCode, String out, String err) {}

  /** Runs kubectl with these arguments and waits for its end. */
  public Result run(String... arguments) throws InterruptedException {
    return feed("", arguments);
  }

  /** Does the same as {@link #run}, with {@code input} as standard input, for {@code -f -}. */
  public Result feed(String input, String... arguments) throws InterruptedException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      var process = builder.start();
      try {
        return talk(process, input);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new ControlPlaneException("kubectl cannot be run: " + e.getMessage(), e);
    }
  }

  private static Result talk(Process process, String input)
      throws IOException, InterruptedException {
    var err = new StringBuilder();
    var listener =
        Thread.ofVirtual()
            .start(() -> process.errorReader().lines().forEach(l -> err.append(l).append('\n')));
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var code = process.waitFor();
    listener.join();
    return new Result(code, out, err.toString());
  }

  /**
   * Runs kubectl and returns what it printed.
   *
   * @throws ControlPlaneException with kubectl's error output when it fails
   */
  public String expect(String... arguments) throws InterruptedException {
    return succeeded(run(arguments), arguments);
  }

  /** Applies these manifests; fails as {@link #expect}. */
  public String apply(String manifests) throws InterruptedException {
    var arguments = new String[] {"apply", "-f", "-"};
    return succeeded(feed(manifests, arguments), arguments);
  }

  /**
   * Returns a new token of a service account from the cluster's issuer, valid for an hour.
   *
   * @throws ControlPlaneException when the account does not exist
   */
  public String token(String namespace, String serviceAccount, String audience)
      throws InterruptedException {
    return expect(
            "create", "token", serviceAccount, "--namespace", namespace, "--audience", audience)
        .strip();
  }

  private static String succeeded(Result result, String... arguments) {
    if (result.exitCode() != 0) {
      throw new ControlPlaneException(
          "kubectl " + String.join(" ", arguments) + " failed: " + result.err().strip());
    }
    return result.out();
  }
}
