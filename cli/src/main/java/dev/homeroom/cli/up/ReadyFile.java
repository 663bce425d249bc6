package dev.homeroom.cli.up;

import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.kube.ExampleManifest;
import dev.homeroom.cli.up.LocalHomeroom.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that an {@code up} writes for a script that waits for it.
 *
 * @param pid of the {@code up}; SIGTERM ends everything that it started
 * @param server host and port of the gRPC server
 * @param sandbox base URL of the sandbox
 * @param control URL of the sandbox's control API
 * @param district resource name of the district, synced or to be declared by the manifest
 * @param kubeconfig for the Kubernetes API server; left out where there is none
 * @param manifest to apply there, which declares the district; left out where there is none
 */
record ReadyFile(
    long pid,
    String server,
    String sandbox,
    String control,
    String district,
    @Nullable String kubeconfig,
    @Nullable String manifest) {
  private static final JsonMapper JSON = new JsonMapper();

  static ReadyFile of(Running running, Optional<ExampleManifest> example) {
    return new ReadyFile(
        ProcessHandle.current().pid(),
        running.server(),
        running.sandboxUrl(),
        running.sandboxControl(),
        running.districtName(),
        running.cluster().map(cluster -> cluster.kubeconfig().toString()).orElse(null),
        example.map(manifest -> manifest.file().toString()).orElse(null));
  }

  /** Writes the file atomically. */
  void write(Path file) throws IOException {
    var content = JSON.<ObjectNode>valueToTree(this);
    content.properties().removeIf(entry -> entry.getValue().isNull());
    PrivateFiles.write(file.toAbsolutePath(), content + "\n");
  }
}
