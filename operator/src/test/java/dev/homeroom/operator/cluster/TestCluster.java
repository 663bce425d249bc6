package dev.homeroom.operator.cluster;

import dev.homeroom.operator.controlplane.ControlPlane;
import dev.homeroom.operator.controlplane.ControlPlaneBinaries;
import dev.homeroom.operator.controlplane.Kubectl;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One API server for all tests of this Java process; it ends with the process. */
public final class TestCluster {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static @Nullable TestCluster shared;

  private final ControlPlane controlPlane;

  private TestCluster(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** The API server, with the CRD of the chart. */
  public static synchronized TestCluster shared() throws Exception {
    var cluster = shared;
    if (cluster == null) {
      var binaries = ControlPlaneBinaries.locateFromWorkingDirectory(System.err::println);
      cluster = new TestCluster(ControlPlane.temporary(binaries));
      cluster.kubectl().expect("apply", "-f", "../helm/crds");
      cluster
          .kubectl()
          .expect("wait", "--for=condition=Established", "crd/districtsyncs.homeroom.dev");
      shared = cluster;
    }
    return cluster;
  }

  /** kubectl with all rights. */
  public Kubectl kubectl() {
    return controlPlane.kubectl();
  }

  /** A kubeconfig with all rights. */
  public Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  /** Base address of the API server. */
  public String url() {
    return controlPlane.url();
  }

  /** Certificates to trust when calling {@link #url}, PEM. */
  public Path certificateAuthority() {
    return controlPlane.certificateAuthority();
  }

  /** A client with all rights; the caller closes it. */
  public KubernetesClient client() throws Exception {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig())))
        .build();
  }

  /** Makes a namespace that no other test uses. */
  public String newNamespace() throws InterruptedException {
    var name = "test-" + NAMESPACES.incrementAndGet();
    kubectl().expect("create", "namespace", name);
    return name;
  }
}
