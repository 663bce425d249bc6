package dev.homeroom.cli.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.runtime.ProcessId;
import dev.homeroom.cli.runtime.ProcessOwner;
import dev.homeroom.operator.controlplane.ControlPlane;
import dev.homeroom.operator.controlplane.ControlPlaneBinaries;
import dev.homeroom.operator.controlplane.ControlPlaneException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A Kubernetes API server on this machine, with the DistrictSync resource and the operator's
 * service account.
 */
public final class LocalCluster implements ProcessOwner {
  private static final String NAMESPACE = "homeroom-system";
  private static final String SERVICE_ACCOUNT = "homeroom-operator";
  private static final String CRD = "districtsyncs.homeroom.dev";

  /** Nobody renews the tokens here, so they are valid longer than a long day. */
  private static final String TOKEN_LIFE = "48h";

  private final ControlPlane controlPlane;
  private final ControlPlaneBinaries binaries;
  private final Path folder;

  private LocalCluster(ControlPlane controlPlane, ControlPlaneBinaries binaries, Path folder) {
    this.controlPlane = controlPlane;
    this.binaries = binaries;
    this.folder = folder;
  }

  /** The programs of a control plane. */
  public record Binaries(ControlPlaneBinaries programs) {}

  /**
   * Finds the programs, or builds them: about eight minutes, once per machine.
   *
   * @param root the project's folder
   * @param progress takes lines for people
   */
  public static Binaries binaries(Path root, Consumer<String> progress)
      throws InterruptedException {
    try {
      return new Binaries(ControlPlaneBinaries.locate(root, progress));
    } catch (ControlPlaneException e) {
      throw CommandFailure.failed("no Kubernetes API server: " + e.getMessage());
    }
  }

  /**
   * Starts the API server and prepares it for the operator. Its objects stay in {@code folder}.
   *
   * @param root the project's folder, with the CRD
   * @param started takes the cluster as soon as its processes run, and is responsible for closing
   *     it
   */
  public static LocalCluster start(
      Path root, Binaries binaries, Path folder, Consumer<ProcessOwner> started)
      throws IOException, InterruptedException {
    try {
      PrivateFiles.directory(folder);
      var programs = binaries.programs();
      var cluster = new LocalCluster(ControlPlane.in(folder, programs), programs, folder);
      started.accept(cluster);
      cluster.prepare(root);
      return cluster;
    } catch (ControlPlaneException e) {
      throw CommandFailure.failed("the Kubernetes API server does not start: " + e.getMessage());
    }
  }

  /** Restarts the cluster's processes when they end, until it is closed. */
  public void keepRunning(ClusterWatch.Listener listener) {
    new ClusterWatch(controlPlane, listener).start();
  }

  /** Returns the issuer of the cluster's service-account tokens. */
  public String issuer() {
    return ControlPlane.ISSUER;
  }

  /** Returns the URL of that issuer's keys. */
  public String jwksUri() {
    return controlPlane.url() + "/openid/v1/jwks";
  }

  /** Returns the certificates to trust at that URL. */
  public Path caFile() {
    return controlPlane.certificateAuthority();
  }

  /** Returns the file with the token that reads the keys. */
  public Path issuerTokenFile() {
    return controlPlane.issuerTokenFile();
  }

  /** Returns the subject of the operator's tokens. */
  public String operatorSubject() {
    return "system:serviceaccount:" + NAMESPACE + ":" + SERVICE_ACCOUNT;
  }

  /** Returns the file with the operator's token for Homeroom's server. */
  public Path operatorTokenFile() {
    return folder.resolve("operator-token");
  }

  /** Returns a kubeconfig with the operator's rights. */
  public Path operatorKubeconfig() {
    return folder.resolve("operator-kubeconfig");
  }

  /** Returns a kubeconfig with all rights. */
  public Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  /** Applies the example's manifest. */
  public void apply(ExampleManifest example) throws InterruptedException {
    kubectl("apply", "-f", example.file().toString());
  }

  /** Requests a sync of the example's district. */
  public void requestSync() throws InterruptedException {
    kubectl(
        "annotate",
        "--overwrite",
        "dsync/" + ExampleManifest.NAME,
        "homeroom.dev/sync-requested-at=" + Instant.now());
  }

  /** Waits until a DistrictSync is ready. */
  public void awaitReady(String name) throws InterruptedException {
    kubectl("wait", "--for=condition=Ready", "dsync/" + name, "--timeout=120s");
  }

  /** Returns the path of a kubectl for this cluster. */
  public Path kubectlProgram() {
    return binaries.kubectl();
  }

  @Override
  public List<ProcessId> processes() {
    return controlPlane.pids().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .map(process -> ProcessId.of("control-plane", process))
        .toList();
  }

  @Override
  public void close() {
    var processes = processes();
    controlPlane.close();
    for (var process : processes) {
      process.find().ifPresent(LocalCluster::awaitEnd);
    }
  }

  private String kubectl(String... arguments) throws InterruptedException {
    try {
      return controlPlane.kubectl().expect(arguments);
    } catch (ControlPlaneException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private void prepare(Path root) throws IOException, InterruptedException {
    kubectl("apply", "-f", root.resolve("helm").resolve("crds").toString());
    kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd/" + CRD);
    controlPlane.kubectl().apply(manifests());
    PrivateFiles.write(operatorTokenFile(), token("--audience", SandboxClient.AUDIENCE));
    PrivateFiles.write(operatorKubeconfig(), operatorKubeconfigText(token()));
  }

  private String token(String... more) throws InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(
                "create",
                "token",
                SERVICE_ACCOUNT,
                "--namespace",
                NAMESPACE,
                "--duration",
                TOKEN_LIFE));
    arguments.addAll(List.of(more));
    return kubectl(arguments.toArray(String[]::new)).strip();
  }

  private String operatorKubeconfigText(String token) {
    return """
    apiVersion: v1
    kind: Config
    current-context: homeroom
    clusters:
      - name: homeroom
        cluster:
          server: %s
          certificate-authority: %s
    users:
      - name: homeroom-operator
        user:
          token: %s
    contexts:
      - name: homeroom
        context:
          cluster: homeroom
          user: homeroom-operator
          namespace: %s
    """
        .formatted(controlPlane.url(), caFile(), token, NAMESPACE);
  }

  private static String manifests() throws IOException {
    try (var in = LocalCluster.class.getResourceAsStream("operator.yaml")) {
      if (in == null) {
        throw new IllegalStateException("operator.yaml is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /**
   * Waits for the end of a process. When the Java process ends by a signal, the control plane's own
   * hook ends it at the same time.
   */
  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
