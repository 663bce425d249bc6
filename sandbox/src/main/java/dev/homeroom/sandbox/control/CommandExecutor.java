package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Faults;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.identity.Login;
import dev.homeroom.sandbox.identity.TokenLog;
import dev.homeroom.sandbox.journal.CommandJournal;
import dev.homeroom.sandbox.journal.JournalEntry;
import dev.homeroom.sandbox.journal.JournalEntry.Cause;
import dev.homeroom.sandbox.journal.JournalException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs commands one after another, each at one time of the sandbox's clock. With a journal, a
 * command is written to it before it runs; a restart runs the same commands again, at the same
 * times. Safe for many threads.
 */
final class CommandExecutor {
  private final Sandbox sandbox;
  private final ControlActions controls;
  private final Optional<CommandJournal> journal;

  CommandExecutor(Sandbox sandbox, Optional<CommandJournal> journal) {
    this.sandbox = sandbox;
    this.controls = new ControlActions(sandbox);
    this.journal = journal;
    if (journal.isPresent()) {
      sandbox.routeFaults(new KeptEffects());
      sandbox.signIn().keepTokensBy(this::keepToken);
    }
  }

  /**
   * Runs a command.
   *
   * @throws IllegalArgumentException when the command can never be run
   * @throws IllegalStateException when the command cannot be run now
   * @throws Refusal when the journal cannot be written; then the command was not run
   */
  Map<String, ?> execute(Command command, JsonNode body) {
    return execute(command, body, Cause.CONTROL);
  }

  private Map<String, ?> execute(Command command, JsonNode body, Cause cause) {
    var order = command.read(body);
    return sandbox
        .world()
        .<Map<String, ?>>exclusively(() -> {
          if (!command.isKept()) {
            return controls.carryOut(order);
          }
          if (order instanceof Order.Clock clock) {
            controls.requireTime(clock);
          }
          var at = sandbox.clock().instant();
          keep(() -> new JournalEntry.Given(at, command.path(), body, cause, digest()));
          return sandbox.clock().standingStill(at, () -> controls.carryOut(order));
        });
  }

  private void keep(Supplier<JournalEntry> entry) {
    if (journal.isEmpty()) {
      return;
    }
    try {
      journal.get().append(entry.get());
    } catch (UncheckedIOException e) {
      throw new Refusal(
          503,
          "nothing happened, because it could not be kept: %s; make room for the file and try again"
              .formatted(e.getMessage()));
    }
  }

  private void keepToken(TokenLog.IssuedToken token, Runnable makeValid) {
    sandbox
        .world()
        .exclusively(() -> {
          var login = token.login();
          keep(() ->
              new JournalEntry.Issued(
                  sandbox.clock().instant(),
                  token.token(),
                  login.user().toString(),
                  login.role().word(),
                  token.until()));
          makeValid.run();
          return token;
        });
  }

  /**
   * Repeats everything in the journal. Faults end with a restart: if one of them had switched the
   * events feed off, the feed is switched on.
   *
   * @throws JournalException when a command meets another state than before
   */
  void replay() throws JournalException {
    var feedIsOffByFault = false;
    var number = 1;
    for (var entry : journal.orElseThrow().entries()) {
      number++;
      sandbox.clock().notBefore(entry.at()); // first, as the command may set it back
      switch (entry) {
        case JournalEntry.Issued issued -> sandbox.signIn().restore(token(issued));
        case JournalEntry.Given given -> {
          replay(given, number);
          if (given.name().equals("events")) {
            feedIsOffByFault =
                given.cause() == Cause.FAULT && !given.body().path("on").asBoolean(true);
          }
        }
      }
    }
    if (feedIsOffByFault) {
      execute(Command.kept("events"), json(Map.of("on", true)), Cause.START);
    }
  }

  private void replay(JournalEntry.Given given, int number) throws JournalException {
    var order = order(given, number);
    var shown =
        sandbox
            .clock()
            .standingStillAgain(
                given.at(),
                () -> {
                  if (!digest().equals(given.state())) {
                    return Optional.<Instant>empty();
                  }
                  try {
                    var _ = controls.carryOut(order);
                  } catch (IllegalArgumentException | IllegalStateException refusedAsBefore) {
                    // the same command in the same state was refused before, too
                  }
                  return Optional.of(sandbox.clock().instant());
                });
    if (shown.isEmpty()) {
      throw new JournalException(
          "this build of the sandbox makes another district of its history than the one that wrote it (from line %d on); start that build, or %s"
              .formatted(number, journal.orElseThrow().remedy()));
    }
    sandbox.clock().notBefore(shown.get());
  }

  private Order order(JournalEntry.Given given, int number) throws JournalException {
    try {
      return Command.kept(given.name()).read(given.body());
    } catch (IllegalArgumentException e) {
      throw new JournalException(
          "line %d of the history is no command of this build of the sandbox (%s); start the build that wrote it, or %s"
              .formatted(number, e.getMessage(), journal.orElseThrow().remedy()));
    }
  }

  private static TokenLog.IssuedToken token(JournalEntry.Issued issued) throws JournalException {
    var user = ObjectId.parse(issued.user());
    var role = Role.ofWord(issued.role());
    if (user.isEmpty() || role.isEmpty()) {
      throw new JournalException("the history holds a token of nobody; restore the file");
    }
    return new TokenLog.IssuedToken(
        issued.token(), new Login(user.get(), role.get()), issued.until());
  }

  /**
   * Changes the district by a percentage of drift if a start asks for one, unless the last start
   * that asked for one asked for the same.
   */
  void driftTo(double percent) {
    var kept = journal.orElseThrow();
    var last = kept.header().drift();
    for (var entry : kept.entries()) {
      if (entry instanceof JournalEntry.Given given
          && given.cause() == Cause.START
          && given.name().equals("drift")) {
        last = given.body().path("percent").asDouble();
      }
    }
    if (percent != 0 && percent != last) {
      execute(Command.kept("drift"), json(Map.of("percent", percent)), Cause.START);
    }
  }

  private String digest() {
    return StateDigest.of(sandbox);
  }

  private static JsonNode json(Map<String, ?> body) {
    return JsonMapper.shared().valueToTree(body);
  }

  /** The effects of faults, kept like commands. */
  private final class KeptEffects implements Faults.Effects {
    @Override
    public void change(List<RosterChange> changes) {
      var body = RecordJson.write(new Order.Changes(changes));
      execute(Command.kept("changes"), body, Cause.FAULT);
    }

    @Override
    public void events(BooleanSupplier on) {
      sandbox
          .world()
          .exclusively(() ->
              execute(Command.kept("events"), json(Map.of("on", on.getAsBoolean())), Cause.FAULT));
    }

    @Override
    public void endToken(boolean replaced) {
      try {
        execute(Command.kept(replaced ? "rotate" : "disconnect"), json(Map.of()), Cause.FAULT);
      } catch (IllegalStateException disconnected) {
        // another request has just disconnected the district: the token has ended
      }
    }
  }
}
