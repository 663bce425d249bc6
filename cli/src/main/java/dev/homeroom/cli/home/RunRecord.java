package dev.homeroom.cli.home;

import dev.homeroom.cli.runtime.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record of an {@code up} by which other commands find it.
 *
 * @param up its own process
 * @param home its folder
 * @param temporary true if the folder is deleted when it ends
 * @param checkout the project's folder that it was started from, null where an older version runs
 * @param server host and port of the gRPC server, null before it serves
 * @param sandbox base URL of the sandbox, null before it serves
 * @param sandboxControl URL of the sandbox's control API, null before it serves
 * @param district id of the sandbox's district, null before it is known
 * @param kubeconfig of its Kubernetes API server, null where it has none
 * @param kubectl the client program for it, null where it has none
 * @param children the processes that it started
 */
public record RunRecord(
    ProcessId up,
    String home,
    boolean temporary,
    @Nullable String checkout,
    @Nullable String server,
    @Nullable String sandbox,
    @Nullable String sandboxControl,
    @Nullable String district,
    @Nullable String kubeconfig,
    @Nullable String kubectl,
    List<ProcessId> children) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Reads a record; empty where there is none or it is incomplete. */
  public static Optional<RunRecord> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readString(file), RunRecord.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** Returns this record with the addresses of its server and sandbox. */
  public RunRecord serving(
      String itsServer, String itsSandbox, String itsSandboxControl, String itsDistrict) {
    return new RunRecord(
        up,
        home,
        temporary,
        checkout,
        itsServer,
        itsSandbox,
        itsSandboxControl,
        itsDistrict,
        kubeconfig,
        kubectl,
        children);
  }

  /** Returns this record with its cluster. */
  public RunRecord withCluster(String itsKubeconfig, String itsKubectl) {
    return new RunRecord(
        up,
        home,
        temporary,
        checkout,
        server,
        sandbox,
        sandboxControl,
        district,
        itsKubeconfig,
        itsKubectl,
        children);
  }

  /** Returns this record with its current processes. */
  public RunRecord withChildren(List<ProcessId> itsChildren) {
    return new RunRecord(
        up,
        home,
        temporary,
        checkout,
        server,
        sandbox,
        sandboxControl,
        district,
        kubeconfig,
        kubectl,
        List.copyOf(itsChildren));
  }

  /** Writes the record to where {@link #read} finds it; only the owner may read it. */
  public void write(Path file) throws IOException {
    PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
  }

  /** Returns the time at which this {@code up} started, to the second. */
  public Instant since() {
    return Instant.ofEpochMilli(up.startMillis()).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns whether this {@code up} still runs. */
  public boolean runs() {
    return up.find().isPresent();
  }
}
