package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.process.BenchLogging;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SectionRoster;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a gRPC server that sends prepared answers, as a process: {@code EchoMain ANSWERS
 * READY_FILE}. It needs no token and reads no database.
 */
public final class EchoMain {
  private EchoMain() {}

  /** Runs until the process is stopped. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BenchLogging.select();
    var server = start(answers(Path.of(args[0])));
    var ready = Path.of(args[1]);
    var temporary = Files.createTempFile(ready.toAbsolutePath().getParent(), "ready", null);
    Files.write(
        temporary,
        new JsonMapper().writeValueAsBytes(Map.of("address", "127.0.0.1:" + server.getPort())));
    Files.move(temporary, ready, StandardCopyOption.ATOMIC_MOVE);
    server.awaitTermination();
  }

  private static Server start(Map<String, SectionRoster> answers) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .addService(
            new RosterServiceGrpc.RosterServiceImplBase() {
              @Override
              public void getSectionRoster(
                  GetSectionRosterRequest request, StreamObserver<SectionRoster> observer) {
                var answer = answers.get(request.getSection());
                if (answer == null) {
                  throw new BenchException("no answer to " + request.getSection());
                }
                observer.onNext(answer);
                observer.onCompleted();
              }
            })
        .build()
        .start();
  }

  private static Map<String, SectionRoster> answers(Path file) throws IOException {
    var answers = new HashMap<String, SectionRoster>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        var section = in.readUTF();
        answers.put(section, SectionRoster.parseFrom(in.readNBytes(in.readInt())));
      }
    }
    return answers;
  }
}
