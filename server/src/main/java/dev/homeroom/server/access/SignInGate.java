package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.rpc.CallDeadline;
import org.jooq.impl.DSL;

/** Refuses to sign people in at districts that let their people in no more. */
public final class SignInGate {
  private final Database database;

  /** Asks the database. */
  public SignInGate(Database database) {
    this.database = database;
  }

  /**
   * Lets a sign-in go on, also at a district that nobody has declared yet.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if the district's declaration has ended
   */
  public void require(CleverId district) {
    var ended =
        DSL.selectOne()
            .from(DISTRICTS)
            .where(
                DISTRICTS.ID.eq(district.bytes()), DSL.not(DistrictGate.admitsPeople(DISTRICTS)));
    if (database.snapshot(CallDeadline.left(), snapshot -> snapshot.fetchExists(ended))) {
      throw AccessRefusals.districtEndedForSignIns(district);
    }
  }
}
