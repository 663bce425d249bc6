package dev.homeroom.cli.up;

import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.up.LocalHomeroom.Running;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an {@code up} tells a script that waits for it.
 *
 * @param pid of the {@code up}; SIGTERM ends all that it started
 * @param server host and port of the gRPC server
 * @param sandbox base URL of the sandbox
 * @param control URL of the sandbox's control API
 * @param district resource name of the district that has arrived
 */
record ReadyFile(long pid, String server, String sandbox, String control, String district) {
  private static final JsonMapper JSON = new JsonMapper();

  static ReadyFile of(Running running) {
    return new ReadyFile(
        ProcessHandle.current().pid(),
        running.server(),
        running.sandboxUrl(),
        running.sandboxControl(),
        running.districtName());
  }

  /** Writes it as a whole. */
  void write(Path file) throws IOException {
    PrivateFiles.write(file.toAbsolutePath(), JSON.writeValueAsString(this) + "\n");
  }
}
