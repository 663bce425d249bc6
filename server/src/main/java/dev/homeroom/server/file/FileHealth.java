package dev.homeroom.server.file;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Reports the health of files. Each has a service of its own, {@code homeroom.files.<name>}, which
 * is serving while the content in force equals the files. As an interceptor of the health service,
 * it adds the metadata {@code homeroom-in-force-since} to the answer of a check: the time, in UTC,
 * when the content in force was read. The server's own health does not depend on it.
 */
public final class FileHealth implements ServerInterceptor {
  private static final String PREFIX = "homeroom.files.";
  private static final Metadata.Key<String> IN_FORCE_SINCE =
      Metadata.Key.of("homeroom-in-force-since", Metadata.ASCII_STRING_MARSHALLER);

  private final ConcurrentMap<String, Supplier<List<WatchedFile<?>>>> files =
      new ConcurrentHashMap<>();

  /** Reports several files under one name from now on: the name is unhealthy if any of them is. */
  public void add(String name, Supplier<List<WatchedFile<?>>> named) {
    files.put(PREFIX + name, named);
  }

  /** Reports a file from now on. */
  public void add(String name, WatchedFile<?> named) {
    add(name, () -> List.of(named));
  }

  /** Passes the status of each service on. */
  public void report(BiConsumer<String, ServingStatus> health) {
    for (Map.Entry<String, Supplier<List<WatchedFile<?>>>> each : new TreeMap<>(files).entrySet()) {
      var failing =
          each.getValue().get().stream().anyMatch(file -> file.state().failingSince().isPresent());
      health.accept(each.getKey(), failing ? ServingStatus.NOT_SERVING : ServingStatus.SERVING);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var aged = new Aged<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(aged, headers)) {
      @Override
      public void onMessage(Q request) {
        if (request instanceof HealthCheckRequest check) {
          aged.since = inForceSince(check.getService());
        }
        super.onMessage(request);
      }
    };
  }

  /** The time of the oldest content among the failing files, or among all if none is failing. */
  private Optional<Instant> inForceSince(String service) {
    return Optional.ofNullable(files.get(service)).stream()
        .flatMap(named -> named.get().stream())
        .map(WatchedFile::state)
        .min(
            Comparator.<WatchedFile.State, Boolean>comparing(
                    state -> state.failingSince().isEmpty())
                .thenComparing(WatchedFile.State::inForceSince))
        .map(WatchedFile.State::inForceSince);
  }

  private static final class Aged<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private volatile Optional<Instant> since = Optional.empty();

    Aged(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      since.ifPresent(time -> headers.put(IN_FORCE_SINCE, time.toString()));
      super.sendHeaders(headers);
    }
  }
}
