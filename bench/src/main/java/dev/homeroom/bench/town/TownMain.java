package dev.homeroom.bench.town;

import dev.homeroom.bench.process.BenchLogging;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Runs the town as a process: {@code TownMain DISTRICTS STUDENTS SEED READY_FILE}. */
public final class TownMain {

  private TownMain() {}

  /** Runs until the process is stopped. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BenchLogging.select();
    int districts = Integer.parseInt(args[0]);
    int students = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    var sandboxes = new ArrayList<Sandbox>();
    for (int i = 0; i < districts; i++) {
      sandboxes.add(
          Sandbox.start(
              SandboxConfig.demo().withStudents(students).withSeed(seed + i).withRateLimit(0)));
    }
    try (var router = Router.start(sandboxes)) {
      write(
          Path.of(args[3]),
          Map.of(
              "url",
              router.url(),
              "issuer",
              sandboxes.getFirst().issuer().identifier(),
              "districts",
              sandboxes.stream()
                  .map(each -> each.districtId() + ":" + each.token())
                  .collect(Collectors.joining(" "))));
      new CountDownLatch(1).await();
    }
  }

  private static void write(Path file, Map<String, String> content) throws IOException {
    var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "ready", null);
    Files.write(temporary, new JsonMapper().writeValueAsBytes(content));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
