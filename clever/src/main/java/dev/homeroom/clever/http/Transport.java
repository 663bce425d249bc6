package dev.homeroom.clever.http;

import dev.homeroom.clever.http.CleverFailure.BadRequest;
import dev.homeroom.clever.http.CleverFailure.Forbidden;
import dev.homeroom.clever.http.CleverFailure.NotFound;
import dev.homeroom.clever.http.CleverFailure.RateLimited;
import dev.homeroom.clever.http.CleverFailure.Unauthorized;
import dev.homeroom.clever.http.CleverFailure.Unavailable;
import dev.homeroom.clever.http.CleverFailure.Unexpected;
import dev.homeroom.clever.read.JsonReader;
import dev.homeroom.clever.read.JsonReader.UnexpectedForm;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Sends requests, obeys the rate limit and retries temporary failures. An answer is read completely
 * before it is parsed, so that the consumer of the records never holds a connection open, and a
 * broken answer is retried before anybody has seen half of it. Redirects are not followed.
 */
final class Transport implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Transport.class);

  /** The largest depth of JSON; deeper JSON would fill the memory. */
  private static final int DEEPEST = 100_000;

  /**
   * No single value may make an answer unreadable, so values have no limits of their own; only an
   * answer's length and depth are limited.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * A request.
   *
   * @param operation the request without ids, for messages
   * @param form the encoded form to POST; empty for a GET
   */
  record Call(String operation, URI uri, Authorization authorization, Optional<String> form) {
    Call(String operation, URI uri, Authorization authorization) {
      this(operation, uri, authorization, Optional.empty());
    }
  }

  /** The result of one attempt. */
  private sealed interface Outcome<T> {
    record Answered<T>(T value) implements Outcome<T> {}

    record Refused<T>(CleverFailure failure) implements Outcome<T> {}

    /** Worth another attempt; {@code failure} ends the call if there is none. */
    record Failed<T>(CleverFailure failure) implements Outcome<T> {}

    record Throttled<T>() implements Outcome<T> {}
  }

  private final CleverConfig config;
  private final RateLimits limits;
  private final HttpClient http;

  Transport(CleverConfig config) {
    this.config = config;
    this.limits = new RateLimits(config.clock());
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(config.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Sends a request and returns its answer.
   *
   * @throws CleverException if there is none
   */
  <T> T get(Call call, Function<JsonReader, T> reading) throws InterruptedException {
    var policy = config.retry();
    var patience = policy.patience();
    int failures = 0;
    int throttled = 0;
    while (true) {
      patience = waitFor(call, limits.wait(call.authorization()), patience);
      switch (attempt(call, config.answerTimeout(), reading, failures + 1)) {
        case Outcome.Answered<T> answered -> {
          return answered.value();
        }
        case Outcome.Refused<T> refused ->
            throw new CleverException(call.operation(), refused.failure());
        case Outcome.Failed<T> failed -> {
          failures++;
          log.atInfo()
              .addKeyValue("operation", call.operation())
              .addKeyValue("attempt", failures)
              .addKeyValue("failure", failed.failure())
              .log("Clever gave no usable answer");
          if (failures == policy.attempts()) {
            throw new CleverException(call.operation(), failed.failure());
          }
          config.sleeper().sleep(policy.pause(failures, config.random()));
        }
        case Outcome.Throttled<T> _ -> {
          throttled++;
          if (limits.wait(call.authorization()).isZero()) {
            patience = waitFor(call, policy.pause(throttled, config.random()), patience);
          }
        }
      }
    }
  }

  /**
   * Sends a request that must not be sent twice: in one attempt, waiting only for the answer.
   *
   * @throws CleverException if there is none within the patience
   */
  <T> T once(Call call, Duration patience, Function<JsonReader, T> reading)
      throws InterruptedException {
    return switch (attempt(call, patience, reading, 1)) {
      case Outcome.Answered<T>(var value) -> value;
      case Outcome.Refused<T>(var failure) -> throw new CleverException(call.operation(), failure);
      case Outcome.Failed<T>(var failure) -> throw new CleverException(call.operation(), failure);
      case Outcome.Throttled<T>() -> throw new CleverException(call.operation(), new RateLimited());
    };
  }

  /** The time until which Clever asks to wait; empty if it does not. */
  Optional<Instant> waitsUntil(Authorization authorization) {
    return limits.until(authorization);
  }

  /** Waits for the rate limit; returns the patience left. */
  private Duration waitFor(Call call, Duration wait, Duration patience)
      throws InterruptedException {
    if (wait.isZero()) {
      return patience;
    }
    if (wait.compareTo(patience) > 0) {
      throw new CleverException(call.operation(), new RateLimited());
    }
    log.atDebug()
        .addKeyValue("operation", call.operation())
        .addKeyValue("wait", wait)
        .log("waiting for Clever's rate limit");
    config.sleeper().sleep(wait);
    return patience.minus(wait);
  }

  private <T> Outcome<T> attempt(
      Call call, Duration patience, Function<JsonReader, T> reading, int attempt)
      throws InterruptedException {
    var sent =
        http.sendAsync(
            request(call), BodyHandlers.limiting(AnswerBody.handler(), config.longestAnswer()));
    try {
      var response = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      limits.note(call.authorization(), response.headers());
      return judge(call, response, reading, attempt);
    } catch (TimeoutException late) {
      return new Outcome.Failed<>(new Unavailable("timeout", attempt));
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof IOException cause)) {
        throw new IllegalStateException(call.operation() + " could not be sent", failed.getCause());
      }
      return new Outcome.Failed<>(new Unavailable(cause.getClass().getSimpleName(), attempt));
    } finally {
      sent.cancel(true);
    }
  }

  private HttpRequest request(Call call) {
    // Plain HTTP is for tests and the sandbox only; with HTTP/2 the client would offer an upgrade
    // each time.
    boolean secure = "https".equals(call.uri().getScheme());
    var request =
        HttpRequest.newBuilder(call.uri())
            .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .header("Authorization", call.authorization().header())
            .header("Accept", "application/json")
            .header("User-Agent", "homeroom");
    call.form()
        .ifPresent(form ->
            request
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    return request.build();
  }

  /** Turns a status into an outcome: sandbox/CLEVER.md "Errors". */
  private <T> Outcome<T> judge(
      Call call, HttpResponse<AnswerBody> response, Function<JsonReader, T> reading, int attempt) {
    var credential = call.authorization().credential();
    int status = response.statusCode();
    return switch (status) {
      case 200 -> read(response, reading);
      case 401 -> new Outcome.Refused<>(new Unauthorized(credential));
      case 403 -> new Outcome.Refused<>(new Forbidden(credential));
      case 404 -> new Outcome.Refused<>(new NotFound());
      case 429 -> new Outcome.Throttled<>();
      case 501 -> new Outcome.Refused<>(new BadRequest(status));
      default -> {
        if (status >= 500) {
          yield new Outcome.Failed<>(new Unavailable("status " + status, attempt));
        }
        if (status >= 400) {
          yield new Outcome.Refused<>(new BadRequest(status));
        }
        yield new Outcome.Refused<>(new Unexpected("status " + status));
      }
    };
  }

  private static <T> Outcome<T> read(
      HttpResponse<AnswerBody> response, Function<JsonReader, T> reading) {
    var contentType = response.headers().firstValue("Content-Type").orElse("");
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new Outcome.Failed<>(new Unexpected("not JSON"));
    }
    // A reader replaces bytes that are not UTF-8 by a replacement character; the parser would
    // refuse the whole answer.
    var text = new InputStreamReader(response.body(), StandardCharsets.UTF_8);
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return new Outcome.Answered<>(reading.apply(new JsonReader(parser)));
    } catch (JacksonException malformed) {
      // The exception's message may quote the answer.
      return new Outcome.Failed<>(new Unexpected("truncated or malformed JSON"));
    } catch (UnexpectedForm form) {
      return new Outcome.Failed<>(new Unexpected(String.valueOf(form.getMessage())));
    }
  }

  /** Cancels running requests: their callers fail. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
