package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.rpc.call.CallDeadline;
import org.jooq.impl.DSL;

/** Refuses sign-ins to districts that no longer let their people in. */
public final class SignInGate {
  private final Database database;

  /** Reads from the database. */
  public SignInGate(Database database) {
    this.database = database;
  }

  /**
   * Permits a sign-in, also to a district that nobody has declared yet.
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
