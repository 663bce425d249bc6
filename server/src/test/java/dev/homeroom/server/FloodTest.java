package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What callers without a token may send: each kind of flood, against small limits. */
final class FloodTest {
  private static final int CONNECTIONS = 8;
  private static final int CALLS = 120;
  private static final int CONTROL_FRAMES = 100;
  private static final int RESETS = 20;
  private static final int WINDOW = Integer.MAX_VALUE;
  private static final ConnectionLimits LIMITS = limits(1_000_000, CONTROL_FRAMES);
  private static final String HEALTH = "/grpc.health.v1.Health/Check";
  private static final String REFLECTION =
      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

  @SuppressWarnings("NullAway.Init")
  private static GrpcEndpoint server;

  private final List<RawHttp2> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = TestEndpoint.start(LIMITS);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }

  @AfterEach
  void others_are_answered() throws IOException, InterruptedException {
    for (var client : open) {
      client.close();
    }
    var channel = NettyChannelBuilder.forAddress(server.address()).usePlaintext().build();
    try {
      var answer =
          Eventually.see(
              () ->
                  HealthGrpc.newBlockingStub(channel)
                      .withWaitForReady()
                      .withDeadlineAfter(Duration.ofSeconds(20))
                      .check(HealthCheckRequest.getDefaultInstance())
                      .getStatus(),
              status -> status == ServingStatus.SERVING);
      assertThat(answer).isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void connections_beyond_those_of_one_address_are_closed_and_the_others_go_on()
      throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(begin().answers()).isTrue();
    }
    begin().awaitEnd();

    for (var client : open.subList(0, CONNECTIONS)) {
      assertThat(client.answers()).isTrue();
    }
  }

  @Test
  void a_connection_that_says_nothing_is_ended() throws IOException {
    connect().awaitEnd();
  }

  @Test
  void a_call_beyond_those_of_one_connection_is_refused() throws IOException {
    var client = begin();
    for (int i = 0; i <= CALLS; i++) {
      client.open(2 * i + 1, HEALTH);
    }

    var reset = client.next(RawHttp2.RST_STREAM).orElseThrow();
    assertThat(reset.stream()).isEqualTo(2 * CALLS + 1);
    assertThat(reset.error()).isEqualTo(RawHttp2.REFUSED_STREAM);
  }

  @Test
  void where_calls_hold_too_much_a_connection_with_the_most_ends_and_a_small_one_goes_on()
      throws IOException {
    long most =
        Runtime.getRuntime().maxMemory()
            / 100
            * LIMITS.callMemoryPercent()
            / OpenCalls.REFLECTION_CALL;
    var small = begin().open(1, REFLECTION);
    assertThat(small.answers()).isTrue();
    for (int i = 1; i <= most; i++) {
      if (i % CALLS == 1) {
        begin();
      }
      open.getLast().open(2 * i + 1, REFLECTION);
    }

    Eventually.see(
        () -> open.stream().filter(client -> !FloodTest.answers(client)).count(),
        ended -> ended == 1);
    assertThat(small.answers()).isTrue();
  }

  @Test
  void the_longest_answer_of_reflection_is_half_of_what_its_call_counts_for_at_most() {
    var services =
        List.of(
            DistrictServiceGrpc.getServiceDescriptor(),
            ExplainServiceGrpc.getServiceDescriptor(),
            IdentityServiceGrpc.getServiceDescriptor(),
            PlanServiceGrpc.getServiceDescriptor(),
            RosterServiceGrpc.getServiceDescriptor(),
            SharingServiceGrpc.getServiceDescriptor(),
            SyncServiceGrpc.getServiceDescriptor());

    for (var service : services) {
      var files = new HashSet<FileDescriptor>();
      var schema = (ProtoFileDescriptorSupplier) service.getSchemaDescriptor();
      add(Objects.requireNonNull(schema).getFileDescriptor(), files);
      assertThat(files.stream().mapToInt(file -> file.toProto().getSerializedSize()).sum())
          .as(service.getName())
          .isBetween(1, OpenCalls.REFLECTION_CALL / 2);
    }
  }

  private static void add(FileDescriptor file, Set<FileDescriptor> files) {
    if (files.add(file)) {
      file.getDependencies().forEach(dependency -> add(dependency, files));
    }
  }

  @Test
  void a_request_that_does_not_come_to_its_end_ends_its_connection() throws IOException {
    begin().open(1, HEALTH).frame(RawHttp2.DATA, 0, 1, (byte) 0).awaitEnd();
  }

  @Test
  void headers_without_end_end_their_connection() throws IOException {
    var client = begin().frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headers(HEALTH));
    for (int i = 0; i < 10; i++) {
      client.frame(RawHttp2.CONTINUATION, 0, 1, new byte[16 << 10]);
    }

    client.awaitEnd();
  }

  @Test
  void headers_of_endless_empty_pieces_end_their_connection() throws IOException {
    var client = begin().frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headers(HEALTH));
    for (int i = 0; i < 1000; i++) {
      client.frame(RawHttp2.CONTINUATION, 0, 1);
    }

    client.awaitEnd();
  }

  @Test
  void a_call_whose_answer_has_no_window_is_cancelled_and_its_connection_goes_on()
      throws IOException {
    var client = connect().begin(0).open(1, REFLECTION);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, question());

    var reset = client.next(RawHttp2.RST_STREAM).orElseThrow();
    assertThat(reset.error()).isEqualTo(RawHttp2.CANCEL);
    assertThat(client.answers()).isTrue();
  }

  @Test
  void nothing_is_read_of_a_connection_that_does_not_read_until_it_is_ended() throws Exception {
    try (var logs = Logs.listen();
        var endpoint = TestEndpoint.start(limits(1_000_000, 1_000_000));
        var client = new RawHttp2(endpoint.address()).begin(WINDOW)) {
      var settings = ByteBuffer.allocate(9000);
      while (settings.hasRemaining()) {
        settings.put(RawHttp2.bytes(RawHttp2.SETTINGS, 0, 0));
      }
      var asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send(settings.array());
                  }
                } catch (IOException ended) {
                  // As it should be.
                }
              });

      assertThat(asking.join(Duration.ofSeconds(20))).isTrue();
      client.awaitEnd();
      assertThat(logs.heard()).anyMatch(line -> line.contains("UNREAD_ANSWERS="));
    }
  }

  @Test
  void calls_that_are_reset_at_once_end_their_connection() throws IOException {
    var client = begin();
    for (int i = 0; i <= RESETS; i++) {
      int stream = 2 * i + 1;
      client
          .open(stream, HEALTH)
          .frame(RawHttp2.RST_STREAM, 0, stream, RawHttp2.number(RawHttp2.CANCEL));
    }

    client.awaitEnd();
  }

  @Test
  void settings_without_end_end_their_connection() throws IOException {
    var client = begin();
    for (int i = 0; i <= CONTROL_FRAMES; i++) {
      client.frame(RawHttp2.SETTINGS, 0, 0);
    }

    client.awaitEnd();
  }

  @Test
  void pings_without_end_end_their_connection() throws IOException {
    var client = begin();
    for (int i = 0; i <= CONTROL_FRAMES; i++) {
      client.frame(RawHttp2.PING, 0, 0, new byte[Long.BYTES]);
    }

    client.awaitEnd();
  }

  @Test
  void an_address_that_sends_too_fast_is_read_later() throws Exception {
    try (var endpoint = TestEndpoint.start(limits(1, CONTROL_FRAMES));
        var client = new RawHttp2(endpoint.address()).begin(WINDOW)) {
      client.frame(RawHttp2.PING, 0, 0, new byte[Long.BYTES]);
      client.patience(300);
      assertThat(answersWithin(client)).isFalse();
      client.patience(20_000);
      assertThat(client.next(RawHttp2.PING)).isPresent();
    }
  }

  private static boolean answersWithin(RawHttp2 client) throws IOException {
    try {
      return client.next(RawHttp2.PING).isPresent();
    } catch (SocketTimeoutException silent) {
      return false;
    }
  }

  private static ConnectionLimits limits(int framesPerSecond, int controlFrames) {
    return new ConnectionLimits(
        2 * CONNECTIONS,
        CONNECTIONS,
        CALLS,
        4,
        framesPerSecond,
        controlFrames,
        RESETS,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofMillis(1));
  }

  private RawHttp2 connect() throws IOException {
    var client = new RawHttp2(server.address());
    open.add(client);
    return client;
  }

  private RawHttp2 begin() throws IOException {
    return connect().begin(WINDOW);
  }

  private static boolean answers(RawHttp2 client) {
    try {
      return client.answers();
    } catch (IOException ended) {
      return false;
    }
  }

  /** Asks reflection for the description of its own service, which is far longer. */
  private static byte[] question() {
    var symbol = "grpc.reflection.v1.ServerReflection".getBytes(US_ASCII);
    return ByteBuffer.allocate(7 + symbol.length)
        .put((byte) 0)
        .putInt(2 + symbol.length)
        .put((byte) (4 << 3 | 2))
        .put((byte) symbol.length)
        .put(symbol)
        .array();
  }
}
