package dev.homeroom.server.sync.apply;

import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.guard.HoldPlanner.Held;
import dev.homeroom.server.sync.stage.RunLease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;

/** Explains to people why removals of a run wait for a decision or were not carried out. */
final class RunMessage {
  private static final String ONLY_ADDS =
      "Clever's counts differ from what it lists, and too much would go to be looked at one by one,"
          + " so nothing was removed. The next sync tries again; if it stays, ask Clever's support.";
  private static final String SET_ASIDE =
      "Records were set aside unread, as the findings say, so nothing of their type was removed.";
  private static final String UNSURE =
      "Not every section or user could be read, so nothing was removed that the declared share may"
          + " cover because of one of them. The next sync tries again.";

  private RunMessage() {}

  /** Returns the explanation; empty if all is well. */
  static String of(
      RunLease take, Changes compared, Map<RosterType, TypeChangeCounts> effects, Held held) {
    if (compared.onlyAdds()) {
      return ONLY_ADDS;
    }
    var sentences = new ArrayList<String>();
    held.plan()
        .map(plan ->
            "Removals wait in "
                + ResourceNames.plan(take.district().id(), plan)
                + " until a person decides: "
                + held.reason()
                + " Look at the plan's changes, then approve or reject it.")
        .ifPresent(sentences::add);
    if (anyWithheld(effects, compared.blocked())) {
      sentences.add(SET_ASIDE);
    }
    if (anyWithheld(effects, compared.unsure())) {
      sentences.add(UNSURE);
    }
    return String.join(" ", sentences);
  }

  private static boolean anyWithheld(
      Map<RosterType, TypeChangeCounts> effects, Collection<RosterType> types) {
    return types.stream().anyMatch(type -> TypeChangeCounts.of(effects, type).unproven() > 0);
  }
}
