package dev.homeroom.sandbox;

import dev.homeroom.sandbox.control.ControlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the file by which other processes find a running sandbox. The file appears whole or not at
 * all.
 */
final class ReadyFile {
  private ReadyFile() {}

  static void write(Path file, Sandbox sandbox, ControlServer control) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("pid", ProcessHandle.current().pid());
    content.put("url", sandbox.baseUrl());
    content.put("control", control.url());
    content.put("district", sandbox.districtId());
    content.put("token", sandbox.currentToken().orElse(""));
    content.put("issuer", sandbox.issuer().identifier());
    var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "ready", null);
    Files.write(temporary, JsonMapper.shared().writeValueAsBytes(content));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
