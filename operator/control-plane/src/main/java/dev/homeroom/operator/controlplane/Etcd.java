package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A one-node etcd on loopback. */
record Etcd(Daemon daemon, String url) implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  static Etcd start(ControlPlaneBinaries binaries, Path directory, boolean durable)
      throws IOException, InterruptedException {
    var url = "http://127.0.0.1:" + FreePort.next();
    var peer = "http://127.0.0.1:" + FreePort.next();
    var command =
        new ArrayList<>(
            List.of(
                binaries.etcd().toString(),
                "--name=homeroom",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=homeroom=" + peer,
                "--log-level=warn"));
    if (!durable) {
      command.add("--unsafe-no-fsync");
    }
    var daemon = Daemon.start("etcd", directory, command);
    try (var http = HttpClient.newHttpClient()) {
      daemon.await(() -> healthy(http, url), START);
    } catch (RuntimeException | InterruptedException e) {
      daemon.close();
      throw e;
    }
    return new Etcd(daemon, url);
  }

  private static boolean healthy(HttpClient http, String url) {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/health")).timeout(Duration.ofSeconds(2)).build();
    return Health.isGood(http, request);
  }

  /** Restarts it at the same address; returns when it is healthy. */
  void restart() throws InterruptedException {
    daemon.restart();
    try (var http = HttpClient.newHttpClient()) {
      daemon.await(() -> healthy(http, url), START);
    }
  }

  long pid() {
    return daemon.pid();
  }

  boolean isAlive() {
    return daemon.isAlive();
  }

  @Override
  public void close() {
    daemon.close();
  }
}
