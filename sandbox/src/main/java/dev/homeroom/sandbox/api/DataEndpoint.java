package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultedRequest;
import dev.homeroom.sandbox.fault.Faults;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.identity.Login;
import dev.homeroom.sandbox.identity.UserTokens;
import dev.homeroom.sandbox.world.ReadableMoment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The data API. Checks path, token and rate limit, applies faults, and answers from the records
 * that are shared at that moment (sandbox/CLEVER.md 3, 4, 5).
 */
public final class DataEndpoint implements Endpoint {
  private static final Set<String> COUNT_VALUES = Set.of("true", "false", "undefined");
  private static final String UNKNOWN_TOKENS = "";

  private final Supplier<ReadableMoment> world;
  private final Connection connection;
  private final UserTokens users;
  private final RateLimiter limiter;
  private final Faults faults;
  private final RequestCounters counters;

  /** Creates an endpoint that asks the supplier for the current records at each request. */
  public DataEndpoint(
      Supplier<ReadableMoment> world,
      Connection connection,
      UserTokens users,
      RateLimiter limiter,
      Faults faults,
      RequestCounters counters) {
    this.world = world;
    this.connection = connection;
    this.users = users;
    this.limiter = limiter;
    this.faults = faults;
    this.counters = counters;
  }

  @Override
  public Answer answer(Request request) {
    var route = Route.of(request.segments());
    var call = faults.call(route.map(Route::pattern).orElse(""), route.flatMap(Route::answered));
    var bearer = request.authorization("Bearer");
    var user = bearer.flatMap(users::find);
    var token = bearer.filter(given -> user.isPresent() || connection.isCurrent(given));
    var permit = limiter.take(token.orElse(UNKNOWN_TOKENS));
    if (route.isEmpty() || !request.isGet()) {
      return Answer.html(404, "Cannot " + request.method() + " this path").with(permit.headers());
    }
    counters.count(route.get());
    return call.dress(
        answer(request, route.get(), call, token, user, permit.granted())
            .withDefaults(permit.headers()));
  }

  private Answer answer(
      Request request,
      Route route,
      FaultedRequest call,
      Optional<String> token,
      Optional<Login> user,
      boolean granted) {
    if (token.isEmpty()) {
      return Answer.message(401, "Unauthorized");
    }
    if (!(user.isPresent() ? isOpenTo(user.get(), route) : !route.isMe())) {
      return Answer.html(404, "Cannot GET this path"); // the wrong kind of token
    }
    if (!granted) {
      return Answer.empty(429);
    }
    return call.spoil(() ->
        user.isPresent() && route.isMe() ? me(user.get(), route) : answer(request, route, call));
  }

  /**
   * Returns whether a person's token may read the route: {@code /me}, the person's own user, and
   * the district.
   */
  private boolean isOpenTo(Login user, Route route) {
    return route.isMe()
        || route.isRecord(RecordType.USERS, user.user())
        || route.isRecord(RecordType.DISTRICTS, connection.district());
  }

  private Answer me(Login user, Route route) {
    var district = connection.district().toString();
    var version = "/" + route.version().path();
    return Answer.json(
        200,
        Map.of(
            "type",
            "user",
            "data",
            Map.of(
                "id",
                user.user().toString(),
                "district",
                district,
                "type",
                "user",
                "authorized_by",
                "district"),
            "links",
            List.of(
                Map.of("rel", "self", "uri", "/me"),
                Map.of("rel", "canonical", "uri", version + "/users/" + user.user()),
                Map.of("rel", "district", "uri", version + "/districts/" + district))));
  }

  private Answer answer(Request request, Route route, FaultedRequest call) {
    try {
      var query = query(request);
      var now = world.get();
      var renderer = new Renderer(now.view(), route.version(), request);
      if (route.isEvents()) {
        return new EventsAnswers(now, route.version(), query, call).answer(route, renderer);
      }
      return switch (new Resolver(now.view().roster(), query).resolve(route)) {
        case Target.Missing _ -> Answer.message(404, "Resource not found");
        case Target.One(var type, var slot) -> renderer.one(type, slot);
        case Target.Nothing _ -> {
          Paging.of(query);
          yield renderer.none();
        }
        case Target.Many many -> list(many, query, renderer, call);
      };
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer list(Target.Many many, Query query, Renderer renderer, FaultedRequest call) {
    if (many.counted() && asksForCount(query)) {
      var counted = call.take(Fault.EmptyList.class, Fault.EmptyList::countsToo).isPresent();
      var off = call.take(Fault.WrongCount.class).map(Fault.WrongCount::off).orElse(0);
      return renderer.count(counted ? 0 : Math.max(0, (long) many.selection().count() + off));
    }
    var asked =
        many.paged()
            ? Paging.of(query)
            : new Paging(Paging.DEFAULT_LIMIT, new Paging.Cursor.First());
    if (call.take(Fault.EmptyList.class).isPresent()) {
      return renderer.none();
    }
    var page = Page.of(many.selection(), asked.corrupted(call));
    if (call.take(Fault.RepeatedRecord.class).isPresent()) {
      page = page.repeating(many.selection());
    }
    var withoutId = call.take(Fault.RecordWithoutId.class).isPresent();
    return renderer.list(many.type(), page, query, asked.limit(), withoutId);
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
}
