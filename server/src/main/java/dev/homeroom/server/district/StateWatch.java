package dev.homeroom.server.district;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.district.DistrictStates.StateFilter;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.call.AnswerStream;
import dev.homeroom.server.sharing.decision.Shares.Detail;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends one caller the states of districts: first all of them, then the changes. Signals say where
 * to look, and the state is read from the database, so that a slow caller gets the newest state and
 * none in between, and nothing queues up for it.
 */
final class StateWatch {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAGE = 100;

  private final Database database;
  private final StateFilter filter;
  private final AnswerStream<WatchDistrictStatesResponse> out;
  private final Map<CleverId, DistrictState> sent = new HashMap<>();

  StateWatch(Database database, StateFilter filter, AnswerStream<WatchDistrictStatesResponse> out) {
    this.database = database;
    this.filter = filter;
    this.out = out;
  }

  /** Runs until it is interrupted. */
  void run(Signals signals) throws InterruptedException {
    try (var changes = signals.subscribeAll(Signals.Channel.DISTRICT)) {
      sendAll();
      out.send(WatchDistrictStatesResponse.newBuilder().setSynced(true).build());
      while (true) {
        var wake = changes.await(LOOK_AGAIN);
        if (wake.everything() || wake.isEmpty()) {
          sendAll();
        }
        for (var key : wake.keys()) {
          look(CleverId.of(key));
        }
        TimeUnit.MILLISECONDS.sleep(BREATH.toMillis());
      }
    }
  }

  private void look(CleverId id) throws InterruptedException {
    var state =
        database.snapshot(PATIENCE, sql -> DistrictStates.find(sql, id, filter, Detail.NUMBER));
    var free =
        state.isEmpty()
            && !sent.containsKey(id)
            && database.snapshot(PATIENCE, sql -> DistrictStates.isFree(sql, id, filter));
    if (free) {
      sendDeleted(id);
    } else {
      send(id, state);
    }
  }

  private void sendAll() throws InterruptedException {
    var gone = new HashSet<>(sent.keySet());
    Optional<CleverId> after = Optional.empty();
    while (true) {
      var from = after;
      var page = database.snapshot(PATIENCE, sql -> DistrictStates.page(sql, filter, from, PAGE));
      for (var state : page) {
        var id = ResourceNames.requireDistrictState("name", state.getName());
        gone.remove(id);
        send(id, Optional.of(state));
        after = Optional.of(id);
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    for (var id : gone) {
      send(id, Optional.empty());
    }
  }

  private void send(CleverId id, Optional<DistrictState> state) throws InterruptedException {
    var before = Optional.ofNullable(sent.get(id));
    if (state.equals(before)) {
      return;
    }
    if (state.isPresent()) {
      sent.put(id, state.get());
      out.send(WatchDistrictStatesResponse.newBuilder().setState(state.get()).build());
    } else {
      sent.remove(id);
      sendDeleted(id);
    }
  }

  private void sendDeleted(CleverId id) throws InterruptedException {
    out.send(
        WatchDistrictStatesResponse.newBuilder().setDeleted(ResourceNames.district(id)).build());
  }
}
