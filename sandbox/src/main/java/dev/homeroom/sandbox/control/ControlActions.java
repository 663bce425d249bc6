package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.drift.Drift;
import dev.homeroom.sandbox.fault.FaultKinds;
import dev.homeroom.sandbox.history.HistoryStep;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.history.RandomHistory.Profile;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The actions of the commands on a sandbox; {@link CommandExecutor} runs one at a time.
 *
 * <p>An {@link IllegalArgumentException} means that a command can never be run, an {@link
 * IllegalStateException} that it cannot be run now.
 */
final class ControlActions {
  private static final int MOST_STEPS = 1_000;

  private final Sandbox sandbox;
  private final SandboxState state;
  private final FaultKinds faults = new FaultKinds(new ChangeJson());
  private final Map<History, RandomHistory> histories = new HashMap<>();

  ControlActions(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.state = new SandboxState(sandbox);
  }

  /** The key of a random history that continues from call to call. */
  private record History(Profile profile, long seed) {}

  Map<String, @Nullable Object> state() {
    var told = state.told();
    told.put("faults", activeFaults());
    return told;
  }

  Map<String, ?> change(CommandBodies.Changes order) {
    if (order.changes().isEmpty()) {
      throw new IllegalArgumentException(
          "name one change at least; kinds are "
              + KindNames.list(KindNames.kinds(RosterChange.class).keySet()));
    }
    return apply(order.changes());
  }

  Map<String, ?> drift(CommandBodies.Drifting order) {
    return apply(Drift.of(sandbox.roster(), order.percent()));
  }

  private Map<String, ?> apply(List<RosterChange> changes) {
    var before = sandbox.world().apply(changes);
    return difference(before);
  }

  private Map<String, Object> difference(Roster before) {
    return new RosterDifference(before, sandbox.roster()).told();
  }

  Map<String, ?> random(CommandBodies.Random order) {
    var profile = order.profile().orElse(Profile.ORDINARY);
    var seed = order.seed().orElse(sandbox.roster().seed());
    int steps = order.steps().orElse(1);
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "1 to %d steps can happen at once, not %d".formatted(MOST_STEPS, steps));
    }
    sandbox.clock().after(HistoryStep.LONGEST.multipliedBy(steps)); // refuses all steps or none
    var history =
        histories.computeIfAbsent(
            new History(profile, seed), which -> new RandomHistory(which.seed(), which.profile()));
    var before = sandbox.roster();
    List<@Nullable Object> happened = new ArrayList<>();
    for (var count = 0; count < steps; count++) {
      var step = history.nextStep(sandbox.roster(), sandbox.world().profile().state());
      step.happenTo(sandbox.world(), sandbox.clock());
      happened.add(RecordCodec.write(step, true));
    }
    Map<String, Object> told = new LinkedHashMap<>(difference(before));
    told.put("steps", happened);
    return told;
  }

  Map<String, ?> share(Share share) {
    sandbox.world().share(share);
    return state();
  }

  Map<String, ?> shareSchool(CommandBodies.SchoolShare order) {
    sandbox.world().shareSchool(order.school(), order.choice());
    return state();
  }

  Map<String, ?> unshareSchool(CommandBodies.School order) {
    sandbox.world().unshareSchool(order.school());
    return state();
  }

  Map<String, ?> access(DataAccess access) {
    sandbox.world().dataAccess(access);
    return state();
  }

  Map<String, ?> pause(CommandBodies.Pause order) {
    if (order.until().isPresent() == order.duration().isPresent()) {
      throw new IllegalArgumentException(
          "a pause has either until, a time, or duration, such as \"P60D\"");
    }
    var until =
        order.until().orElseGet(() -> sandbox.clock().after(order.duration().orElseThrow()));
    sandbox.world().pause(until);
    return state();
  }

  /** Runs one step and returns the new state. */
  Map<String, ?> happen(HistoryStep step) {
    var before = sandbox.roster();
    step.happenTo(sandbox.world(), sandbox.clock());
    Map<String, @Nullable Object> told = state();
    if (step instanceof HistoryStep.Discard) {
      told.put("discarded", difference(before));
    }
    return told;
  }

  Map<String, ?> disconnect() {
    if (sandbox.currentToken().isEmpty()) {
      throw new IllegalStateException("the district is disconnected already; connect it");
    }
    sandbox.disconnect();
    return state();
  }

  Map<String, ?> connect() {
    sandbox.connect();
    return state();
  }

  Map<String, ?> rotate() {
    if (sandbox.currentToken().isEmpty()) {
      throw new IllegalStateException("the district is disconnected; connect it first");
    }
    sandbox.rotateToken();
    return state();
  }

  Map<String, ?> redirectUris(CommandBodies.RedirectUris order) {
    sandbox.signIn().app().redirectTo(order.uris());
    return state();
  }

  Map<String, ?> revokeLogins(CommandBodies.Logins order) {
    sandbox.signIn().revokeTokens(order.user());
    return state();
  }

  Map<String, ?> rotateKeys() {
    sandbox.signIn().rotateKeys();
    return state();
  }

  /**
   * Refuses to set the clock to a time that it cannot show. This depends on the real time, so it
   * must be decided before the journal keeps the command: a restart repeats what is kept.
   */
  void requireTime(CommandBodies.Time order) {
    boolean now = order.now().orElse(false);
    if (Stream.of(order.to().isPresent(), order.advance().isPresent(), now)
            .filter(given -> given)
            .count()
        != 1) {
      throw new IllegalArgumentException(
          "the clock is set by one of to, a time, advance, such as \"P1D\", or now, true");
    }
    order.to().ifPresent(sandbox.clock()::requireReachable);
    order.advance().map(sandbox.clock()::after).ifPresent(sandbox.clock()::requireReachable);
  }

  Map<String, ?> time(CommandBodies.Time order) {
    order.to().ifPresent(sandbox.clock()::set);
    order.advance().ifPresent(sandbox.clock()::advance);
    if (order.now().orElse(false)) {
      sandbox.clock().reset();
    }
    return Map.of("clock", sandbox.clock().instant().toString());
  }

  Map<String, ?> events(CommandBodies.Events order) {
    var on =
        order.on().orElseThrow(() -> new IllegalArgumentException("on is true or false; name one"));
    sandbox.events(on);
    return state();
  }

  Map<String, ?> profile(CommandBodies.Profiling order) {
    var world = sandbox.world();
    order.healthyState().ifPresent(DistrictSimulation::requireHealthy); // before anything is edited
    world.edit(profile -> {
      var edited = order.launchDate().map(profile::launching).orElse(profile);
      edited = order.loginMethods().map(edited::loggingInBy).orElse(edited);
      edited = order.sisType().map(edited::fedBy).orElse(edited);
      return order.dateForm().map(edited::writingDatesAs).orElse(edited);
    });
    order.healthyState().ifPresent(world::healthyState);
    return state();
  }

  Map<String, ?> faults() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("on", activeFaults());
    told.put("met", sandbox.faults().met());
    told.put("kinds", FaultKinds.words());
    return told;
  }

  Map<String, ?> addFault(JsonNode fault) {
    sandbox.faults().add(faults.read(fault));
    return faults();
  }

  Map<String, ?> clearFaults() {
    sandbox.faults().clear();
    return faults();
  }

  Map<String, ?> clearFaults(String kind) {
    sandbox.faults().clear(FaultKinds.ofWord(kind));
    return faults();
  }

  private List<Map<String, Object>> activeFaults() {
    return sandbox.faults().active().stream().map(faults::write).toList();
  }
}
