package dev.homeroom.server.district;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_RESERVATIONS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictReservationsRecord;
import java.time.Duration;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;

/**
 * Decides who owns a district: the owner of its declaration and, for a day after its end, the
 * namespace of that owner. Postgres' clock counts the day. Called with the declaration's row
 * locked.
 */
final class Ownership {
  private static final Duration KEPT = Duration.ofDays(1);

  private Ownership() {}

  /** Refuses an owner that is not the declaration's. */
  static void require(DistrictDeclarationsRecord row, DistrictKey district, Owner owner) {
    var current = of(row);
    if (!current.same(owner)) {
      throw DeclarationRefusals.owned(
          district.id(),
          current.sentence(),
          current.formerCluster(owner) ? Optional.of(current.cluster()) : Optional.empty());
    }
  }

  /**
   * Returns whether an owner is new to a district that nobody declares.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if the district is kept for another namespace
   */
  static boolean isNew(DSLContext transaction, DistrictKey district, Owner owner) {
    var kept = reservation(transaction, district);
    kept.ifPresent(row -> requireReserved(row, district, owner));
    return kept.isEmpty();
  }

  /** Refuses an owner if the district is kept for another namespace. */
  static void requireReserved(DSLContext transaction, DistrictKey district, Owner owner) {
    reservation(transaction, district).ifPresent(row -> requireReserved(row, district, owner));
  }

  /** Keeps the district for an owner's namespace for a day from now. */
  static void reserve(DSLContext transaction, DistrictKey district, Owner owner) {
    var row = new DistrictReservationsRecord();
    row.setDistrict(district.number());
    row.setOwnerCluster(owner.cluster());
    row.setOwnerNamespace(owner.namespace());
    row.setOwnerCaller(owner.caller());
    var until = currentOffsetDateTime().add(DayToSecond.valueOf(KEPT));
    transaction
        .insertInto(DISTRICT_RESERVATIONS)
        .set(row)
        .set(DISTRICT_RESERVATIONS.ENDS_AT, until)
        .onDuplicateKeyUpdate()
        .set(row)
        .set(DISTRICT_RESERVATIONS.ENDS_AT, until)
        .execute();
  }

  /** Ends the time for which the district is kept. */
  static void free(DSLContext transaction, DistrictKey district) {
    transaction
        .deleteFrom(DISTRICT_RESERVATIONS)
        .where(DISTRICT_RESERVATIONS.DISTRICT.eq(district.number()))
        .execute();
  }

  static Owner of(DistrictDeclarationsRecord row) {
    return new Owner(
        row.getOwnerCluster(),
        row.getOwnerNamespace(),
        row.getOwnerName(),
        row.getOwnerUid(),
        row.getOwnerCaller());
  }

  private static Optional<DistrictReservationsRecord> reservation(
      DSLContext transaction, DistrictKey district) {
    return transaction
        .selectFrom(DISTRICT_RESERVATIONS)
        .where(DISTRICT_RESERVATIONS.DISTRICT.eq(district.number()))
        .and(DISTRICT_RESERVATIONS.ENDS_AT.gt(currentOffsetDateTime()))
        .fetchOptional();
  }

  private static void requireReserved(
      DistrictReservationsRecord row, DistrictKey district, Owner owner) {
    var kept =
        new Owner(row.getOwnerCluster(), row.getOwnerNamespace(), "", "", row.getOwnerCaller());
    if (!kept.sameNamespace(owner)) {
      throw DeclarationRefusals.reserved(district.id(), row.getEndsAt().toInstant());
    }
  }
}
