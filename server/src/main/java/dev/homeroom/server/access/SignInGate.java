package dev.homeroom.server.access;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.call.CallDeadline;
import java.util.Set;
import org.jooq.impl.DSL;

/** Refuses sign-ins to districts that do not let their people in, or no longer. */
public final class SignInGate {
  private final Database database;

  /** Reads from the database. */
  public SignInGate(Database database) {
    this.database = database;
  }

  /**
   * Permits a sign-in, also to a district that nobody has declared yet.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if a {@link DistrictGate.GateClosure} holds
   */
  public void require(CleverId district) {
    var closure =
        database.snapshot(
            CallDeadline.left(),
            snapshot ->
                DistrictLookup.find(snapshot, district)
                    .flatMap(known ->
                        DistrictGate.closure(snapshot, DSL.val(known.number()), Set.of())));
    if (closure.isPresent()) {
      throw AccessRefusals.closedForSignIns(closure.get(), district);
    }
  }
}
