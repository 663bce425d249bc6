package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers who send one bearer token after the other from an address of their own. */
final class BearerFloodTest {
  private static final String GOOD = "il0123456789abcdef0123456789abcdef";
  private static final String CLIENT = "4c63c1cf623dce82caac";
  private static final int STRANGERS = 80;
  private static final int PER_ADDRESS = 8;

  private final CountDownLatch slow = new CountDownLatch(1);
  private final AtomicInteger forged = new AtomicInteger();
  private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();

  @SuppressWarnings("NullAway.Init")
  private HttpServer clever;

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @SuppressWarnings("NullAway.Init")
  private ManagedChannel strangers;

  @BeforeEach
  void start() throws IOException {
    clever = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    clever.setExecutor(answering);
    answer(
        "/v3.1/me",
        "{\"data\":{\"id\":\"0123456789abcdef01234568\",\"district\":\"0123456789abcdef01234567\"}}");
    answer("/oauth/tokeninfo", "{\"client_id\":\"" + CLIENT + "\"}");
    clever.start();
    var url = URI.create("http://127.0.0.1:" + clever.getAddress().getPort());
    server =
        TestServer.start(
            url,
            Clock.systemUTC(),
            new ClientCredentials(CLIENT, "secret"),
            BearerFloodTest::accessFile);
    strangers =
        NettyChannelBuilder.forAddress(server.address())
            .usePlaintext()
            .localSocketPicker(
                new NettyChannelBuilder.LocalSocketPicker() {
                  @Override
                  public SocketAddress createSocketAddress(
                      SocketAddress remote, Attributes attributes) {
                    return new InetSocketAddress("127.0.0.2", 0);
                  }
                })
            .build();
  }

  @AfterEach
  void stop() {
    slow.countDown();
    strangers.shutdownNow();
    server.close();
    clever.stop(0);
    answering.shutdownNow();
  }

  @Test
  void many_tokens_of_one_address_take_no_look_up_from_another() throws Exception {
    var ended = new CountDownLatch(STRANGERS);
    for (int i = 0; i < STRANGERS; i++) {
      var token = "il" + "f".repeat(32) + i;
      var _ =
          Thread.startVirtualThread(() -> {
            try {
              var _ = refusal(strangers, token);
            } finally {
              ended.countDown();
            }
          });
    }
    Eventually.see(forged::get, asked -> asked >= PER_ADDRESS);

    // Clever was asked whose it is: a user of a district that has no roster here.
    assertThat(refusal(server.channel(), GOOD)).isEqualTo("USER_NOT_IN_ROSTER");

    // Those who waited give up as the first ones do, so that a few more may have had a turn.
    ended.await();
    assertThat(forged.get()).isLessThan(3 * PER_ADDRESS);
  }

  private static String refusal(ManagedChannel channel, String token) {
    return Refused.by(() ->
            IdentityServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(TestServer.bearer(token))
                .withDeadlineAfter(Duration.ofSeconds(30))
                .whoAmI(WhoAmIRequest.getDefaultInstance()))
        .reason();
  }

  private static String accessFile(TestIssuer issuer) {
    return TestServer.accessFile(issuer).replace("clientId:", "bearerRemembered: PT1M, clientId:");
  }

  /** Tells at once whose the good token is, and of others nothing until there is time. */
  private void answer(String path, String good) {
    clever.createContext(
        path,
        exchange -> {
          try (exchange) {
            boolean known =
                ("Bearer " + GOOD).equals(exchange.getRequestHeaders().getFirst("authorization"));
            if (!known) {
              forged.incrementAndGet();
              slow.await();
            }
            var bytes = good.getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
