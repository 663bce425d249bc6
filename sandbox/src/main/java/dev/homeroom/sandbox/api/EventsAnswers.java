package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.event.Event;
import dev.homeroom.sandbox.event.EventList;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultedRequest;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.world.ReadableMoment;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Answers requests for the feed and for single events (sandbox/CLEVER.md 4). */
final class EventsAnswers {
  /** A type that exists at Clever but has no records here. */
  private static final String RESOURCES = "resources";

  private final EventList events;
  private final ReadableMoment moment;
  private final ApiVersion version;
  private final Query query;
  private final FaultedRequest call;

  EventsAnswers(ReadableMoment moment, ApiVersion version, Query query, FaultedRequest call) {
    this.events = moment.events();
    this.moment = moment;
    this.version = version;
    this.query = query;
    this.call = call;
  }

  Answer answer(Route route, Renderer renderer) {
    call.take(Fault.FeedOff.class); // only counts the use: there are no events while it lasts
    var refused = call.take(Fault.FeedRefused.class);
    if (refused.isPresent()) {
      return Answer.message(refused.get().status(), "Events are not enabled");
    }
    var visible = arrived().and(event -> event.isIn(version));
    if (route.id().isPresent()) {
      return ObjectId.parse(route.id().get())
          .flatMap(events::find)
          .filter(visible)
          .map(renderer::event)
          .orElseGet(() -> Answer.message(404, "Resource not found"));
    }
    var asked = Paging.of(query);
    if (call.take(Fault.EmptyList.class).isPresent()) {
      return renderer.none();
    }
    var selection = new Selection.OfEvents(events, visible.and(ofTypes()).and(ofSchool()));
    var page = Page.of(selection, asked.corrupted(call));
    if (call.take(Fault.RepeatedRecord.class).isPresent()) {
      page = page.repeating(selection);
    }
    return renderer.events(events, page, query, asked.limit());
  }

  /** Accepts the events that no fault delays or has made expire. */
  private Predicate<Event> arrived() {
    Predicate<Event> late =
        call.take(Fault.LateEvents.class)
            .<Predicate<Event>>map(fault -> event -> fault.isLate(event.id()))
            .orElse(_ -> false);
    Predicate<Event> forgotten =
        call.take(Fault.ShortRetention.class)
            .map(fault -> call.now().minusSeconds(fault.seconds()))
            .<Predicate<Event>>map(oldest -> event -> event.created().isBefore(oldest))
            .orElse(_ -> false);
    return late.or(forgotten).negate();
  }

  private Predicate<Event> ofTypes() {
    var words = query.all("record_type");
    if (words.isEmpty()) {
      return _ -> true;
    }
    var allowed =
        Arrays.stream(RecordType.values()).map(RecordType::path).collect(Collectors.toSet());
    allowed.add(RESOURCES);
    if (!allowed.containsAll(words)) {
      throw new Refusal(
          400,
          "record_type must be one of "
              + allowed.stream().sorted().collect(Collectors.joining(", ")));
    }
    var wanted = Set.copyOf(words);
    return event -> wanted.contains(event.type().path());
  }

  private Predicate<Event> ofSchool() {
    var word = query.first("school");
    if (word.isEmpty()) {
      return _ -> true;
    }
    var id =
        ObjectId.parse(word.get())
            .orElseThrow(() -> new Refusal(400, "school must be an id of 24 hex digits"));
    var school = moment.view().roster().rows(RecordType.SCHOOLS).findAny(id);
    return event -> school >= 0 && event.concernsSchool(school);
  }
}
