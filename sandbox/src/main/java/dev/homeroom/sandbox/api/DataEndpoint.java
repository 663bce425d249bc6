package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.Faults;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.world.Moment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The data API: path, token, rate limit, faults, and then the answer from what is shared at the
 * moment (sandbox/CLEVER.md 3, 4, 5).
 */
public final class DataEndpoint implements Endpoint {
  private static final Set<String> COUNT_VALUES = Set.of("true", "false", "undefined");
  private static final String UNKNOWN_TOKENS = "";

  private final Supplier<Moment> world;
  private final Connection connection;
  private final RateLimiter limiter;
  private final Faults faults;
  private final RequestCounters counters;

  /** Serves what the supplier gives at each request. */
  public DataEndpoint(
      Supplier<Moment> world,
      Connection connection,
      RateLimiter limiter,
      Faults faults,
      RequestCounters counters) {
    this.world = world;
    this.connection = connection;
    this.limiter = limiter;
    this.faults = faults;
    this.counters = counters;
  }

  @Override
  public Answer answer(Request request) {
    var token = request.authorization("Bearer").filter(this::isCurrent);
    var permit = limiter.take(token.orElse(UNKNOWN_TOKENS));
    return answer(request, token.isPresent(), permit.granted()).with(permit.headers());
  }

  private Answer answer(Request request, boolean authorized, boolean granted) {
    var route = Route.of(request.segments());
    if (route.isEmpty() || !request.isGet()) {
      return Answer.html(404, "Cannot " + request.method() + " this path");
    }
    counters.count(route.get());
    if (!authorized) {
      return Answer.message(401, "Unauthorized");
    }
    if (!granted) {
      return Answer.empty(429);
    }
    delay();
    var fault = faults.takeForAnswer();
    return switch (fault.orElse(null)) {
      case Fault.Status(var status, var _) when status == 429 -> Answer.empty(429);
      case Fault.Status(var status, var _) -> Answer.message(status, "Something went wrong");
      case Fault.Html _ -> Answer.html(200, "One moment please");
      case Fault.CutOff _ -> answer(request, route.get()).breakingOff();
      case Fault.MalformedJson _ -> answer(request, route.get()).halved();
      case null, default -> answer(request, route.get());
    };
  }

  private Answer answer(Request request, Route route) {
    try {
      var query = query(request);
      var now = world.get();
      var renderer = new Renderer(now.view(), route.version(), request);
      if (route.isEvents()) {
        return new EventsAnswers(now, route.version(), query).answer(route, renderer);
      }
      return switch (new Resolver(now.view().roster(), query).resolve(route)) {
        case Target.Missing _ -> Answer.message(404, "Resource not found");
        case Target.One(var type, var slot) -> renderer.one(type, slot);
        case Target.Nothing _ -> {
          Paging.of(query);
          yield renderer.none();
        }
        case Target.Many many -> list(many, query, renderer);
      };
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer list(Target.Many many, Query query, Renderer renderer) {
    var type = many.type();
    if (many.counted() && asksForCount(query)) {
      var off = faults.inList(Fault.WrongCount.class, type).map(Fault.WrongCount::off).orElse(0L);
      return renderer.count(many.selection().count() + off);
    }
    var paging =
        many.paged()
            ? Paging.of(query)
            : new Paging(Paging.DEFAULT_LIMIT, new Paging.Cursor.First());
    if (faults.inList(Fault.EmptyList.class, type).isPresent()) {
      return renderer.none();
    }
    var page = Page.of(many.selection(), paging);
    if (faults.inList(Fault.RepeatedRecord.class, type).isPresent()) {
      page = page.repeating(many.selection());
    }
    var withoutId = faults.inList(Fault.RecordWithoutId.class, type).isPresent();
    return renderer.list(type, page, query, paging.limit(), withoutId);
  }

  private static Query query(Request request) {
    try {
      return Query.parse(request.rawQuery());
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "the query is not readable");
    }
  }

  private static boolean asksForCount(Query query) {
    var count = query.first("count");
    if (count.isPresent() && !COUNT_VALUES.contains(count.get())) {
      throw new Refusal(400, "count must be true, false or undefined");
    }
    return count.map("true"::equals).orElse(false);
  }

  private boolean isCurrent(String given) {
    return connection
        .token()
        .filter(token ->
            MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private void delay() {
    try {
      Thread.sleep(faults.takeDelay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
