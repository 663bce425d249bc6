package dev.homeroom.bench.fleet;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.DurablePostgres;
import dev.homeroom.bench.process.JavaChild;
import dev.homeroom.bench.process.JavaChild.Program;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Starts Postgres, the town and the servers, each as a process of its own. */
public final class Fleet implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final BenchFolder work;
  private final Plan plan;
  private final List<Path> before;
  private final List<String> virtualMachine;
  private final DurablePostgres postgres;
  private final JavaChild town;
  private final Path keyset;
  private final Path access;
  private final List<Member> members = new ArrayList<>();
  private final List<District> districts;
  private int starts;

  /**
   * The sizes of a fleet.
   *
   * @param students of each district
   * @param seed of the first district; the others have the following ones
   * @param lease how long a run stays with a silent server
   * @param serverHeap a server's largest heap, as Java's {@code -Xmx} takes it
   */
  public record Plan(
      int districts, int students, long seed, int servers, Duration lease, String serverHeap) {}

  /** A district of the town, as Clever knows it. */
  public record District(String id, String cleverToken) {
    /** Returns its resource name. */
    public String name() {
      return "districts/" + id;
    }
  }

  /**
   * One server.
   *
   * @param user the role of its sessions in Postgres
   */
  public record Member(String user, JavaChild process, ManagedChannel channel) {
    /** Returns the address at which it serves. */
    public String address() {
      return process.readyValue("address");
    }
  }

  private Fleet(BenchFolder work, Plan plan, List<Path> before, List<String> virtualMachine)
      throws IOException, SQLException, InterruptedException {
    this.work = work;
    this.plan = plan;
    this.before = before;
    this.virtualMachine = virtualMachine;
    try {
      postgres = open(DurablePostgres.start(work.folder()));
      town = open(town(work, plan));
      districts =
          Stream.of(town.readyValue("districts").split(" ", -1))
              .map(pair -> pair.split(":", 2))
              .map(pair -> new District(pair[0], pair[1]))
              .toList();
      keyset = keyset();
      access = Files.writeString(work.folder().resolve("access.yaml"), accessFile());
      for (int i = 0; i < plan.servers(); i++) {
        try (var connection = postgres.connect();
            var statement = connection.createStatement()) {
          statement.execute("create role server" + i + " superuser login");
        }
        members.add(member("server" + i));
      }
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** Starts everything. */
  public static Fleet start(BenchFolder work, Plan plan)
      throws IOException, SQLException, InterruptedException {
    return new Fleet(work, plan, List.of(), List.of());
  }

  /**
   * Starts everything, with some other classes in the servers and with Java options that make them
   * start fast rather than serve fast.
   *
   * @param before folders of classes that come before the product's
   */
  public static Fleet startHastily(BenchFolder work, Plan plan, List<Path> before)
      throws IOException, SQLException, InterruptedException {
    return new Fleet(work, plan, before, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  }

  /** Returns the database that all servers share. */
  public DurablePostgres postgres() {
    return postgres;
  }

  /** Returns the process that plays Clever. */
  public JavaChild town() {
    return town;
  }

  /** Returns all districts of the town. */
  public List<District> districts() {
    return districts;
  }

  /** Returns the current servers. */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** Starts a new server in place of one that has ended. */
  public void restart(int index) throws IOException, InterruptedException {
    var gone = members.get(index);
    gone.channel().shutdownNow();
    members.set(index, member(gone.user()));
  }

  /** Returns a token for the subject operator, app or reviewer, valid for a day. */
  public String token(String subject) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(town.readyValue("issuer") + "/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "subject=" + subject + "&audience=homeroom&expires_in=86400",
                    StandardCharsets.UTF_8))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var body = http.send(request, BodyHandlers.ofString()).body();
      return new JsonMapper().readTree(body).path("access_token").stringValue();
    }
  }

  /** Changes about this percentage of a district at Clever. */
  public void drift(District district, double percent) throws IOException, InterruptedException {
    order("drift?district=%s&percent=%s".formatted(district.id(), percent));
  }

  /**
   * Changes the last name of some students of a district at Clever and nothing else.
   *
   * @param first the index of the first of them in the order of Clever's records; after the last
   *     student comes the first one
   * @param name one word
   */
  public void rename(District district, int first, int count, String name)
      throws IOException, InterruptedException {
    order(
        "rename?district=%s&first=%d&count=%d&name=%s"
            .formatted(district.id(), first, count, name));
  }

  private void order(String order) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(town.readyValue("url") + "/town/" + order))
            .POST(BodyPublishers.noBody())
            .build();
    try (var http = HttpClient.newHttpClient()) {
      if (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
        throw new BenchException("the town does not change");
      }
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    parts.push(part);
    return part;
  }

  private static JavaChild town(BenchFolder work, Plan plan)
      throws IOException, InterruptedException {
    var ready = work.folder().resolve("town.json");
    var program =
        new Program(
            work.root(),
            "bench",
            "dev.homeroom.bench.town.TownMain",
            List.of("-Xmx1g"),
            List.of(
                Integer.toString(plan.districts()),
                Integer.toString(plan.students()),
                Long.toString(plan.seed()),
                ready.toString()));
    return JavaChild.start(program, Map.of(), work.folder(), ready);
  }

  private Program server(List<String> arguments) {
    return new Program(
        work.root(),
        "server",
        "dev.homeroom.server.Main",
        Stream.concat(
                virtualMachine.stream(),
                Stream.of("-Xmx" + plan.serverHeap(), "-XX:+ExitOnOutOfMemoryError"))
            .toList(),
        arguments,
        before);
  }

  private Member member(String user) throws IOException, InterruptedException {
    var folder = Files.createDirectories(work.folder().resolve(user + "-" + starts++));
    var ready = folder.resolve("ready.json");
    var environment = new HashMap<String, String>();
    environment.put("HOMEROOM_LISTEN", "127.0.0.1:0");
    environment.put("HOMEROOM_DATABASE_URL", postgres.url());
    environment.put("HOMEROOM_DATABASE_USER", user);
    environment.put("HOMEROOM_DATABASE_PASSWORD", "none");
    environment.put("HOMEROOM_CLEVER_API_URL", town.readyValue("url"));
    environment.put("HOMEROOM_CLEVER_OAUTH_URL", town.readyValue("url"));
    environment.put("HOMEROOM_KEYSET_FILE", keyset.toString());
    environment.put("HOMEROOM_ACCESS_FILE", access.toString());
    environment.put("HOMEROOM_LEASE", plan.lease().toString());
    environment.put("HOMEROOM_CALLS_PER_MINUTE", "100000000");
    environment.put("HOMEROOM_READY_FILE", ready.toString());
    var process = open(JavaChild.start(server(List.of()), environment, folder, ready));
    return new Member(user, process, channel(process.readyValue("address")));
  }

  private ManagedChannel channel(String address) {
    var channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
    open(channel::shutdownNow);
    return channel;
  }

  /** Returns an interceptor for calls as the token's subject. */
  public static io.grpc.ClientInterceptor bearer(String token) {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private Path keyset() throws IOException, InterruptedException {
    var file = work.folder().resolve("keyset.json");
    int exit =
        new ProcessBuilder(server(List.of("keyset")).command())
            .redirectOutput(file.toFile())
            .redirectError(work.folder().resolve("keyset.log").toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new BenchException("the server makes no keys; see " + work.folder());
    }
    return file;
  }

  private String accessFile() {
    return """
    issuers:
      - issuer: %1$s
        audience: homeroom
    grants:
      - {issuer: "%1$s", subject: operator, role: operator, districts: all, withoutToken: true}
      - {issuer: "%1$s", subject: reviewer, role: reviewer, districts: all, fields: all}
      - {issuer: "%1$s", subject: app, role: app, districts: all, fields: all}
    """
        .formatted(town.readyValue("issuer"));
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failure) {
        throw new BenchException("something did not stop: " + failure);
      }
    }
  }
}
