package dev.homeroom.operator.reconcile;

import dev.homeroom.v1.DistrictOwner;
import dev.homeroom.v1.DistrictState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of each district, by district id. States arrive from the stream and in replies
 * to calls; a reply counts only if the stream sent nothing about the district during the call.
 */
final class KnownStates {
  /** The part of a state from the stream that differs from what the stream sent before. */
  enum News {
    NOTHING,
    STATE,
    OWNER
  }

  /**
   * The newest state, and what the stream has sent about the district.
   *
   * @param received the number of states from the stream
   * @param streamOwner the owner in the last state from the stream; null before the first
   */
  private record Entry(DistrictState state, long received, @Nullable DistrictOwner streamOwner) {
    static final Entry NONE = new Entry(DistrictState.getDefaultInstance(), 0, null);
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  Optional<DistrictState> find(String districtId) {
    return Optional.ofNullable(entries.get(districtId)).map(Entry::state);
  }

  /** Returns the number of states of the district from the stream; 0 for an unknown district. */
  long received(String districtId) {
    return entries.getOrDefault(districtId, Entry.NONE).received();
  }

  /**
   * Takes a state from the stream and returns what is new in it: the owner, or else anything that
   * reaches status.
   */
  News receive(DistrictState state) {
    var id = DeclarationRequests.districtId(state);
    var before = entries.getOrDefault(id, Entry.NONE);
    entries.put(id, new Entry(state, before.received() + 1, state.getOwner()));
    if (!state.getOwner().equals(before.streamOwner())) {
      return News.OWNER;
    }
    return essence(before.state()).equals(essence(state)) ? News.NOTHING : News.STATE;
  }

  /**
   * Takes a state from the reply to a call; ignored if {@link #received} no longer returns {@code
   * since}, its value at the start of the call.
   */
  void reply(DistrictState state, long since) {
    entries.compute(
        DeclarationRequests.districtId(state),
        (_, entry) -> {
          var before = entry == null ? Entry.NONE : entry;
          return before.received() == since ? new Entry(state, since, before.streamOwner()) : entry;
        });
  }

  Optional<DistrictState> remove(String districtId) {
    return Optional.ofNullable(entries.remove(districtId)).map(Entry::state);
  }

  /** Drops every district that is not listed, and returns the dropped states. */
  List<DistrictState> keepOnly(Set<String> districtIds) {
    var gone = new HashSet<>(entries.keySet());
    gone.removeAll(districtIds);
    return gone.stream().map(this::remove).flatMap(Optional::stream).toList();
  }

  Collection<DistrictState> all() {
    return entries.values().stream().map(Entry::state).toList();
  }

  /**
   * Returns the state without the values that change many times a second and never reach status.
   */
  private static DistrictState essence(DistrictState state) {
    var essence = state.toBuilder();
    if (state.hasLatestRun()) {
      essence.getLatestRunBuilder().clearProgress().clearStages().clearChanges().clearFindings();
    }
    return essence.build();
  }
}
