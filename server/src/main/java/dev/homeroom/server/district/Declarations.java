package dev.homeroom.server.district;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.FrozenSharing;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sync.Schedules;
import dev.homeroom.server.sync.SyncRuns;
import dev.homeroom.v1.SyncMode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what owners declare, inside the transaction of the call. */
final class Declarations {
  private static final Logger log = LoggerFactory.getLogger(Declarations.class);

  private final Credentials credentials;
  private final Clock clock;

  Declarations(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * What a declaration comes to.
   *
   * @param readAgain whether a sync has to carry out another sharing than before
   */
  record Declared(DistrictKey district, boolean readAgain) {}

  /**
   * Makes the district as declared. Writes nothing where it already is.
   *
   * @param person the subject of the caller's token
   */
  Declared apply(DSLContext transaction, Declaration declared, String person) {
    var district = known(transaction, declared.district());
    var before = lock(transaction, district);
    if (before.isEmpty() && !insert(transaction, district, declared)) {
      // Somebody else declared it this moment.
      before = lock(transaction, district);
    }
    before.ifPresent(row -> requireOwner(row, district, declared.owner()));
    FrozenSharing.admit(transaction, district, declared.sharing(), person);
    var newToken = credentials.store(transaction, district, declared.token());
    var changed = before.isEmpty() || update(transaction, before.get(), declared);
    if (!changed && !newToken) {
      return new Declared(district, false);
    }
    if (before.isEmpty() || !before.get().getSpecHash().equals(declared.specHash())) {
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
    return !DeclaredShares.of(row).canonical().equals(declared.sharing().canonical());
  }

  /**
   * Ends a declaration; the roster stays.
   *
   * @return whether there was one
   */
  boolean delete(DSLContext transaction, CleverId id, Owner owner) {
    var district = find(transaction, id);
    var before = district.flatMap(key -> lock(transaction, key));
    if (district.isEmpty() || before.isEmpty()) {
      return false;
    }
    requireOwner(before.get(), district.get(), owner);
    SyncRuns.cancel(transaction, district.get(), "The district's declaration ended.");
    Schedules.remove(transaction, district.get());
    transaction
        .deleteFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.get().number()))
        .execute();
    Signals.send(transaction, Signals.Channel.DISTRICT, id.toString());
    log.atInfo().addKeyValue("district", id).log("a district's declaration ended");
    return true;
  }

  /** A new district and new credentials are tried at once; whatever ran with old ones is ended. */
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

  private boolean insert(DSLContext transaction, DistrictKey district, Declaration declared) {
    var row = new DistrictDeclarationsRecord();
    row.setDistrict(district.number());
    row.setCredentialHash("");
    row.setCredentialState("UNKNOWN");
    row.setCredentialMessage("");
    row.setDeclaredAt(clock.instant().atOffset(ZoneOffset.UTC));
    fill(row, declared);
    return transaction.insertInto(DISTRICT_DECLARATIONS).set(row).onConflictDoNothing().execute()
        > 0;
  }

  private boolean update(
      DSLContext transaction, DistrictDeclarationsRecord before, Declaration declared) {
    if (before.getSpecHash().equals(declared.specHash())
        && before.getOwnerUid().equals(declared.owner().uid())) {
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
    row.setSpecHash(declared.specHash());
    row.setOwnerCluster(declared.owner().cluster());
    row.setOwnerNamespace(declared.owner().namespace());
    row.setOwnerName(declared.owner().name());
    row.setOwnerUid(declared.owner().uid());
    row.setUpdatedAt(clock.instant().atOffset(ZoneOffset.UTC));
  }

  private static void requireOwner(
      DistrictDeclarationsRecord row, DistrictKey district, Owner owner) {
    var current =
        new Owner(
            row.getOwnerCluster(), row.getOwnerNamespace(), row.getOwnerName(), row.getOwnerUid());
    if (!current.same(owner)) {
      throw new Refusal.DistrictOwned(district.id(), current.sentence()).exception();
    }
  }

  private static Optional<DistrictDeclarationsRecord> lock(
      DSLContext transaction, DistrictKey district) {
    return transaction
        .selectFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .forUpdate()
        .fetchOptional();
  }

  private static DistrictKey known(DSLContext transaction, CleverId id) {
    return find(transaction, id)
        .or(() -> {
          transaction
              .insertInto(DISTRICTS)
              .set(DISTRICTS.ID, id.bytes())
              .onConflictDoNothing()
              .execute();
          return find(transaction, id);
        })
        .orElseThrow();
  }

  private static Optional<DistrictKey> find(DSLContext sql, CleverId id) {
    return sql.select(DISTRICTS.DISTRICT)
        .from(DISTRICTS)
        .where(DISTRICTS.ID.eq(id.bytes()))
        .fetchOptional(row -> new DistrictKey(row.value1(), id));
  }
}
