package dev.homeroom.server.access.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and caches an issuer's keys. They are fetched when the first token comes; again in the
 * background once they are old; and, at most once per pause, for a token with an unknown key, which
 * is rare or forged. While no fetch succeeds, the last keys are used for a limited time.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

  private final KeyFetch fetch;
  private final KeyCaching caching;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private final AtomicReference<Instant> mayLookForUnknown = new AtomicReference<>(Instant.MIN);
  private volatile Optional<Known> known = Optional.empty();
  private volatile Instant mayRetry = Instant.MIN;

  IssuerKeys(KeyFetch fetch, KeyCaching caching, Clock clock) {
    this.fetch = fetch;
    this.caching = caching;
    this.clock = clock;
  }

  private record Known(JWKSet keys, Instant fetched) {}

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    var now = clock.instant();
    var usable = known.filter(keys -> now.isBefore(keys.fetched().plus(caching.outage())));
    if (usable.isEmpty()) {
      return selector.select(first(now));
    }
    if (!now.isBefore(usable.get().fetched().plus(caching.lifetime()))) {
      refreshBehind(now);
    }
    var found = selector.select(usable.get().keys());
    return found.isEmpty() ? selector.select(again(usable.get(), now)) : found;
  }

  /** Without keys no token can be checked, so all calls wait for the first fetch. */
  private JWKSet first(Instant now) throws KeySourceException {
    fetching.lock();
    try {
      var meanwhile = known.filter(keys -> now.isBefore(keys.fetched().plus(caching.outage())));
      if (meanwhile.isPresent()) {
        return meanwhile.get().keys();
      }
      if (now.isBefore(mayRetry)) {
        throw new KeySourceException("the keys could not be fetched a moment ago");
      }
      return fetch(now);
    } finally {
      fetching.unlock();
    }
  }

  /** Looks for a key that is not among the known ones, unless somebody did so a moment ago. */
  private JWKSet again(Known before, Instant now) {
    var allowed = mayLookForUnknown.get();
    if (now.isBefore(allowed)
        || !mayLookForUnknown.compareAndSet(allowed, now.plus(caching.pause()))) {
      return known.map(Known::keys).orElse(before.keys());
    }
    fetching.lock();
    try {
      return fetch(now);
    } catch (KeySourceException away) {
      return before.keys();
    } finally {
      fetching.unlock();
    }
  }

  private void refreshBehind(Instant now) {
    if (now.isBefore(mayRetry)) {
      return;
    }
    mayRetry = now.plus(caching.retry());
    Thread.ofVirtual()
        .name("issuer-keys")
        .start(() -> {
          fetching.lock();
          try {
            fetch(now);
          } catch (KeySourceException e) {
            // The known keys remain in use.
          } finally {
            fetching.unlock();
          }
        });
  }

  private JWKSet fetch(Instant now) throws KeySourceException {
    try {
      var keys = fetch.keys();
      known = Optional.of(new Known(keys, now));
      return keys;
    } catch (KeySourceException failure) {
      mayRetry = now.plus(caching.retry());
      log.atWarn()
          .addKeyValue("issuer", fetch.issuer())
          .addKeyValue("cause", failure.getMessage())
          .log("the keys of an issuer cannot be fetched");
      throw failure;
    }
  }
}
