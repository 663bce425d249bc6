package dev.homeroom.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Announces to other processes that this one serves, and at which address. The file appears whole
 * or not at all.
 */
final class ReadyFile {
  private ReadyFile() {}

  static void write(Path file, InetSocketAddress address) throws IOException {
    var host = address.getAddress().getHostAddress();
    var text = (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    var content = Map.of("pid", ProcessHandle.current().pid(), "address", text);
    var directory = file.toAbsolutePath().getParent();
    var temporary = Files.createTempFile(directory, "ready", null);
    Files.write(temporary, new JsonMapper().writeValueAsBytes(content));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
