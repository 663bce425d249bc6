package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A running etcd and kube-apiserver on free loopback ports, with RBAC, service-account tokens and
 * PodSecurity admission. There is no controller manager, no scheduler and no kubelet: nothing
 * creates default service accounts, finishes the deletion of namespaces, collects garbage or runs
 * Pods.
 *
 * <p>{@link #close} ends both processes and removes the folder of a temporary control plane. A
 * normal end of the Java process does the same. Thread-safe.
 */
public final class ControlPlane implements AutoCloseable {
  /** The issuer of the cluster's service-account tokens. */
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private final ControlPlaneBinaries binaries;
  private final Path directory;
  private final boolean temporary;
  private final Etcd etcd;
  private final ApiServer apiServer;
  private final Thread atExit = new Thread(this::stop, "control-plane-at-exit");
  private final AtomicBoolean stopped = new AtomicBoolean();

  private ControlPlane(ControlPlaneBinaries binaries, Path directory, boolean temporary)
      throws IOException, InterruptedException {
    this.binaries = binaries;
    this.directory = directory;
    this.temporary = temporary;
    this.etcd = FreePort.retry(() -> Etcd.start(binaries, directory, !temporary));
    try {
      this.apiServer = FreePort.retry(() -> ApiServer.start(binaries, directory, etcd));
    } catch (RuntimeException | IOException | InterruptedException e) {
      etcd.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a control plane whose data is deleted when it is closed. Returns when the API server is
   * ready, about six seconds on a quiet machine.
   *
   * @throws ControlPlaneException with the last line of the log when a process does not get ready
   */
  public static ControlPlane temporary(ControlPlaneBinaries binaries) throws InterruptedException {
    Path directory;
    try {
      directory = Files.createTempDirectory("homeroom-control-plane-");
    } catch (IOException e) {
      throw new ControlPlaneException("cannot make a temporary folder: " + e.getMessage(), e);
    }
    try {
      return new ControlPlane(binaries, directory, true);
    } catch (IOException | RuntimeException | InterruptedException e) {
      delete(directory);
      throw asControlPlaneException(e);
    }
  }

  /**
   * Starts a control plane whose objects, keys and certificates stay in {@code directory} for the
   * next start there. Ports and the administrator's token change with each start: read the
   * kubeconfig again.
   *
   * @throws ControlPlaneException as {@link #temporary}
   */
  public static ControlPlane in(Path directory, ControlPlaneBinaries binaries)
      throws InterruptedException {
    try {
      Files.createDirectories(directory);
      return new ControlPlane(binaries, directory.toAbsolutePath(), false);
    } catch (IOException | RuntimeException e) {
      throw asControlPlaneException(e);
    }
  }

  /** Returns the base address of the API server, {@code https://127.0.0.1:port}. */
  public String url() {
    return apiServer.url();
  }

  /** Returns the PEM file with the certificates to trust when calling {@link #url}. */
  public Path certificateAuthority() {
    return apiServer.certificate();
  }

  /** Returns a kubeconfig with the rights of {@code system:masters}. */
  public Path kubeconfig() {
    return directory.resolve(ApiServer.KUBECONFIG);
  }

  /**
   * Returns the file with a token that may read {@code /openid/v1/jwks} and {@code
   * /.well-known/openid-configuration}, and nothing else: for a server outside the cluster that
   * checks service-account tokens.
   */
  public Path issuerTokenFile() {
    return directory.resolve(ApiServer.ISSUER_TOKEN);
  }

  /** Returns a kubectl that uses this control plane. */
  public Kubectl kubectl() {
    return new Kubectl(binaries.kubectl(), kubeconfig());
  }

  /** Returns the process ids of etcd and kube-apiserver, for callers that track child processes. */
  public List<Long> pids() {
    return List.of(etcd.pid(), apiServer.pid());
  }

  /**
   * Restarts each of the two processes that has ended, at the same address and with the same keys
   * and tokens; returns when both are ready.
   *
   * @throws ControlPlaneException when one does not get ready, or this is closed
   */
  public void restartEnded() throws InterruptedException {
    try {
      if (!etcd.isAlive()) {
        etcd.restart();
      }
      if (!apiServer.isAlive()) {
        apiServer.restart();
      }
    } catch (IOException e) {
      throw asControlPlaneException(e);
    }
  }

  /** Returns the names of the processes that have ended. */
  public List<String> ended() {
    return Stream.of(etcd.isAlive() ? "" : "etcd", apiServer.isAlive() ? "" : "kube-apiserver")
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Returns whether both processes still run. */
  public boolean isAlive() {
    return etcd.isAlive() && apiServer.isAlive();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the Java process is ending; its shutdown hook stops everything
    }
    stop();
  }

  private void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    apiServer.close();
    etcd.close();
    if (temporary) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ControlPlaneException asControlPlaneException(Exception e)
      throws InterruptedException {
    return switch (e) {
      case ControlPlaneException known -> known;
      case InterruptedException interrupted -> throw interrupted;
      default ->
          new ControlPlaneException("the control plane does not start: " + e.getMessage(), e);
    };
  }
}
