package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.drift.Drift;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultKinds;
import dev.homeroom.sandbox.history.HistoryStep;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<History, RandomHistory> histories = new HashMap<>();

  ControlActions(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.state = new SandboxState(sandbox);
  }

  /** The key of a random history that continues from call to call. */
  private record History(RandomHistory.Profile profile, long seed) {}

  /** Carries out an order and returns what it led to. */
  Map<String, ?> carryOut(Order order) {
    var world = sandbox.world();
    return switch (order) {
      case Order.Changes(var changes) -> change(changes);
      case Order.Random random -> random(random);
      case Order.Drift(var percent) -> apply(Drift.of(sandbox.roster(), percent));
      case Order.Sharing(var share) -> after(() -> world.share(share));
      case Order.ShareSchool(var school, var choice) ->
          after(() -> world.shareSchool(school, choice));
      case Order.UnshareSchool(var school) -> after(() -> world.unshareSchool(school));
      case Order.Access(var access) -> after(() -> world.dataAccess(access));
      case Order.Pause pause -> after(() -> world.pause(end(pause)));
      case Order.Resume _ -> after(world::resume);
      case Order.Hold _ -> after(world::hold);
      case Order.Approve _ -> after(world::approve);
      case Order.Discard _ -> discard();
      case Order.Fail(var error) -> after(() -> world.fail(error));
      case Order.Recover _ -> after(world::recover);
      case Order.Disconnect _ -> {
        requireConnected("the district is disconnected already; connect it");
        yield after(sandbox::disconnect);
      }
      case Order.Connect _ -> after(sandbox::connect);
      case Order.Rotate _ -> {
        requireConnected("the district is disconnected; connect it first");
        yield after(sandbox::rotateToken);
      }
      case Order.RedirectUris(var uris) -> after(() -> sandbox.signIn().app().redirectTo(uris));
      case Order.RevokeLogins(var user) -> after(() -> sandbox.signIn().revokeTokens(user));
      case Order.RotateKeys _ -> after(sandbox.signIn()::rotateKeys);
      case Order.Clock clock -> set(clock);
      case Order.Events(var on) -> after(() -> sandbox.events(required(on)));
      case Order.Profile profile -> after(() -> edit(profile));
      case Order.State _ -> state();
      case Order.Faults _ -> faults();
      case Order.AddFault(var fault) -> {
        sandbox.faults().add(FaultKinds.read(fault));
        yield faults();
      }
      case Order.ClearFaults(var kind) -> {
        sandbox.faults().clear(kind.isPresent() ? FaultKinds.ofWord(kind.get()) : Fault.class);
        yield faults();
      }
    };
  }

  private Map<String, @Nullable Object> after(Runnable action) {
    action.run();
    return state();
  }

  private Map<String, @Nullable Object> state() {
    var content = state.content();
    content.put("faults", activeFaults());
    return content;
  }

  private Map<String, ?> change(List<RosterChange> changes) {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException(
          "name one change at least; kinds are "
              + String.join(", ", KindNames.kinds(RosterChange.class).keySet()));
    }
    return apply(changes);
  }

  private Map<String, ?> apply(List<RosterChange> changes) {
    return difference(sandbox.world().apply(changes));
  }

  private Map<String, Object> difference(Roster before) {
    return new RosterDifference(before, sandbox.roster()).content();
  }

  private Map<String, ?> random(Order.Random order) {
    var profile = order.profile().orElse(RandomHistory.Profile.ORDINARY);
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
    List<JsonNode> happened = new ArrayList<>();
    for (var count = 0; count < steps; count++) {
      var step = history.nextStep(sandbox.roster(), sandbox.world().profile().state());
      step.happenTo(sandbox.world(), sandbox.clock());
      happened.add(RecordJson.write(step));
    }
    Map<String, Object> content = new LinkedHashMap<>(difference(before));
    content.put("steps", happened);
    return content;
  }

  private Instant end(Order.Pause order) {
    if (order.until().isPresent() == order.duration().isPresent()) {
      throw new IllegalArgumentException(
          "a pause has either until, a time, or duration, such as \"P60D\"");
    }
    return order.until().orElseGet(() -> sandbox.clock().after(order.duration().orElseThrow()));
  }

  private Map<String, ?> discard() {
    var before = sandbox.roster();
    var content = after(sandbox.world()::discard);
    content.put("discarded", difference(before));
    return content;
  }

  private void requireConnected(String problem) {
    if (sandbox.currentToken().isEmpty()) {
      throw new IllegalStateException(problem);
    }
  }

  /**
   * Refuses to set the clock to a time that it cannot show. This depends on the real time, so it
   * must be decided before the journal keeps the command: a restart repeats what is kept.
   */
  void requireTime(Order.Clock order) {
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

  private Map<String, ?> set(Order.Clock order) {
    order.to().ifPresent(sandbox.clock()::set);
    order.advance().ifPresent(sandbox.clock()::advance);
    if (order.now().orElse(false)) {
      sandbox.clock().reset();
    }
    return Map.of("clock", sandbox.clock().instant().toString());
  }

  private static boolean required(Optional<Boolean> on) {
    return on.orElseThrow(() -> new IllegalArgumentException("on is true or false; name one"));
  }

  private void edit(Order.Profile order) {
    var world = sandbox.world();
    order.healthyState().ifPresent(DistrictSimulation::requireHealthy); // before anything is edited
    world.edit(profile -> {
      var edited = order.launchDate().map(profile::launching).orElse(profile);
      edited = order.loginMethods().map(edited::loggingInBy).orElse(edited);
      edited = order.sisType().map(edited::fedBy).orElse(edited);
      return order.dateForm().map(edited::writingDatesAs).orElse(edited);
    });
    order.healthyState().ifPresent(world::healthyState);
  }

  private Map<String, ?> faults() {
    return Map.of("on", activeFaults(), "met", sandbox.faults().met(), "kinds", FaultKinds.words());
  }

  private List<Map<String, JsonNode>> activeFaults() {
    return sandbox.faults().active().stream().map(FaultKinds::write).toList();
  }
}
