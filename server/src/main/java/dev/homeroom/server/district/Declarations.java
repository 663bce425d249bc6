package dev.homeroom.server.district;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.ENDED_DISTRICTS;

import dev.homeroom.server.acceptance.RosterAcceptance;
import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sharing.decision.FrozenSharing;
import dev.homeroom.server.sharing.decision.SharingLocks;
import dev.homeroom.server.sync.Schedules;
import dev.homeroom.server.sync.SyncRuns;
import dev.homeroom.v1.SyncMode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the declarations of owners, inside the transaction of the call. */
final class Declarations {
  private static final Logger log = LoggerFactory.getLogger(Declarations.class);

  private final Credentials credentials;
  private final Duration grace;
  private final Clock clock;

  /**
   * Writes declarations.
   *
   * @param grace how long apps may still read after the end of a declaration
   */
  Declarations(Credentials credentials, Duration grace, Clock clock) {
    this.credentials = credentials;
    this.grace = grace;
    this.clock = clock;
  }

  /**
   * The result of applying a declaration.
   *
   * @param readAgain true if a sync must carry out a sharing that differs from the previous one
   */
  record Declared(DistrictKey district, boolean readAgain) {}

  /**
   * Writes the declaration of a district. Writes nothing if the district is already as declared.
   *
   * @param person the subject of the caller's token
   * @param believed true if a new owner needs no proof, or has given it
   * @return empty if the owner must prove the district first; then nothing is written
   */
  Optional<Declared> apply(
      DSLContext transaction, Declaration declared, String person, boolean believed) {
    if (!believed && isNew(transaction, declared)) {
      return Optional.empty();
    }
    return Optional.of(apply(transaction, declared, person));
  }

  private static boolean isNew(DSLContext transaction, Declaration declared) {
    var district = DistrictLookup.find(transaction, declared.district());
    var before = district.flatMap(key -> SharingLocks.declaration(transaction, key));
    before.ifPresent(row -> Ownership.require(row, district.orElseThrow(), declared.owner()));
    return before.isEmpty()
        && district.map(key -> Ownership.isNew(transaction, key, declared.owner())).orElse(true);
  }

  private Declared apply(DSLContext transaction, Declaration declared, String person) {
    var district = known(transaction, declared.district());
    var before = SharingLocks.declaration(transaction, district);
    if (before.isEmpty()) {
      Ownership.requireReserved(transaction, district, declared.owner());
      if (insert(transaction, district, declared)) {
        Ownership.free(transaction, district);
        FrozenSharing.handOver(transaction, district, declared.owner().ofSharing(), person);
      } else {
        // Another call has declared it at this moment.
        before = SharingLocks.declaration(transaction, district);
      }
    }
    before.ifPresent(row -> Ownership.require(row, district, declared.owner()));
    FrozenSharing.admit(transaction, district, declared.sharing(), person);
    var newToken = credentials.store(transaction, district, declared.token());
    var changed = before.isEmpty() || update(transaction, before.get(), declared);
    if (!changed && !newToken) {
      return new Declared(district, false);
    }
    if (before.isEmpty() || !before.get().getSpecHash().equals(declared.specHash())) {
      RosterAcceptance.declare(transaction, district, declared.acceptance());
      Schedules.apply(
          transaction, district, declared.schedule(), declared.suspend(), clock.instant());
    }
    sync(transaction, district, declared, before, newToken);
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
    log.atInfo()
        .addKeyValue("district", district.id())
        .addKeyValue("suspended", declared.suspend())
        .addKeyValue("newCredentials", newToken)
        .log(before.isEmpty() ? "a district was declared" : "a district's declaration changed");
    return new Declared(district, before.map(row -> sharesOtherwise(row, declared)).orElse(false));
  }

  private static boolean sharesOtherwise(DistrictDeclarationsRecord row, Declaration declared) {
    return DeclaredShares.find(row)
        .map(before -> !before.canonical().equals(declared.sharing().canonical()))
        .orElse(true);
  }

  /**
   * Ends a declaration; the roster stays.
   *
   * @return whether the district was declared
   */
  boolean delete(DSLContext transaction, CleverId id, Owner owner) {
    var district = DistrictLookup.find(transaction, id);
    var before = district.flatMap(key -> SharingLocks.declaration(transaction, key));
    if (district.isEmpty() || before.isEmpty()) {
      return false;
    }
    Ownership.require(before.get(), district.get(), owner);
    end(transaction, district.get());
    Ownership.reserve(transaction, district.get(), Ownership.of(before.get()));
    return true;
  }

