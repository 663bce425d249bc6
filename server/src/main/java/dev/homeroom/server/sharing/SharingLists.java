package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static org.jooq.impl.DSL.min;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.CallDeadline;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.sharing.SharingDecisions.Numbered;
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
import java.util.function.Function;
import org.jooq.DSLContext;

/** Reads the lists of SharingService, page by page. */
final class SharingLists {
  private final Database database;
  private final PageTokens tokens;

  SharingLists(Database database, PageTokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  /**
   * A page of a list.
   *
   * @param next the token of the next page; empty on the last one
   */
  private record Page<T>(List<T> items, String next) {
    /** Cuts a page from the items that were read: one more than fits if there is a next page. */
    static <T> Page<T> of(List<T> read, int size, Function<T, String> token) {
      return read.size() > size
          ? new Page<>(read.subList(0, size), token.apply(read.get(size - 1)))
          : new Page<>(read, "");
    }
  }

  ListShareChangesResponse changes(ListShareChangesRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var below = tokens.read(list, request.getPageToken()).map(PageTokens.Position::revision);
    var scope = Scope.current();
    var read =
        read(
            id,
            (sql, district) -> {
              scope.requireAnswering(sql, district);
              return ShareChanges.page(sql, district, below, size + 1);
            });
    var page =
        Page.of(
            read,
            size,
            last -> tokens.write(list, new PageTokens.Position(last.getRevision(), "")));
    return ListShareChangesResponse.newBuilder()
        .addAllShareChanges(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  ListShareChangeRecordsResponse changeRecords(ListShareChangeRecordsRequest request) {
    var change = ResourceNames.requireShareChange("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var records = records(list, request.getPageToken(), request.getType(), size + 1);
    var response = ListShareChangeRecordsResponse.newBuilder();
    var page =
        read(
            change.district(),
            (sql, district) -> {
              requireKept(sql, district, change.revision());
              var scope = Scope.current().in(district);
              var moved = ShareChanges.records(sql, scope, change.revision(), records);
              var cut = Page.of(moved, size, last -> token(list, last.record()));
              cut.items().forEach(each -> response.addRecords(each.message(district)));
              return cut;
            });
    return response.setNextPageToken(page.next()).build();
  }

  ListLeftOutRecordsResponse leftOut(ListLeftOutRecordsRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var records = records(list, request.getPageToken(), request.getType(), size + 1);
    var response = ListLeftOutRecordsResponse.newBuilder();
    var page =
        read(
            id,
            (sql, district) -> {
              ComputedShare.find(sql, district.number())
                  .ifPresent(computed -> response.setRevision(computed.revision()));
              var left = UncoveredRecordPage.page(sql, Scope.current().in(district), records);
              var cut = Page.of(left, size, last -> token(list, last));
              cut.items()
                  .forEach(each -> response.addRecords(UncoveredRecordPage.name(district, each)));
              return cut;
            });
    return response.setNextPageToken(page.next()).build();
  }

  ListSharingDecisionsResponse decisions(ListSharingDecisionsRequest request) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    int size = Paging.size(request.getPageSize());
    var list = ListIdentity.of(request);
    var below =
        tokens.read(list, request.getPageToken()).map(token -> Long.parseLong(token.last()));
    var read = read(id, (sql, district) -> SharingDecisions.list(sql, district, below, size + 1));
    var page =
        Page.of(
            read, size, last -> tokens.write(list, new PageTokens.Position(0, "" + last.number())));
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
        CallDeadline.left(), sql -> reader.apply(sql, SharingService.district(sql, id)));
  }

  private ShareRecords records(ListIdentity list, String token, RecordType type, int limit) {
    var types =
        SharedType.asked(type)
            .orElseThrow(() ->
                RequestRefusals.invalidField(
                    "type", "must be SCHOOL, TERM, COURSE, SECTION, USER or unspecified"));
    var after =
        tokens
            .read(list, token)
            .map(position -> {
              var parts = position.last().split(" ", -1);
              return new ShareRecords.Position(SharedType.valueOf(parts[0]), CleverId.of(parts[1]));
            });
    return new ShareRecords(types, after, limit);
  }

  private String token(ListIdentity list, ShareRecords.Position last) {
    return tokens.write(list, new PageTokens.Position(0, last.type() + " " + last.id()));
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
