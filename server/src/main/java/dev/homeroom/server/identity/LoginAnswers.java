package dev.homeroom.server.identity;

import static dev.homeroom.server.db.generated.Tables.LOGIN_ANSWERS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.v1.CompleteLoginResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges each of Clever's codes only once over all servers, and repeats the answer for a minute
 * to a caller with the same login. The answer is stored encrypted and bound to the login's state,
 * which only its caller can open, and only with the browser's secret.
 */
final class LoginAnswers {
  private static final Logger log = LoggerFactory.getLogger(LoginAnswers.class);
  private static final Duration LIFE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Database database;
  private final Signals signals;
  private final Keyset keyset;
  private final Clock clock;

  LoginAnswers(Database database, Signals signals, Keyset keyset, Clock clock) {
    this.database = database;
    this.signals = signals;
    this.keyset = keyset;
    this.clock = clock;
  }

  /** Exchanges a code at Clever. */
  @FunctionalInterface
  interface Exchange {
    CompleteLoginResponse carryOut() throws InterruptedException;
  }

  /** The state of a code in the database. */
  private sealed interface Known {
    /** Nobody else exchanges it; this call does. */
    record Ours() implements Known {}

    /** Another call is exchanging it now. */
    record Underway() implements Known {}

    /** It was exchanged. */
    record Answered(CompleteLoginResponse answer) implements Known {}
  }

  /**
   * The answer to a code: from a new exchange, from one in progress, or from an earlier one.
   *
   * @param state the state of the login, already opened by its caller
   * @param patience how long to wait for another call's exchange
   */
  CompleteLoginResponse once(String code, String state, Duration patience, Exchange exchange)
      throws InterruptedException {
    var hash = LoginStates.hash(code);
    var key = HexFormat.of().formatHex(hash);
    long end = System.nanoTime() + patience.toNanos();
    try (var changes = signals.subscribe(Signals.Channel.LOGIN, key)) {
      while (true) {
        switch (claim(hash, state)) {
          case Known.Ours() -> {
            return exchanged(hash, key, state, exchange);
          }
          case Known.Answered(var answer) -> {
            return answer;
          }
          case Known.Underway() -> {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative()) {
              throw LoginRefusals.codeRejected();
            }
            changes.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
          }
        }
      }
    }
  }

  /** The job that deletes expired answers, every minute. */
  RecurringTask<Void> forgetting() {
    return Tasks.recurring("login-answers", FixedDelay.of(LIFE))
        .execute((_, _) ->
            database
                .dsl()
                .deleteFrom(LOGIN_ANSWERS)
                .where(LOGIN_ANSWERS.EXPIRES_AT.le(now()))
                .execute());
  }

  private Known claim(byte[] hash, String state) {
    var answers = LOGIN_ANSWERS;
    return database.transaction(transaction -> {
      transaction
          .deleteFrom(answers)
          .where(answers.CODE_HASH.eq(hash).and(answers.EXPIRES_AT.le(now())))
          .execute();
      int claimed =
          transaction
              .insertInto(answers)
              .set(answers.CODE_HASH, hash)
              .set(answers.EXPIRES_AT, now().plus(LIFE))
              .onConflictDoNothing()
              .execute();
      if (claimed > 0) {
        return new Known.Ours();
      }
      return transaction
          .select(answers.ANSWER)
          .from(answers)
          .where(answers.CODE_HASH.eq(hash))
          .fetchOptional(answers.ANSWER)
          .<Known>map(sealed -> new Known.Answered(opened(sealed, state)))
          .orElseGet(Known.Underway::new);
    });
  }

  private CompleteLoginResponse exchanged(byte[] hash, String key, String state, Exchange exchange)
      throws InterruptedException {
    @Nullable CompleteLoginResponse answer = null;
    try {
      answer = exchange.carryOut();
      return answer;
    } finally {
      try {
        settle(hash, key, Optional.ofNullable(answer).map(given -> sealed(given, state)));
      } catch (RuntimeException unkept) {
        // Clever has used up the code: the login is valid, but its answer cannot be repeated.
        log.atWarn().setCause(unkept).log("the answer to a login could not be kept");
      }
    }
  }

  /** Stores the answer, or deletes a code that led to none. */
  private void settle(byte[] hash, String key, Optional<byte[]> sealed) {
    var answers = LOGIN_ANSWERS;
    database.transaction(transaction -> {
      var code = answers.CODE_HASH.eq(hash);
      if (sealed.isPresent()) {
        transaction.update(answers).set(answers.ANSWER, sealed.get()).where(code).execute();
      } else {
        transaction.deleteFrom(answers).where(code).execute();
      }
      Signals.send(transaction, Signals.Channel.LOGIN, key);
      return key;
    });
  }

  private byte[] sealed(CompleteLoginResponse answer, String state) {
    return keyset.encrypt(answer.toByteArray(), state.getBytes(UTF_8));
  }

  private CompleteLoginResponse opened(byte[] sealed, String state) {
    return keyset
        .decrypt(sealed, state.getBytes(UTF_8))
        .map(LoginAnswers::parsed)
        .orElseThrow(() -> LoginRefusals.codeRejected());
  }

  private static CompleteLoginResponse parsed(byte[] answer) {
    try {
      return CompleteLoginResponse.parseFrom(answer);
    } catch (InvalidProtocolBufferException foreign) {
      throw new IllegalStateException("an answer that we sealed is none", foreign);
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