  /**
   * Lets another owner declare a district.
   *
   * @param owner the owner who releases it; empty: a caller who may release any owner's district
   * @param next the owner for whose namespace it is kept; empty: for nobody
   * @return whether the district is known
   */
  boolean release(
      DSLContext transaction, CleverId id, Optional<Owner> owner, Optional<Owner> next) {
    var known = DistrictLookup.find(transaction, id);
    if (known.isEmpty()) {
      return false;
    }
    var district = known.get();
    var before = SharingLocks.declaration(transaction, district);
    if (before.isPresent()) {
      owner.ifPresent(each -> Ownership.require(before.get(), district, each));
      end(transaction, district);
    } else {
      owner.ifPresent(each -> Ownership.requireReserved(transaction, district, each));
    }
    Ownership.free(transaction, district);
    next.ifPresent(each -> Ownership.reserve(transaction, district, each));
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
    log.atInfo()
        .addKeyValue("district", id)
        .addKeyValue("declared", before.isPresent())
        .addKeyValue("reserved", next.isPresent())
        .log("a district was released");
    return true;
  }

  private void end(DSLContext transaction, DistrictKey district) {
    SyncRuns.cancel(transaction, district, "The district's declaration ended.");
    Schedules.remove(transaction, district);
    transaction
        .deleteFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .execute();
    close(transaction, district);
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
    log.atInfo().addKeyValue("district", district.id()).log("a district's declaration ended");
  }

  /**
   * Starts a run at once for a new district or for new credentials, and cancels runs that use the
   * old ones or that a suspension ends.
   */
  private static void sync(
      DSLContext transaction,
      DistrictKey district,
      Declaration declared,
      Optional<DistrictDeclarationsRecord> before,
      boolean newToken) {
    if (declared.suspend()) {
      SyncRuns.cancel(transaction, district, "The district was suspended.");
      return;
    }
    var untried =
        before
            .map(row -> row.getSuspend() && row.getCredentialState().equals("UNKNOWN"))
            .orElse(true);
    if (newToken) {
      SyncRuns.cancel(transaction, district, "The district's credentials were replaced.");
    }
    if (newToken || untried) {
      SyncRuns.trigger(transaction, district, SyncMode.SYNC_MODE_UNSPECIFIED, Optional.empty());
    }
  }

  /** Lets none of the district's people in from now on, and no app after the days of grace. */
  private void close(DSLContext transaction, DistrictKey district) {
    var now = DSL.currentOffsetDateTime();
    transaction
        .insertInto(ENDED_DISTRICTS)
        .set(ENDED_DISTRICTS.DISTRICT, district.number())
        .set(ENDED_DISTRICTS.ENDED_AT, now)
        .set(ENDED_DISTRICTS.APPS_READ_UNTIL, now.add(DayToSecond.valueOf(grace)))
        .onConflictDoNothing()
        .execute();
  }

  private static void open(DSLContext transaction, DistrictKey district) {
    transaction
        .deleteFrom(ENDED_DISTRICTS)
        .where(ENDED_DISTRICTS.DISTRICT.eq(district.number()))
        .execute();
  }

  private boolean insert(DSLContext transaction, DistrictKey district, Declaration declared) {
    var row = new DistrictDeclarationsRecord();
    row.setDistrict(district.number());
    row.setCredentialHash("");
    row.setCredentialState("UNKNOWN");
    row.setCredentialMessage("");
    row.setDeclaredAt(clock.instant().atOffset(ZoneOffset.UTC));
    fill(row, declared);
    boolean inserted =
        transaction.insertInto(DISTRICT_DECLARATIONS).set(row).onConflictDoNothing().execute() > 0;
    if (inserted) {
      open(transaction, district);
    }
    return inserted;
  }

  private boolean update(
      DSLContext transaction, DistrictDeclarationsRecord before, Declaration declared) {
    if (before.getSpecHash().equals(declared.specHash())
        && before.getOwnerUid().equals(declared.owner().uid())
        && before.getOwnerCaller().equals(declared.owner().caller())) {
      return false;
    }
    var row = new DistrictDeclarationsRecord();
    fill(row, declared);
    transaction
        .update(DISTRICT_DECLARATIONS)
        .set(row)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(before.getDistrict()))
        .execute();
    return true;
  }

  private void fill(DistrictDeclarationsRecord row, Declaration declared) {
    row.setSharingType(declared.sharing().type());
    row.setSharing(SharingMessages.json(declared.sharing()));
    row.setConfirmation(declared.confirmationWord());
    row.setCron(declared.cron());
    row.setTimeZone(declared.timeZone());
    row.setSuspend(declared.suspend());
    Guards.fill(row, declared.guard());
    row.setAcceptance(EnumWords.word(declared.acceptance()));
    row.setSpecHash(declared.specHash());
    row.setOwnerCluster(declared.owner().cluster());
    row.setOwnerNamespace(declared.owner().namespace());
    row.setOwnerName(declared.owner().name());
    row.setOwnerUid(declared.owner().uid());
    row.setOwnerCaller(declared.owner().caller());
    row.setUpdatedAt(clock.instant().atOffset(ZoneOffset.UTC));
  }

  private static DistrictKey known(DSLContext transaction, CleverId id) {
    return DistrictLookup.find(transaction, id)
        .or(() -> {
          transaction
              .insertInto(DISTRICTS)
              .set(DISTRICTS.ID, id.bytes())
              .onConflictDoNothing()
              .execute();
          return DistrictLookup.find(transaction, id);
        })
        .orElseThrow();
  }
}
