package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.RESYNC_REQUESTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import java.time.Duration;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the full runs that decisions ask for. A request is a row of the decision's own
 * transaction, which waits for nothing. The request is deleted in the transaction that creates its
 * run, and stays as long as no run can be created. Servers share the rows.
 */
public final class ResyncQueue implements CommittedAnswers.FollowUp, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResyncQueue.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int BATCH = 100;

  private final Database database;
  private final Signals signals;
  private final Thread loop;
  private volatile boolean closed;

  /** Does nothing until it is started. */
  public ResyncQueue(Database database, Signals signals) {
    this.database = database;
    this.signals = signals;
    this.loop = Thread.ofVirtual().name("resyncs").unstarted(this::run);
  }

  private record Request(long number, DistrictKey district) {}

  /** Asks for a full run of the district, which starts after the transaction has committed. */
  public static void add(DSLContext transaction, DistrictKey district) {
    transaction
        .insertInto(RESYNC_REQUESTS)
        .set(RESYNC_REQUESTS.DISTRICT, district.number())
        .execute();
    Signals.send(transaction, Channel.WORK, district.id().toString());
  }

  /** Starts to handle requests, as soon as Postgres answers. */
  public ResyncQueue start() {
    loop.start();
    return this;
  }

  @Override
  public void attempt(CleverId district) {
    carryOut(DISTRICTS.ID.eq(district.bytes()));
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
  }

  private void run() {
    try (var work = signals.subscribeAll(Channel.WORK)) {
      while (!closed) {
        try {
          carryOut(DSL.noCondition());
        } catch (DatabaseUnavailableException away) {
          log.atDebug().setCause(away).log("no runs can be asked for while Postgres is away");
        } catch (RuntimeException failure) {
          if (!closed) {
            log.atWarn().setCause(failure).log("requests for runs could not be read");
          }
        }
        work.await(POLL);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Handles each request in its own transaction, so that one that has to wait does not delay
   * others.
   */
  private void carryOut(Condition such) {
    for (var request : requests(such)) {
      try {
        var _ =
            database.transaction(
                PATIENCE,
                transaction -> {
                  if (locked(transaction, request)) {
                    SyncRuns.readAgain(transaction, request.district());
                    transaction
                        .deleteFrom(RESYNC_REQUESTS)
                        .where(RESYNC_REQUESTS.REQUEST.eq(request.number()))
                        .execute();
                  }
                  return request;
                });
      } catch (DatabaseUnavailableException away) {
        throw away;
      } catch (RuntimeException later) {
        log.atDebug()
            .addKeyValue("district", request.district().id())
            .setCause(later)
            .log("a run cannot be asked for yet");
      }
    }
  }

  private List<Request> requests(Condition such) {
    return database.transaction(
        PATIENCE,
        transaction ->
            transaction
                .select(RESYNC_REQUESTS.REQUEST, DISTRICTS.DISTRICT, DISTRICTS.ID)
                .from(RESYNC_REQUESTS)
                .join(DISTRICTS)
                .on(DISTRICTS.DISTRICT.eq(RESYNC_REQUESTS.DISTRICT))
                .where(such)
                .orderBy(RESYNC_REQUESTS.REQUEST)
                .limit(BATCH)
                .fetch(row ->
                    new Request(
                        row.value1(), new DistrictKey(row.value2(), CleverId.of(row.value3())))));
  }

  private static boolean locked(DSLContext transaction, Request request) {
    return transaction
        .select(RESYNC_REQUESTS.REQUEST)
        .from(RESYNC_REQUESTS)
        .where(RESYNC_REQUESTS.REQUEST.eq(request.number()))
        .forUpdate()
        .skipLocked()
        .fetchOptional()
        .isPresent();
  }
}
