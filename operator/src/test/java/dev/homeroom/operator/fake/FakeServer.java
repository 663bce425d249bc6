package dev.homeroom.operator.fake;

import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server on a loopback port that knows districts, owners and tokens, and whose syncs go as the
 * test says. It can be switched off and on again at the same port.
 */
public final class FakeServer implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final FakeDistricts districts = new FakeDistricts();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicInteger missing = new AtomicInteger();
  private final ServerCredentials credentials;
  private int port;
  private @Nullable Server server;

  private FakeServer(ServerCredentials credentials) {
    this.credentials = credentials;
  }

  /** Starts one on a free port, without TLS. */
  public static FakeServer start() throws IOException {
    return start(InsecureServerCredentials.create());
  }

  /** Starts one on a free port. */
  public static FakeServer start(ServerCredentials credentials) throws IOException {
    var fake = new FakeServer(credentials);
    fake.switchOn();
    return fake;
  }

  /** Starts serving, at the port of before if there was one. */
  public void switchOn() throws IOException {
    var started =
        Grpc.newServerBuilderForPort(port, credentials)
            .addService(new FakeDistrictService(districts))
            .addService(new FakeSyncService(districts))
            .intercept(new AuthorizationRecorder())
            .build()
            .start();
    server = started;
    port = started.getPort();
  }

  /** Ends every call and refuses new ones. */
  public void switchOff() throws InterruptedException {
    var running = server;
    if (running != null) {
      districts.endWatches();
      running.shutdownNow().awaitTermination();
      server = null;
    }
  }

  /** Where it serves, or served. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /** Every declaration that arrived, the oldest first. */
  public List<ApplyDistrictRequest> applied() {
    return districts.applied();
  }

  /** Every wish for a sync that arrived. */
  public List<TriggerSyncRequest> triggered() {
    return districts.triggered();
  }

  /** What the newest call carried as {@code authorization}. */
  public String lastAuthorization() {
    return authorizations.isEmpty() ? "" : authorizations.getLast();
  }

  /** How a district stands, if it is declared. */
  public Optional<DistrictState> find(String districtId) {
    return districts.find(districtId);
  }

  /** Changes how a declared district fares and tells all who watch. */
  public void change(String districtId, UnaryOperator<DistrictState.Builder> change) {
    districts.change(districtId, change);
  }

  /** Declares a district for somebody else, as another cluster would. */
  public void declareFor(String cluster, String districtId) {
    districts.declareFor(cluster, districtId);
  }

  /** The next calls find nobody who answers. */
  public void misses(int calls) {
    missing.set(calls);
  }

  /** From now on Clever refuses this token; an empty one is one that it does not list. */
  public void cleverRefuses(String token) {
    districts.cleverRefuses(token);
  }

  @Override
  public void close() throws InterruptedException {
    switchOff();
  }

  private final class AuthorizationRecorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      authorizations.add(Optional.ofNullable(headers.get(AUTHORIZATION)).orElse(""));
      if (missing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        call.close(Status.UNAVAILABLE, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
