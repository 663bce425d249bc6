package dev.homeroom.server.roster;

import com.google.protobuf.FieldMask;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.record.Messages;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.v1.District;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListDistrictsResponse;
import org.jooq.impl.DSL;

/** Reads the districts themselves: all as they are now, or one as it was at a revision. */
final class Districts {
  private final Database database;
  private final Moments moments;
  private final PageTokens tokens;

  Districts(Database database, Moments moments, PageTokens tokens) {
    this.database = database;
    this.moments = moments;
    this.tokens = tokens;
  }

  District find(GetDistrictRequest request) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var when = ReadTime.of(request.hasAsOf(), request.getAsOf());
    var mask = mask(request.getReadMask());
    long known = ReadRequest.known(request);
    return moments.read(
        Scope.current(),
        id,
        when,
        CallDeadline.left(),
        moment ->
            moment.revision() <= known
                ? District.newBuilder().setRevision(moment.revision()).build()
                : mask.trim(Messages.districtAt(moment)));
  }

  ListDistrictsResponse page(ListDistrictsRequest request) {
    var asked = tokens.page(request);
    var mask = mask(request.getReadMask());
    var after = asked.after().map(CleverId::of);
    var district = Scope.current().districts();
    var rows =
        database.snapshot(
            CallDeadline.left(),
            db ->
                db.selectFrom(district)
                    .where(
                        after.map(last -> district.ID.gt(last.bytes())).orElseGet(DSL::noCondition))
                    .orderBy(district.ID)
                    .limit(asked.limit())
                    .fetch());
    var page = asked.cut(rows, row -> CleverId.of(row.getId()).toString());
    var response = ListDistrictsResponse.newBuilder().setNextPageToken(page.next());
    page.items().forEach(row -> response.addDistricts(mask.trim(Messages.district(row))));
    return response.build();
  }

  private static ReadMask mask(FieldMask mask) {
    return ReadMask.of("read_mask", mask, District.getDescriptor());
  }
}
