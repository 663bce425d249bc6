package dev.homeroom.operator.controlplane;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A folder that holds {@code kube-apiserver}, {@code etcd} and {@code kubectl}. */
public record ControlPlaneBinaries(Path directory) {
  private static final List<String> PROGRAMS = List.of("kube-apiserver", "etcd", "kubectl");

  /**
   * Checks the folder.
   *
   * @throws ControlPlaneException naming the missing program
   */
  public ControlPlaneBinaries {
    for (var program : PROGRAMS) {
      if (!Files.isExecutable(directory.resolve(program))) {
        throw new ControlPlaneException(
            directory + " holds no " + program + "; run operator/control-plane/build");
      }
    }
  }

  /**
   * Finds the programs, or builds them, with the script {@code operator/control-plane/build}. Quick
   * when they are in the cache; otherwise up to ten minutes, once per machine.
   *
   * @param projectRoot the folder that holds {@code operator/control-plane/build}
   * @param progress takes each line of progress, on another thread
   * @throws ControlPlaneException with the script's last line when it fails
   */
  public static ControlPlaneBinaries locate(Path projectRoot, Consumer<String> progress)
      throws InterruptedException {
    var script = projectRoot.resolve("operator/control-plane/build");
    if (!Files.isExecutable(script)) {
      throw new ControlPlaneException(
          script + " is missing; the control plane is found from the project's folder");
    }
    Process process;
    try {
      process = new ProcessBuilder(script.toString()).start();
    } catch (IOException e) {
      throw new ControlPlaneException("cannot run " + script + ": " + e.getMessage(), e);
    }
    try {
      var lines = new Lines(progress);
      var reader = Thread.ofVirtual().start(() -> process.errorReader().lines().forEach(lines));
      var last = lastLine(process);
      reader.join();
      if (process.waitFor() != 0) {
        throw new ControlPlaneException(lines.last);
      }
      return new ControlPlaneBinaries(Path.of(last));
    } finally {
      process.destroy();
    }
  }

  /**
   * Does the same as {@link #locate(Path, Consumer)}, but searches for the project's root upwards
   * from the working folder, as tests of any module need.
   */
  public static ControlPlaneBinaries locateFromWorkingDirectory(Consumer<String> progress)
      throws InterruptedException {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("operator/control-plane/build"))) {
        return locate(at, progress);
      }
    }
    throw new ControlPlaneException("run this inside the project: no operator/control-plane/build");
  }

  /** Returns the path of kubectl. */
  public Path kubectl() {
    return directory.resolve("kubectl");
  }

  Path apiServer() {
    return directory.resolve("kube-apiserver");
  }

  Path etcd() {
    return directory.resolve("etcd");
  }

  private static String lastLine(Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return lines.lines().reduce("", (_, line) -> line);
    } catch (IOException e) {
      throw new ControlPlaneException("cannot read what the build script said", e);
    }
  }

  /** Passes lines on and keeps the last one; read it only after the thread was joined. */
  private static final class Lines implements Consumer<String> {
    private final Consumer<String> next;
    private String last = "the build script said nothing";

    Lines(Consumer<String> next) {
      this.next = next;
    }

    @Override
    public void accept(String line) {
      last = line;
      next.accept(line);
    }
  }
}
