package dev.homeroom.server.roster.watch;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.diff.Difference;
import dev.homeroom.server.roster.diff.DistrictRecord;
import dev.homeroom.server.roster.diff.RevisionComparison;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.RevisionSpan;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.District;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterChange;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jooq.Record;

/**
 * Reads the changes that a watch has to send, batch by batch, each in a snapshot of its own.
 * Between batches it keeps nothing but the place.
 */
final class ChangeReader {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int BATCH = 500;

  private final Moments moments;
  private final Scope scope;
  private final WatchScope view;
  private final Semaphore reading;

  ChangeReader(Moments moments, Scope scope, WatchScope view, Semaphore reading) {
    this.moments = moments;
    this.scope = scope;
    this.view = view;
    this.reading = reading;
  }

  /**
   * Some changes of one part of a step.
   *
   * @param changes each change, with the id after which the watch continues once it is sent
   * @param next where the watch continues once all of them are sent
   */
  record ChangeBatch(List<IdentifiedChange> changes, WatchPosition next) {}

  /** A change, and the id of its record. */
  record IdentifiedChange(CleverId id, RosterChange change) {}

  /**
   * The newest revision; refuses a district without a roster, and a revision that it has not
   * reached.
   */
  long newest(WatchPosition rest) throws InterruptedException {
    return read(
        new ReadTime.Now(),
        moment -> {
          if (rest.to() > 0) {
            // A database that was restored from an older state may lack the watch's revision.
            Moments.requireKnown(moment, rest.to());
          }
          return moment.newest();
        });
  }

  /** The next batch of a step. */
  ChangeBatch read(WatchPosition place) throws InterruptedException {
    var part = StepPart.ALL.get(place.part());
    if (!view.types().contains(part.type())) {
      return new ChangeBatch(List.of(), place.nextPart());
    }
    return read(
        new ReadTime.GoingOn(place.to()),
        moment -> {
          if (place.from() > 0) {
            Moments.requireKept(moment, place.from());
          }
          var span = moment.since(place.from());
          return switch (part) {
            case StepPart.OwnRecord() -> new ChangeBatch(ownRecord(span, place), place.nextPart());
            case StepPart.Arrivals(var kind) -> arrivals(kind, span, place);
            case StepPart.Departures(var kind) -> departures(kind, span, place);
          };
        });
  }

  private List<IdentifiedChange> ownRecord(RevisionSpan span, WatchPosition place) {
    if (place.last().isPresent()) {
      return List.of();
    }
    return DistrictRecord.compare(span)
        .map(found -> change(found, ResourceNames.district(view.district()), span))
        .map(change -> change.setType(RecordType.RECORD_TYPE_DISTRICT).build())
        .map(change -> new IdentifiedChange(view.district(), change))
        .stream()
        .toList();
  }

  private <R extends Record, M extends Message> ChangeBatch arrivals(
      RecordKind<R, M> kind, RevisionSpan span, WatchPosition place) {
    return batch(kind, span, place, comparison(kind, span).arrivals(place.last(), BATCH));
  }

  private <R extends Record, M extends Message> ChangeBatch departures(
      RecordKind<R, M> kind, RevisionSpan span, WatchPosition place) {
    return batch(kind, span, place, comparison(kind, span).departures(place.last(), BATCH));
  }

  private <R extends Record, M extends Message> RevisionComparison<R, M> comparison(
      RecordKind<R, M> kind, RevisionSpan span) {
    return new RevisionComparison<>(kind, span, table -> view.filter(kind.type(), table));
  }

  private <M extends Message> ChangeBatch batch(
      RecordKind<?, M> kind,
      RevisionSpan span,
      WatchPosition place,
      RevisionComparison.DifferenceBatch<M> batch) {
    var changes =
        batch.found().stream()
            .map(found ->
                new IdentifiedChange(
                    found.id(),
                    change(found, kind.name(view.district(), found.id()), span)
                        .setType(kind.type())
                        .build()))
            .toList();
    return new ChangeBatch(changes, batch.next().map(place::behind).orElseGet(place::nextPart));
  }

  private static RosterChange.Builder change(Difference<?> found, String name, RevisionSpan span) {
    var change =
        RosterChange.newBuilder()
            .setKind(found.kind())
            .setName(name)
            .setRevision(span.to())
            .addAllChangedFields(found.changedFields());
    found.after().ifPresent(record -> set(change, record));
    return change;
  }

  private static void set(RosterChange.Builder change, Message record) {
    switch (record) {
      case District district -> change.setDistrict(district);
      case School school -> change.setSchool(school);
      case Term term -> change.setTerm(term);
      case Course course -> change.setCourse(course);
      case Section section -> change.setSection(section);
      case User user -> change.setUser(user);
      default ->
          throw new IllegalStateException(
              "no field for " + record.getDescriptorForType().getFullName());
    }
  }

  /**
   * Reads in a thread of its own, which is not interrupted when the caller leaves, because an
   * interrupt in the middle of a statement would cost the pool its connection.
   */
  private <T> T read(ReadTime when, Function<Moment, T> question) throws InterruptedException {
    reading.acquire();
    var answer = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("watch-read")
        .start(() -> {
          try {
            answer.complete(moments.read(scope, view.district(), when, LIMIT, question));
          } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
          } finally {
            reading.release();
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }
}
