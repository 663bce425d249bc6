package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.apply.ProgressJournal;
import dev.homeroom.server.sync.full.CleverAnswers;
import dev.homeroom.server.sync.full.CleverDistrict;
import dev.homeroom.server.sync.full.CleverTokens;
import dev.homeroom.server.sync.full.FullSync;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.stage.RunLease;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a district's roster from Clever and compares it with the live one: by the events since the
 * last sync if they suffice, else by reading everything.
 *
 * @param fullEvery the longest time between two full runs, even if events suffice
 */
record RosterReader(
    CleverClient clever,
    CleverTokens tokens,
    FullSync full,
    IncrementalSync incremental,
    Clock clock,
    Duration fullEvery) {
  private static final Logger log = LoggerFactory.getLogger(RosterReader.class);

  /**
   * A run that reads.
   *
   * @param session the lease's own session
   * @param asked the way of reading that was asked for
   */
  record Run(Connection session, RunLease take, SyncMode asked, ProgressJournal journal) {}

  /** Reads to the end of DIFFING. Looks a refused token up once more: one may be replaced. */
  Changes read(Run run) throws InterruptedException {
    var district = run.take().district();
    try {
      var offer = tokens.offer(district);
      try {
        return readWith(run, offer);
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
        return readAtLastWith(run, renewed);
      }
    } catch (CleverException exception) {
      throw CleverAnswers.failed(exception);
    }
  }

  private Changes readAtLastWith(Run run, CleverTokens.Offer offer) throws InterruptedException {
    try {
      return readWith(run, offer);
    } catch (CleverException refused) {
      if (CleverAnswers.tokenRefused(refused)) {
        offer.rejected(CleverAnswers.failed(refused).sentence());
      }
      throw refused;
    }
  }

  private Changes readWith(Run run, CleverTokens.Offer offer) throws InterruptedException {
    try {
      var token = token(offer);
      run.journal().limited(() -> clever.waitsUntil(token));
      return read(run, new CleverDistrict(clever, token, run.take().district(), offer::accepted));
    } catch (SyncFailedException failed) {
      if (CleverAnswers.tokenRefused(failed.failure())) {
        offer.rejected(failed.sentence());
      }
      throw failed;
    }
  }

  private Changes read(Run run, CleverDistrict district) throws InterruptedException {
    if (run.asked() == SyncMode.SYNC_MODE_FULL) {
      return readAll(run, district, FullReason.ASKED);
    }
    var last = LastSync.load(Database.on(run.session()), run.take().district().number());
    var reason = last.whyFull(run.asked(), clock.instant(), fullEvery);
    if (reason.isPresent()) {
      return readAll(run, district, reason.get());
    }
    try {
      run.journal().reads(SyncMode.SYNC_MODE_INCREMENTAL, "");
      return incremental.read(run.session(), district, run.take(), last, run.journal());
    } catch (FullReadNeededException notEnough) {
      return readAll(run, district, notEnough.reason());
    }
  }

  private Changes readAll(Run run, CleverDistrict district, FullReason reason)
      throws InterruptedException {
    log.atInfo()
        .addKeyValue("district", run.take().district().id())
        .addKeyValue("run", run.take().run())
        .addKeyValue("reason", reason)
        .log("everything is read");
    run.journal().reads(SyncMode.SYNC_MODE_FULL, reason.sentence());
    return full.read(run.session(), district, run.take(), run.journal());
  }

  private static CleverToken token(CleverTokens.Offer offer) {
    return offer
        .token()
        .orElseThrow(() ->
            new SyncFailedException(
                SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED, offer.missing()));
  }
}
