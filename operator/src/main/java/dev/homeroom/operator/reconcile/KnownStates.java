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
  /** The part of a state from the stream that is new. */
  enum News {
    NOTHING,
    STATE,
    OWNER
  }

  /**
   * A state and where it came from.
   *
   * @param told how many states of the district the stream has sent
   * @param owner the owner in the last of these; null before the first
   */
  private record Entry(DistrictState state, long told, @Nullable DistrictOwner owner) {
    static final Entry NONE = new Entry(DistrictState.getDefaultInstance(), 0, null);
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  Optional<DistrictState> find(String districtId) {
    return Optional.ofNullable(entries.get(districtId)).map(Entry::state);
  }

  /** Returns how many states of this district the stream has sent; 0 for an unknown one. */
  long told(String districtId) {
    return entries.getOrDefault(districtId, Entry.NONE).told();
  }

  /**
   * Takes a state from the stream and returns what is new in it: another owner than the stream sent
   * before, or anything that reaches status.
   */
  News tell(DistrictState state) {
    var id = DeclarationRequests.districtId(state);
    var before = entries.getOrDefault(id, Entry.NONE);
    entries.put(id, new Entry(state, before.told() + 1, state.getOwner()));
    if (!state.getOwner().equals(before.owner())) {
      return News.OWNER;
    }
    return essence(before.state()).equals(essence(state)) ? News.NOTHING : News.STATE;
  }

  /**
   * Takes a state from the reply to a call; ignored if {@link #told} no longer returns {@code
   * since}, its value at the start of the call.
   */
  void reply(DistrictState state, long since) {
    entries.compute(
        DeclarationRequests.districtId(state),
        (_, entry) -> {
          var before = entry == null ? Entry.NONE : entry;
          return before.told() == since ? new Entry(state, since, before.owner()) : entry;
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
