package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.http.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One request and the faults that it meets. */
public final class FaultedRequest {
  private final Faults faults;
  private final Faults.Effects effects;
  private final Clock clock;
  private final String path;
  private final Optional<RecordType> type;

  FaultedRequest(
      Faults faults, Faults.Effects effects, Clock clock, String path, Optional<RecordType> type) {
    this.faults = faults;
    this.effects = effects;
    this.clock = clock;
    this.path = path;
    this.type = type;
  }

  /**
   * Returns the fault of this kind that the request meets, if there is one. Each call uses the
   * fault up by one.
   */
  public <F extends Fault> Optional<F> take(Class<F> kind) {
    return take(kind, _ -> true);
  }

  /**
   * Returns the fault of this kind that the request meets and that passes a test, see {@link
   * #take}.
   */
  public <F extends Fault> Optional<F> take(Class<F> kind, Predicate<F> test) {
    return faults.take(kind, fault -> fault.where().concerns(path, type) && test.test(fault));
  }

  /** The time of the request. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Returns the answer to an accepted request: correct, or delayed, changed or replaced by faults.
   */
  public Answer spoil(Supplier<Answer> right) {
    take(Fault.Slow.class).ifPresent(FaultedRequest::delay);
    take(Fault.ChangeInWalk.class).ifPresent(fault -> effects.change(fault.changes()));
    var revoked = take(Fault.RevokedToken.class);
    if (revoked.isPresent()) {
      effects.endToken(revoked.get().replaced());
      return Answer.message(401, "Unauthorized");
    }
    var answer = replaced(right);
    return take(Fault.SlowBytes.class)
        .map(Fault.SlowBytes::bytesPerSecond)
        .map(answer::at)
        .orElse(answer);
  }

  private Answer replaced(Supplier<Answer> right) {
    return switch (take(Fault.OfAnswer.class).orElse(null)) {
      case Fault.Status(var status, var _) when status == 429 ->
          Answer.empty(429).with(RateLimitHeaders.EXHAUSTED);
      case Fault.Status(var status, var _) -> Answer.message(status, "Something went wrong");
      case Fault.Html _ -> Answer.html(200, "One moment please");
      case Fault.CutOff _ -> right.get().ending(Answer.Ending.CUT_OFF);
      case Fault.Reset _ -> right.get().ending(Answer.Ending.RESET);
      case Fault.TruncatedJson _ -> CorruptBody.halved(right.get());
      case Fault.MalformedJson _ -> CorruptBody.wronglyClosed(right.get());
      case null -> withOddNames(right.get());
    };
  }

  private Answer withOddNames(Answer answer) {
    var hasUsers = type.filter(RecordType.USERS::equals).isPresent();
    return hasUsers
            && answer.status() == 200
            && answer.isJson()
            && take(Fault.OddNames.class).isPresent()
        ? OddNames.into(answer)
        : answer;
  }

  /** Applies the faults of headers, clock and refusals to any answer, even to a refusal. */
  public Answer dress(Answer answer) {
    var dressed = answer;
    if (answer.status() >= 400 && answer.isJson() && take(Fault.LegacyErrors.class).isPresent()) {
      dressed = CorruptBody.legacy(dressed);
    }
    if (take(Fault.SeveralBuckets.class).isPresent()) {
      dressed = dressed.with(RateLimitHeaders.twoBuckets(dressed));
    }
    var skew = take(Fault.ClockSkew.class);
    if (skew.isPresent()) {
      dressed = CorruptBody.skewed(dressed, now(), Duration.ofSeconds(skew.get().seconds()));
    }
    return take(Fault.LowerCaseHeaders.class).isPresent()
        ? CorruptBody.withLowerCaseHeaders(dressed)
        : dressed;
  }

  private static void delay(Fault.Slow slow) {
    try {
      Thread.sleep(slow.millis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
