package dev.homeroom.server.district;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_COUNTS;

import dev.homeroom.server.acceptance.RosterDecisions;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.db.generated.tables.records.DistrictsRecord;
import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.server.plan.PlanReader;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.sharing.RedactedSharing;
import dev.homeroom.server.sharing.decision.Shares;
import dev.homeroom.server.sharing.decision.Shares.Detail;
import dev.homeroom.server.sync.Schedules;
import dev.homeroom.server.sync.SyncRuns;
import dev.homeroom.server.sync.apply.RosterSizes;
import dev.homeroom.v1.CredentialState;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.RosterDecision;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.SyncRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads the states of declared districts. */
final class DistrictStates {
  /**
   * The number of consecutive runs that could only add and change after which a district is
   * incomplete; fewer may be a passing disturbance.
   */
  private static final int INCOMPLETE_RUNS = 3;

  private DistrictStates() {}

  /**
   * The districts to read.
   *
   * @param scope the caller's scope
   */
  record StateFilter(Scope scope, Condition condition) {
    /** All districts that the caller may see. */
    static StateFilter of(Scope scope) {
      return new StateFilter(scope, scope.within(DISTRICTS.ID));
    }

    /** The districts whose owner is in this cluster; all of them if it is empty. */
    StateFilter ofCluster(String cluster) {
      return cluster.isEmpty() ? this : and(DISTRICT_DECLARATIONS.OWNER_CLUSTER.eq(cluster));
    }

    private StateFilter and(Condition more) {
      return new StateFilter(scope, condition.and(more));
    }
  }

  static Optional<DistrictState> find(
      DSLContext sql, CleverId id, StateFilter filter, Detail detail) {
    return read(sql, filter.and(DISTRICTS.ID.eq(id.bytes())), 1, detail).stream().findFirst();
  }

  /** Returns whether the caller may know the district and no owner in any cluster declares it. */
  static boolean isFree(DSLContext sql, CleverId id, StateFilter filter) {
    return sql.fetchExists(
        sql.selectFrom(DISTRICTS)
            .where(DISTRICTS.ID.eq(id.bytes()), filter.scope().within(DISTRICTS.ID))
            .andNotExists(
                sql.selectFrom(DISTRICT_DECLARATIONS)
                    .where(DISTRICT_DECLARATIONS.DISTRICT.eq(DISTRICTS.DISTRICT))));
  }

  /** States in the order of the districts' ids, after the given one. */
  static List<DistrictState> page(
      DSLContext sql, StateFilter filter, Optional<CleverId> after, int limit) {
    var behind = after.map(last -> DISTRICTS.ID.gt(last.bytes())).orElseGet(DSL::noCondition);
    return read(sql, filter.and(behind), limit, Detail.NUMBER);
  }

  private static List<DistrictState> read(
      DSLContext sql, StateFilter filter, int limit, Detail detail) {
    var rows =
        sql.select(DISTRICT_DECLARATIONS.fields())
            .select(DISTRICTS.fields())
            .select(ROSTER_COUNTS.fields())
            .from(DISTRICT_DECLARATIONS)
            .join(DISTRICTS)
            .on(DISTRICTS.DISTRICT.eq(DISTRICT_DECLARATIONS.DISTRICT))
            .leftJoin(ROSTER_COUNTS)
            .on(ROSTER_COUNTS.DISTRICT.eq(DISTRICTS.DISTRICT))
            .where(filter.condition())
            .orderBy(DISTRICTS.ID)
            .limit(limit)
            .fetch();
    var declarations = new LinkedHashMap<DistrictKey, DistrictDeclarationsRecord>();
    rows.forEach(
        row -> declarations.put(key(row.into(DISTRICTS)), row.into(DISTRICT_DECLARATIONS)));
    if (declarations.isEmpty()) {
      return List.of();
    }
    var districts = DistrictSet.of(declarations.keySet());
    var parts =
        new Parts(
            Shares.read(sql, declarations, detail),
            Schedules.next(sql, districts),
            PlanReader.pending(sql, districts, Instant.EPOCH),
            SyncRuns.latest(sql, districts),
            RosterDecisions.newest(sql, districts));
    return rows.map(row -> message(row, parts, filter.scope()));
  }

  /** The parts of the page's states that other tables hold, by district. */
  private record Parts(
      Map<DistrictKey, Share> shares,
      Map<DistrictKey, Instant> nextSyncs,
      Map<DistrictKey, Plan> pendingPlans,
      Map<DistrictKey, SyncRun> latestRuns,
      Map<DistrictKey, RosterDecision> rosterDecisions) {}

  private static DistrictKey key(DistrictsRecord district) {
    return new DistrictKey(district.getDistrict(), CleverId.of(district.getId()));
  }

  private static DistrictState message(Record row, Parts parts, Scope scope) {
    DistrictDeclarationsRecord declared = row.into(DISTRICT_DECLARATIONS);
    DistrictsRecord district = row.into(DISTRICTS);
    RosterCountsRecord counts = row.into(ROSTER_COUNTS);
    var key = key(district);
    var message =
        DistrictState.newBuilder()
            .setName(ResourceNames.districtState(key.id()))
            .setSpec(Declaration.spec(declared))
            .setOwner(Ownership.of(declared).message())
            .setAppliedSpecHash(declared.getSpecHash())
            .setCredentialHash(declared.getCredentialHash())
            .setCredentialState(EnumWords.of(CredentialState.class, declared.getCredentialState()))
            .setCredentialMessage(declared.getCredentialMessage())
            .setRevision(district.getRevision())
            .setShare(parts.shares().getOrDefault(key, Share.getDefaultInstance()))
            .setDisplayName(Objects.requireNonNullElse(district.getName(), ""));
    if (counts.getDistrict() != null) {
      message.setCounts(RosterSizes.wire(counts));
    }
    if (district.getLastSyncTime() != null) {
      message.setLastSyncTime(ProtoTimestamps.of(district.getLastSyncTime()));
    }
    var clever = CleverHealth.of(district);
    message.setCleverState(clever.state()).setCleverMessage(clever.message());
    if (district.getCleverLastSync() != null) {
      message.setCleverSyncTime(ProtoTimestamps.of(district.getCleverLastSync()));
    }
    Optional.ofNullable(parts.nextSyncs().get(key))
        .map(ProtoTimestamps::of)
        .ifPresent(message::setNextSyncTime);
    message.setIncomplete(district.getIncompleteRuns() >= INCOMPLETE_RUNS);
    Optional.ofNullable(parts.pendingPlans().get(key)).ifPresent(message::setPendingPlan);
    Optional.ofNullable(parts.latestRuns().get(key)).ifPresent(message::setLatestRun);
    message.setAcceptance(
        RosterDecisions.state(
            message.getSpec().getAcceptance(),
            Optional.ofNullable(parts.rosterDecisions().get(key))));
    if (!scope.whole(key.id())) {
      message.getSpecBuilder().setSharing(RedactedSharing.of(message.getSpec().getSharing()));
      message.setShare(RedactedSharing.of(message.getShare()));
    }
    return message.build();
  }
}
