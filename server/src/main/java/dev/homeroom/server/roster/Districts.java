package dev.homeroom.server.roster;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.record.Messages;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.When;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.PageTokens.Position;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.v1.District;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListDistrictsResponse;
import org.jooq.impl.DSL;

/** Reads the districts themselves: each as it is now, or one as it was at a revision. */
final class Districts {
  private static final ListIdentity LIST = ListIdentity.of("ListDistricts");

  private final Database database;
  private final Moments moments;
  private final PageTokens tokens;

  Districts(Database database, Moments moments, PageTokens tokens) {
    this.database = database;
    this.moments = moments;
    this.tokens = tokens;
  }

  District find(CleverId id, When when) {
    return moments.read(
        Scope.current(), id, when, CallDeadline.left(), moment -> Messages.districtAt(moment));
  }

  ListDistrictsResponse page(ListDistrictsRequest request) {
    int size = Paging.size(request.getPageSize());
    var after = tokens.read(LIST, request.getPageToken()).map(Position::last).map(CleverId::of);
    var district = Scope.current().districts();
    var rows =
        database.snapshot(
            CallDeadline.left(),
            db ->
                db.selectFrom(district)
                    .where(
                        after.map(last -> district.ID.gt(last.bytes())).orElseGet(DSL::noCondition))
                    .orderBy(district.ID)
                    .limit(size + 1)
                    .fetch());
    var shown = rows.subList(0, Math.min(size, rows.size()));
    var page = ListDistrictsResponse.newBuilder();
    shown.forEach(row -> page.addDistricts(Messages.district(row)));
    if (rows.size() > size) {
      var last = CleverId.of(shown.getLast().getId());
      page.setNextPageToken(tokens.write(LIST, new Position(0, last.toString())));
    }
    return page.build();
  }
}
