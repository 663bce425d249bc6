package dev.homeroom.cli.up;

import dev.homeroom.cli.console.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code up}. */
final class UpOptions {
  /** The number of students of the demo district, the default. */
  static final int DEMO_STUDENTS = 1004;

  @Option(
      names = "--once",
      description = "Exit after the sync, with 0 if it succeeded, else with 1.")
  boolean once;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object on the last line of standard output.")
  boolean json;

  @Option(
      names = "--students",
      paramLabel = "N",
      description = "Size of the district; default: the demo district with 1004.")
  @Nullable Integer students;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the generated district; default: 1.")
  @Nullable Long seed;

  @Option(
      names = "--drift",
      paramLabel = "P%",
      converter = Percentage.Reader.class,
      description =
          "Change P%% of the district at this start, once for each new P; for example 3%%.")
  @Nullable Percentage drift;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Keep the database, keys, ports and the district's history in this folder; default: nothing is kept.")
  @Nullable Path dataDirectory;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the gRPC server; default: that of the last run with this --data-dir, else 7070, with"
              + " --once any free one.")
  @Nullable Integer port;

  @Option(
      names = "--sandbox-port",
      paramLabel = "N",
      description =
          "Port of the sandbox; default: that of the last run with this --data-dir, else 7080, with"
              + " --once any free one.")
  @Nullable Integer sandboxPort;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description =
          "Write the addresses to this file as JSON once the district is synced, with --kube once"
              + " everything serves.")
  @Nullable Path readyFile;

  @Option(
      names = "--kube",
      description = "Also start a Kubernetes API server and the operator; sync with kubectl apply.")
  boolean kube;

  /** Refuses invalid values. */
  void check() {
    if (students != null && (students < 10 || students > 1_000_000)) {
      throw CommandFailure.usage("--students is a number from 10 to 1000000, not " + students);
    }
    if (readyFile != null) {
      checkReadyFile(readyFile);
    }
    checkPort("--port", port);
    checkPort("--sandbox-port", sandboxPort);
  }

  private void checkReadyFile(Path file) {
    if (once) {
      throw CommandFailure.usage("--ready-file is for an up that stays, without --once");
    }
    if (!Files.isDirectory(file.toAbsolutePath().resolveSibling("."))) {
      throw CommandFailure.usage(
          "--ready-file names a file in a folder that is not there: " + file);
    }
  }

  private static void checkPort(String flag, @Nullable Integer given) {
    if (given != null && (given < 0 || given > 65535)) {
      throw CommandFailure.usage(
          flag + " is a port from 1 to 65535, or 0 for any free one, not " + given);
    }
  }
}
