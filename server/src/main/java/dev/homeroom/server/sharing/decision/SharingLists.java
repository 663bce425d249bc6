package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static org.jooq.impl.DSL.min;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.PageRequest;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.server.sharing.ComputedShare;
import dev.homeroom.server.sharing.RedactedSharing;
import dev.homeroom.server.sharing.ShareChanges;
import dev.homeroom.server.sharing.ShareRecords;
import dev.homeroom.server.sharing.UncoveredRecordPage;
import dev.homeroom.server.sharing.decision.SharingDecisions.Numbered;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListLeftOutRecordsResponse;
import dev.homeroom.v1.ListShareChangeRecordsRequest;
import dev.homeroom.v1.ListShareChangeRecordsResponse;
import dev.homeroom.v1.ListShareChangesRequest;
import dev.homeroom.v1.ListShareChangesResponse;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ListSharingDecisionsResponse;
import dev.homeroom.v1.RecordType;
import java.util.List;
import java.util.function.BiFunction;
import org.jooq.DSLContext;

/** Reads the lists of SharingService, page by page. */
final class SharingLists {
  private final Database database;
  private final PageTokens tokens;

  SharingLists(Database database, PageTokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  ListShareChangesResponse changes(ListShareChangesRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var below = asked.position().map(PageTokens.PagePosition::revision);
    var scope = Scope.current();
    var read =
        read(
            id,
            (sql, district) -> {
              scope.requireAnswering(sql, district);
              return ShareChanges.page(sql, district, below, asked.limit());
            });
    var page = asked.cutAt(read, last -> new PageTokens.PagePosition(last.getRevision(), ""));
    return ListShareChangesResponse.newBuilder()
        .addAllShareChanges(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  ListShareChangeRecordsResponse changeRecords(ListShareChangeRecordsRequest request) {
    var change = ResourceNames.requireShareChange("parent", request.getParent());
    var asked = tokens.page(request);
    var records = records(asked, request.getType());
    var response = ListShareChangeRecordsResponse.newBuilder();
    var page =
        read(
            change.district(),
            (sql, district) -> {
              requireKept(sql, district, change.revision());
              var scope = Scope.current().in(district);
              var moved = ShareChanges.records(sql, scope, change.revision(), records);
              var cut = asked.cut(moved, last -> key(last.record()));
              cut.items().forEach(each -> response.addRecords(each.message(district)));
              return cut;
            });
    return response.setNextPageToken(page.next()).build();
  }

  ListLeftOutRecordsResponse leftOut(ListLeftOutRecordsRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var records = records(asked, request.getType());
    var response = ListLeftOutRecordsResponse.newBuilder();
    var page =
        read(
            id,
            (sql, district) -> {
              ComputedShare.find(sql, district.number())
                  .ifPresent(computed -> response.setRevision(computed.revision()));
              var left = UncoveredRecordPage.page(sql, Scope.current().in(district), records);
              var cut = asked.cut(left, SharingLists::key);
              cut.items()
                  .forEach(each -> response.addRecords(UncoveredRecordPage.name(district, each)));
              return cut;
            });
    return response.setNextPageToken(page.next()).build();
  }

  ListSharingDecisionsResponse decisions(ListSharingDecisionsRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var below = asked.after().map(Long::parseLong);
    var read =
        read(id, (sql, district) -> SharingDecisions.list(sql, district, below, asked.limit()));
    var page = asked.cut(read, last -> "" + last.number());
    var response = ListSharingDecisionsResponse.newBuilder().setNextPageToken(page.next());
    boolean whole = Scope.current().whole(id);
    page.items().stream()
        .map(Numbered::decision)
        .map(decision -> whole ? decision : RedactedSharing.of(decision))
        .forEach(response::addDecisions);
    return response.build();
  }

  private <T> T read(CleverId id, BiFunction<DSLContext, DistrictKey, T> reader) {
    return database.snapshot(
        CallDeadline.left(), sql -> reader.apply(sql, DistrictLookup.require(sql, id)));
  }

  private static ShareRecords records(PageRequest asked, RecordType type) {
    var types =
        type == RecordType.RECORD_TYPE_UNSPECIFIED
            ? List.of(RosterType.values())
            : List.of(
                RosterType.of(type)
                    .orElseThrow(() ->
                        RequestRefusals.invalidField(
                            "type", "must be SCHOOL, TERM, COURSE, SECTION, USER or unspecified")));
    var after =
        asked
            .after()
            .map(key -> {
              var parts = key.split(" ", -1);
              return new ShareRecords.SharePosition(
                  RosterType.valueOf(parts[0]), CleverId.of(parts[1]));
            });
    return new ShareRecords(types, after, asked.limit());
  }

  private static String key(ShareRecords.SharePosition last) {
    return last.type() + " " + last.id();
  }

  private static void requireKept(DSLContext sql, DistrictKey district, long revision) {
    boolean kept =
        sql.fetchExists(
            REVISIONS, REVISIONS.DISTRICT.eq(district.number()), REVISIONS.REVISION.eq(revision));
    if (kept) {
      return;
    }
    long newest =
        sql.select(DISTRICTS.REVISION)
            .from(DISTRICTS)
            .where(DISTRICTS.DISTRICT.eq(district.number()))
            .fetchSingle()
            .value1();
    if (revision > newest) {
      throw ResourceRefusals.revisionInFuture(district.id(), newest);
    }
    var oldest =
        sql.select(min(REVISIONS.REVISION))
            .from(REVISIONS)
            .where(REVISIONS.DISTRICT.eq(district.number()))
            .fetchSingle()
            .value1();
    throw ResourceRefusals.historyTrimmed(district.id(), oldest == null ? newest : oldest);
  }
}
