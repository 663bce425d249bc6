package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.client.HomeroomClient;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows the server's stream of district states and triggers a pass when a state changes.
 * Reconnects by itself. After each connection the server sends every state again, and districts of
 * this cluster that no resource declares are released.
 */
final class DistrictStates extends AbstractEventSource<DistrictState, DistrictSync> {
  private static final Logger log = LoggerFactory.getLogger(DistrictStates.class);
  private static final String BY_DISTRICT = "district";
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HomeroomClient server;
  private final String cluster;
  private final DeclarationRequests requests;
  private final OrphanedDistricts orphans;
  private final IndexerResourceCache<DistrictSync> primaries;
  private final KnownStates known = new KnownStates();
  private volatile boolean connected;
  private volatile @Nullable Thread follower;
  private volatile @Nullable BlockingClientCall<?, WatchDistrictStatesResponse> call;

  /** The number of failures in a row; used by the follower thread only. */
  private int failures;

  DistrictStates(
      HomeroomClient server,
      String cluster,
      DeclarationRequests requests,
      OrphanedDistricts orphans,
      IndexerResourceCache<DistrictSync> primaries) {
    super(DistrictState.class, "district-states");
    this.server = server;
    this.cluster = cluster;
    this.requests = requests;
    this.orphans = orphans;
    this.primaries = primaries;
    primaries.addIndexer(BY_DISTRICT, primary -> List.of(primary.getSpec().districtId()));
  }

  /** Returns whether the stream is up and has sent the state of every district. */
  boolean connected() {
    return connected;
  }

  KnownStates known() {
    return known;
  }

  /**
   * Returns the state of the district that {@code resource} declares, if the resource owns the
   * district.
   */
  Optional<DistrictState> find(DistrictSync resource) {
    return known
        .find(resource.getSpec().districtId())
        .filter(state -> requests.owns(resource, state));
  }

  /**
   * Reconnects the stream. Orphans are released after each connection, so this retries a release
   * that did not reach the server.
   */
  void restart() {
    var current = call;
    if (current != null) {
      current.cancel("the operator reconnects", null);
    }
  }

  /** Releases orphans now if the stream is up, otherwise once it is. */
  void releaseOrphans() {
    if (connected && !orphans.release(known.all())) {
      restart();
    }
  }

  @Override
  public Set<DistrictState> getSecondaryResources(DistrictSync primary) {
    return find(primary).map(Set::of).orElse(Set.of());
  }

  @Override
  public synchronized void start() {
    super.start();
    follower = Thread.ofVirtual().name("district-states").start(this::follow);
  }

  @Override
  public synchronized void stop() {
    super.stop();
    var thread = follower;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void follow() {
    try {
      while (isRunning()) {
        watchOnce();
        connected = false;
        failures++;
        if (failures == 2) { // a first failure may be a server restart, not worth a pass
          wakeAll();
        }
        Thread.sleep(pause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchOnce() throws InterruptedException {
    server.reconnect();
    var stream = server.watch(cluster);
    call = stream;
    try {
      var listed = new HashSet<String>();
      for (var next = stream.read(); next != null; next = stream.read()) {
        take(next, listed);
      }
    } catch (StatusException e) {
      log.atLevel(failures == 0 ? Level.WARN : Level.DEBUG)
          .addKeyValue("code", e.getStatus().getCode())
          .addKeyValue("said", e.getStatus().getDescription())
          .log("the server's stream of district states ended; connecting again");
    } finally {
      stream.cancel("done", null);
    }
  }

  private void take(WatchDistrictStatesResponse message, Set<String> listed) {
    switch (message.getEventCase()) {
      case STATE -> {
        var state = message.getState();
        var district = DeclarationRequests.districtId(state);
        listed.add(district);
        switch (known.receive(state)) {
          case NOTHING -> {}
          case STATE -> wakeOwner(state);
          case OWNER -> wakeDeclaring(district);
        }
      }
      case DELETED -> {
        var district = DeclarationRequests.districtId(message.getDeleted());
        known.remove(district).ifPresent(this::wakeOwner);
        wakeDeclaring(district);
      }
      case SYNCED -> synced(listed);
      case EVENT_NOT_SET -> {}
    }
  }

  private void synced(Set<String> listed) {
    known.keepOnly(listed);
    connected = true;
    log.atInfo()
        .addKeyValue("districts", listed.size())
        .log("following the server's district states");
    wakeAll();
    if (orphans.release(known.all())) {
      failures = 0;
    } else {
      restart();
    }
  }

  private Duration pause() {
    var longest = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(failures, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private void wakeAll() {
    primaries.list().map(ResourceID::fromResource).forEach(this::wake);
  }

  private void wakeOwner(DistrictState state) {
    wake(new ResourceID(state.getOwner().getName(), state.getOwner().getNamespace()));
  }

  /**
   * Triggers a pass of every resource that declares the district: the server's answer to it may be
   * another one now.
   */
  private void wakeDeclaring(String district) {
    primaries.byIndex(BY_DISTRICT, district).stream()
        .map(ResourceID::fromResource)
        .forEach(this::wake);
  }

  private void wake(ResourceID id) {
    getEventHandler().handleEvent(new Event(id));
  }
}
