package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.WebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 as clients speak it (RFC 9112), well and badly. */
final class WebServerTest {
  private static WebServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    server = WebServer.bind("127.0.0.1", 0, Clock.systemUTC());
    server.open();
    server.serve(
        "/echo",
        request ->
            Answer.json(
                200,
                Map.of(
                    "method", request.method(),
                    "uri", request.uri(),
                    "local", request.fromThisMachine(),
                    "body", request.body())));
    server.serve("/echo/deep", request -> Answer.message(200, "deep"));
    server.serve(
        "/bug",
        request -> {
          throw new IllegalStateException("a bug");
        });
    client = new PlainClient("http://127.0.0.1:" + server.port(), "none");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void reads_bodies_with_a_length_and_in_chunks() {
    var text = "Łucja ".repeat(5_000);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var whole = client.request("/echo?a=b").POST(BodyPublishers.ofByteArray(bytes)).build();
    var chunked =
        client
            .request("/echo")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();

    assertThat(PlainClient.MAPPER.readTree(client.send(whole).body()))
        .isEqualTo(
            PlainClient.MAPPER.valueToTree(
                Map.of("method", "POST", "uri", "/echo?a=b", "local", true, "body", text)));
    assertThat(PlainClient.MAPPER.readTree(client.send(chunked).body()).path("body").asString())
        .isEqualTo(text);
  }

  @Test
  void the_longest_path_answers_and_none_is_a_web_page() {
    assertThat(client.get("/echo/deeper").body()).contains("deep");
    assertThat(client.get("/nowhere").body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void a_bug_is_a_500_and_the_connection_goes_on() {
    assertThat(client.get("/bug").statusCode()).isEqualTo(500);
    assertThat(client.get("/echo").statusCode()).isEqualTo(200);
  }

  @Test
  void answers_several_requests_on_one_connection_and_then_lets_go() throws IOException {
    var answers =
        exchange(
            """
            GET /echo/deep HTTP/1.1
            Host: x

            HEAD /echo/deep HTTP/1.1
            Host: x

            GET http://x/echo/deep HTTP/1.1
            Host: x
            Connection: close

            GET /never HTTP/1.1
            Host: x

            """
                .replace("\n", "\r\n"));

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(answers.split("\"deep\"", -1)).hasSize(3);
    assertThat(answers).contains("Content-Length: 18\r\n", "Date: ").doesNotContain("404");
  }

  @Test
  void a_client_that_waits_with_its_body_is_told_to_send_it() throws IOException {
    assertThat(
            exchange(
                "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                    + "Connection: close\r\n\r\nhi"))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        .contains("\"body\":\"hi\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /echo, 400",
    "GET echo HTTP/1.1, 400",
    "GET /echo HTTP/1.1|no colon, 400",
    "POST /echo HTTP/1.1|Content-Length: many, 400",
    "POST /echo HTTP/1.1|Content-Length: 99999999, 413",
    "POST /echo HTTP/1.1|Transfer-Encoding: chunked||zzz, 400"
  })
  void what_is_no_http_is_refused(String request, int status) throws IOException {
    assertThat(exchange(request.replace("|", "\r\n") + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("{\"message\":", "Connection: close");
  }

  @Test
  void headers_without_end_are_refused() throws IOException {
    assertThat(exchange("GET /echo HTTP/1.1\r\nX: " + "x".repeat(70_000)))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void close_ends_connections_that_wait() throws IOException {
    var other = WebServer.bind("127.0.0.1", 0, Clock.systemUTC());
    other.open();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
      socket.getOutputStream().write("HEAD / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      other.close();

      assertThat(read(socket)).startsWith("TTP/1.1 404");
    }
  }

  private static String exchange(String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
