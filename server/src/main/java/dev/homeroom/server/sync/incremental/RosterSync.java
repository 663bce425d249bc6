package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.change.ApplyTransaction;
import dev.homeroom.server.sync.change.DistrictRow;
import dev.homeroom.server.sync.change.Outcome;
import dev.homeroom.server.sync.change.Preview;
import dev.homeroom.server.sync.change.ProgressJournal;
import dev.homeroom.server.sync.change.RunLease;
import dev.homeroom.server.sync.change.StagingLostException;
import dev.homeroom.server.sync.change.SyncFailedException;
import dev.homeroom.server.sync.full.CleverAnswers;
import dev.homeroom.server.sync.full.CleverDistrict;
import dev.homeroom.server.sync.full.CleverTokens;
import dev.homeroom.server.sync.full.FullSync;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a district's roster equal to Clever: by its events since the last sync if they suffice,
 * else by reading everything. Safe for many districts at once.
 */
public final class RosterSync {
  private static final Logger log = LoggerFactory.getLogger(RosterSync.class);
  private static final int STAGINGS = 3;

  private final Database database;
  private final CleverClient clever;
  private final CleverTokens tokens;
  private final Clock clock;
  private final Duration fullEvery;
  private final FullSync full;
  private final IncrementalSync incremental;

  /**
   * Syncs from the client into the database.
   *
   * @param fullEvery the longest time between two full runs, even if events suffice
   */
  public RosterSync(
      Database database,
      CleverClient clever,
      CleverTokens tokens,
      Clock clock,
      Duration fullEvery) {
    this(database, clever, tokens, clock, fullEvery, new IncrementalSync(clock));
  }

  RosterSync(
      Database database,
      CleverClient clever,
      CleverTokens tokens,
      Clock clock,
      Duration fullEvery,
      IncrementalSync incremental) {
    this.database = database;
    this.clever = clever;
    this.tokens = tokens;
    this.clock = clock;
    this.fullEvery = fullEvery;
    this.full = new FullSync(database, clock);
    this.incremental = incremental;
  }

  /**
   * Runs to the end of APPLYING. Ends early if the thread is interrupted. If it throws, the live
   * roster has not changed.
   *
   * @param asked the way of reading that was asked for
   * @throws SyncFailedException for a reason that people can act on
   * @throws dev.homeroom.server.sync.change.LeaseLostException if this server no longer has the
   *     run's lease
   * @throws dev.homeroom.server.db.DatabaseUnavailableException if Postgres became unavailable
   */
  public void apply(RunLease take, SyncMode asked, ProgressJournal journal)
      throws InterruptedException {
    compared(
        take,
        asked,
        journal,
        (session, changes) -> {
          journal.entered(SyncState.SYNC_STATE_APPLYING);
          new ApplyTransaction(take, changes, journal, clock).on(session);
          changes.reading().staging().discard();
          changes.updateStatistics(Database.on(session));
        });
  }

  /**
   * Runs to the end of DIFFING, and writes what would be applied. Otherwise like {@link #apply}.
   */
  public void preview(RunLease take, SyncMode asked, ProgressJournal journal)
      throws InterruptedException {
    compared(
        take,
        asked,
        journal,
        (session, changes) -> {
          journal.previewed(Preview.of(session, take, changes));
          changes.reading().staging().discard();
        });
  }

  private void compared(RunLease take, SyncMode asked, ProgressJournal journal, Outcome outcome)
      throws InterruptedException {
    try (var session = database.connectForRun(take.session())) {
      DistrictRow.requireDeclared(Database.on(session), take);
      for (int attempt = 1; ; attempt++) {
        try {
          withToken(new Run(session, take, asked, journal, outcome));
          return;
        } catch (StagingLostException lost) {
          if (attempt == STAGINGS) {
            throw lost;
          }
        }
      }
    } catch (SQLException failure) {
      throw Database.explained(failure);
    } catch (RuntimeException failure) {
      throw Database.explained(failure);
    }
  }

  /** A run in progress. */
  private record Run(
      Connection session,
      RunLease take,
      SyncMode asked,
      ProgressJournal journal,
      Outcome outcome) {}

  /** Looks for findings in the live roster as the run left it. */
  public void check(RunLease take, ProgressJournal journal) {
    full.check(take, journal);
  }

  /** Looks a refused token up once more, because a token may be replaced at any moment. */
  private void withToken(Run run) throws InterruptedException {
    var district = run.take().district();
    try {
      var offer = tokens.offer(district);
      try {
        once(run, offer);
      } catch (CleverException refused) {
        if (!CleverAnswers.tokenRefused(refused)) {
          throw refused;
        }
        var renewed = tokens.offer(district);
        if (renewed.token().isEmpty() || renewed.token().equals(offer.token())) {
          offer.rejected(CleverAnswers.failed(refused).sentence());
          throw refused;
        }
        log.atInfo()
            .addKeyValue("district", district.id())
            .addKeyValue("run", run.take().run())
            .log("Clever refused the token, and there is another one by now");
        lastly(run, renewed);
      }
    } catch (CleverException exception) {
      throw CleverAnswers.failed(exception);
    }
  }

  private void lastly(Run run, CleverTokens.Offer offer) throws InterruptedException {
    try {
      once(run, offer);
    } catch (CleverException refused) {
      if (CleverAnswers.tokenRefused(refused)) {
        offer.rejected(CleverAnswers.failed(refused).sentence());
      }
      throw refused;
    }
  }

  private void once(Run run, CleverTokens.Offer offer) throws InterruptedException {
    try {
      var token = token(offer);
      run.journal().limited(() -> clever.waitsUntil(token));
      read(run, new CleverDistrict(clever, token, run.take().district(), offer::accepted));
    } catch (SyncFailedException failed) {
      if (CleverAnswers.tokenRefused(failed.failure())) {
        offer.rejected(failed.sentence());
      }
      throw failed;
    }
  }

  private void read(Run run, CleverDistrict district) throws InterruptedException {
    var reason =
        run.asked() == SyncMode.SYNC_MODE_FULL
            ? Optional.of(FullReason.ASKED)
            : whyNotEvents(run, district);
    if (reason.isPresent()) {
      log.atInfo()
          .addKeyValue("district", run.take().district().id())
          .addKeyValue("run", run.take().run())
          .addKeyValue("reason", reason.get())
          .log("everything is read");
      run.journal().reads(SyncMode.SYNC_MODE_FULL, reason.get().sentence());
      full.run(run.session(), district, run.take(), run.journal(), run.outcome());
    }
  }

  /** Reads the events; if they do not suffice, returns why and has applied nothing. */
  private Optional<FullReason> whyNotEvents(Run run, CleverDistrict district)
      throws InterruptedException {
    var baseline = LastSync.load(Database.on(run.session()), run.take().district().number());
    var reason = baseline.whyFull(run.asked(), clock.instant(), fullEvery);
    if (reason.isPresent()) {
      return reason;
    }
    try {
      run.journal().reads(SyncMode.SYNC_MODE_INCREMENTAL, "");
      incremental.run(run.session(), district, run.take(), baseline, run.journal(), run.outcome());
      return Optional.empty();
    } catch (FullReadNeededException notEnough) {
      return Optional.of(notEnough.reason());
    }
  }

  private static CleverToken token(CleverTokens.Offer offer) {
    return offer
        .token()
        .orElseThrow(() ->
            new SyncFailedException(
                SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED, offer.missing()));
  }
}
