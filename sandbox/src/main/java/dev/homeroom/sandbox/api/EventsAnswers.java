package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.event.Event;
import dev.homeroom.sandbox.event.EventList;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.world.Moment;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The feed and single events (sandbox/CLEVER.md 4). */
final class EventsAnswers {
  /** A type that exists at Clever but has no records here. */
  private static final String RESOURCES = "resources";

  private final EventList events;
  private final Moment moment;
  private final ApiVersion version;
  private final Query query;

  EventsAnswers(Moment moment, ApiVersion version, Query query) {
    this.events = moment.events();
    this.moment = moment;
    this.version = version;
    this.query = query;
  }

  Answer answer(Route route, Renderer renderer) {
    if (route.id().isPresent()) {
      return ObjectId.parse(route.id().get())
          .flatMap(events::find)
          .filter(event -> event.isIn(version))
          .map(renderer::event)
          .orElseGet(() -> Answer.message(404, "Resource not found"));
    }
    var paging = Paging.of(query);
    Predicate<Event> inVersion = event -> event.isIn(version);
    var page =
        Page.of(new Selection.OfEvents(events, inVersion.and(ofTypes()).and(ofSchool())), paging);
    return renderer.events(events, page, query, paging.limit());
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
