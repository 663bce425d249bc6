package dev.homeroom.server.roster.diff;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.RevisionSpan;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.PagePosition;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterDifference;
import dev.homeroom.v1.RosterDifferenceCounts;
import java.util.Optional;
import org.jooq.Record;

/** Answers DiffRevisions page by page: first the district's own record, then each type by id. */
public final class Differences {
  /** The largest number of batches that one page reads; then it is sent even if it is not full. */
  private static final int LOOKS = 20;

  private final Moments moments;
  private final PageTokens tokens;

  /** Reads moments, and signs page tokens. */
  public Differences(Moments moments, PageTokens tokens) {
    this.moments = moments;
    this.tokens = tokens;
  }

  /**
   * The place from which a list continues.
   *
   * @param kind index of the type in {@link RecordKind#ALL}
   * @param after the last id of the type that was compared; empty: none yet
   */
  private record Place(int kind, Optional<CleverId> after) {
    static Place read(String last) {
      var parts = last.split("/", -1);
      return new Place(
          Integer.parseInt(parts[0]),
          parts[1].isEmpty() ? Optional.empty() : Optional.of(CleverId.of(parts[1])));
    }

    String write() {
      return kind + "/" + after.map(CleverId::toString).orElse("");
    }

    Place nextKind() {
      return new Place(kind + 1, Optional.empty());
    }
  }

  /** Answers one page of a request, or refuses the request. */
  public DiffRevisionsResponse page(DiffRevisionsRequest request) {
    var district = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    long from = request.getFromRevision();
    long to = request.getToRevision();
    if (from < 1) {
      throw RequestRefusals.invalidField("from_revision", "must be 1 or more");
    }
    if (to < 0 || (to > 0 && to < from)) {
      throw RequestRefusals.invalidField(
          "to_revision", "must be from_revision or more; 0 stands for the newest");
    }
    var position = asked.position();
    var when =
        position
            .<ReadTime>map(last -> new ReadTime.GoingOn(last.revision()))
            .orElseGet(() -> to == 0 ? new ReadTime.Now() : new ReadTime.AtRevision(to));
    return moments.read(
        Scope.current(),
        district,
        when,
        CallDeadline.left(),
        moment -> {
          if (from > moment.revision()) {
            throw ResourceRefusals.revisionInFuture(district, moment.newest());
          }
          Moments.requireKept(moment, from);
          var span = moment.since(from);
          var page =
              DiffRevisionsResponse.newBuilder().setFromRevision(from).setToRevision(span.to());
          if (position.isEmpty()) {
            count(span, page);
          }
          fill(span, position.map(PagePosition::last).map(Place::read), asked.size(), page)
              .map(place -> asked.token(new PagePosition(span.to(), place.write())))
              .ifPresent(page::setNextPageToken);
          return page.build();
        });
  }

  private static void count(RevisionSpan span, DiffRevisionsResponse.Builder page) {
    page.addCounts(
        RosterDifferenceCounts.newBuilder()
            .setType(RecordType.RECORD_TYPE_DISTRICT)
            .setChanged(DistrictRecord.compare(span).isPresent() ? 1 : 0));
    for (var kind : RecordKind.ALL) {
      var counts = new RevisionComparison<>(kind, span).count();
      page.addCounts(
          RosterDifferenceCounts.newBuilder()
              .setType(kind.type())
              .setEntered(counts.entered())
              .setChanged(counts.changed())
              .setLeft(counts.left()));
    }
  }

  /** Adds differences to the page; returns the place where the next page begins. */
  private static Optional<Place> fill(
      RevisionSpan span, Optional<Place> start, int size, DiffRevisionsResponse.Builder page) {
    var place = start.orElseGet(() -> new Place(0, Optional.empty()));
    if (start.isEmpty()) {
      DistrictRecord.compare(span)
          .map(found ->
              wire(
                  RecordType.RECORD_TYPE_DISTRICT,
                  ResourceNames.district(span.end().district()),
                  found))
          .ifPresent(page::addDifferences);
    }
    for (int look = 0; look < LOOKS && place.kind() < RecordKind.ALL.size(); look++) {
      if (page.getDifferencesCount() >= size) {
        return Optional.of(place);
      }
      place = look(span, RecordKind.ALL.get(place.kind()), place, size, page);
    }
    return place.kind() < RecordKind.ALL.size() ? Optional.of(place) : Optional.empty();
  }

  private static <R extends Record, M extends Message> Place look(
      RevisionSpan span,
      RecordKind<R, M> kind,
      Place place,
      int size,
      DiffRevisionsResponse.Builder page) {
    var batch =
        new RevisionComparison<>(kind, span).all(place.after(), size - page.getDifferencesCount());
    for (var found : batch.found()) {
      if (page.getDifferencesCount() == size) {
        return new Place(place.kind(), Optional.of(previous(page)));
      }
      page.addDifferences(wire(kind.type(), kind.name(span.end().district(), found.id()), found));
    }
    return batch.next().isPresent() ? new Place(place.kind(), batch.next()) : place.nextKind();
  }

  private static CleverId previous(DiffRevisionsResponse.Builder page) {
    var name = page.getDifferences(page.getDifferencesCount() - 1).getName();
    return CleverId.of(name.substring(name.lastIndexOf('/') + 1));
  }

  private static RosterDifference wire(RecordType type, String name, Difference<?> found) {
    return RosterDifference.newBuilder()
        .setType(type)
        .setName(name)
        .setKind(found.kind())
        .addAllChangedFields(found.changedFields())
        .build();
  }
}
