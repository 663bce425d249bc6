package dev.homeroom.server.access.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resolves the bearer tokens that Clever gives apps for people who signed in. They are opaque: only
 * Clever knows whose they are. An answer is remembered for a short time, so a token that Clever
 * revokes is refused after that time. Each address has its own allowance of look-ups, so that
 * strangers who send one token after the other use up nobody else's. Thread-safe.
 */
public final class BearerTokens {
  private static final Pattern FORM = Pattern.compile("il[A-Za-z0-9_-]{8,256}");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REFUSED_REMEMBERED = Duration.ofSeconds(30);
  private static final int MOST = 10_000;
  private static final Duration ADDRESS_REMEMBERED = Duration.ofMinutes(2);
  private static final int MOST_BYTES = 64 << 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final Clever clever;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Semaphore asking = new Semaphore(LookupLimits.MOST_AT_ONCE, true);

  /** Clever's refusals, so that the same token again uses up nobody else's look-ups. */
  private final Cache<String, Refusal> refused;

  private final Cache<String, SignedIn> known;

  /** An address without a look-up for two minutes has its full allowance again. */
  private final Cache<CallerAddress, LookupAllowance> allowances;

  /**
   * The endpoints of Clever, and how its answers are used.
   *
   * @param me answers whose a token is
   * @param tokenInfo answers to which app a token belongs
   * @param clientId our app: tokens of other apps prove nothing to us
   * @param remembered how long an answer is used
   * @param limits how many tokens one address may have looked up
   */
  public record Clever(
      URI me, URI tokenInfo, String clientId, Duration remembered, LookupLimits limits) {}

  /**
   * The owner of a token.
   *
   * @param until when Clever has to be asked again
   */
  public record SignedIn(CleverId district, CleverId user, Instant until) {}

  /** Starts without any remembered answer. */
  public BearerTokens(Clever clever, Clock clock) {
    this.clever = clever;
    this.clock = clock;
    this.refused = bounded(clock).expireAfterWrite(REFUSED_REMEMBERED).build();
    this.known = bounded(clock).expireAfterWrite(clever.remembered()).build();
    this.allowances = bounded(clock).expireAfterAccess(ADDRESS_REMEMBERED).build();
  }

  /** Returns whether the text has the form of a bearer token; no JSON Web Token has it. */
  public static boolean looksLike(String token) {
    return FORM.matcher(token).matches();
  }

  /** The endpoints of Clever, and how its answers are used. */
  public Clever clever() {
    return clever;
  }

  /**
   * Finds the owner of a token, or refuses it. Uses the network unless the answer is remembered.
   *
   * @param from the address that asks for the look-up
   */
  public SignedIn resolve(String token, CallerAddress from) {
    // Tokens themselves are not stored, only their digests.
    var key = Sha256.hex(token);
    var remembered = remembered(key);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    var allowance =
        allowances.get(from, _ -> new LookupAllowance(clever.limits(), clock.instant()));
    try {
      allowance.begin(PATIENCE, clock.instant());
      boolean rejected = false;
      try {
        // While this call waited, another one may have looked up the same token.
        var found = remembered(key);
        return found.isPresent() ? found.get() : lookUp(token, key);
      } catch (RefusedException thrown) {
        rejected = isRejection(thrown.refusal());
        throw thrown;
      } finally {
        allowance.end(rejected);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private Optional<SignedIn> remembered(String key) {
    var why = refused.getIfPresent(key);
    if (why != null) {
      throw why.exception();
    }
    return Optional.ofNullable(known.getIfPresent(key))
        .filter(found -> clock.instant().isBefore(found.until()));
  }

  private SignedIn lookUp(String token, String key) throws InterruptedException {
    try {
      var found = ask(token);
      known.put(key, found);
      return found;
    } catch (RefusedException thrown) {
      if (isRejection(thrown.refusal())) {
        refused.put(key, thrown.refusal());
      }
      throw thrown;
    }
  }

  private static boolean isRejection(Refusal refusal) {
    return refusal.reason() == ErrorReason.ERROR_REASON_TOKEN_REJECTED;
  }

  private SignedIn ask(String token) throws InterruptedException {
    if (!asking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw unavailable();
    }
    try {
      var me = fetch(clever.me(), token).path("data");
      var info = fetch(clever.tokenInfo(), token);
      if (!info.path("client_id").asString("").equals(clever.clientId())) {
        throw TokenRefusals.rejected("it belongs to another app.");
      }
      var district = CleverId.parse(me.path("district").asString(""));
      var user = CleverId.parse(me.path("id").asString(""));
      if (district.isEmpty() || user.isEmpty()) {
        throw TokenRefusals.rejected("it is not that of a district's user.");
      }
      var until = clock.instant().plus(clever.remembered());
      return new SignedIn(district.get(), user.get(), until);
    } catch (IOException | JacksonException away) {
      throw unavailable();
    } finally {
      asking.release();
    }
  }

  private JsonNode fetch(URI uri, String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("accept", "application/json")
            .header("authorization", "Bearer " + token)
            .build();
    var response = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    return switch (response.statusCode()) {
      case 200 -> JSON.readTree(response.body());
      case 400, 401, 403, 404 ->
          throw TokenRefusals.rejected("Clever does not know it; sign in again.");
      default -> throw new IOException("Clever answers " + response.statusCode());
    };
  }

  private RuntimeException unavailable() {
    return TokenRefusals.issuerUnavailable(clever.tokenInfo().resolve("/").toString());
  }

  private static Caffeine<Object, Object> bounded(Clock clock) {
    return Caffeine.newBuilder()
        .maximumSize(MOST)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
  }
}
