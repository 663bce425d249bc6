package dev.homeroom.sandbox.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, read whole.
 *
 * @param path undecoded, without the query
 * @param rawQuery undecoded, null when there is none
 * @param fromThisMachine whether it came over the loopback interface
 */
public record Request(
    String method,
    String path,
    @Nullable String rawQuery,
    Headers headers,
    String body,
    boolean fromThisMachine) {

  /** Whether it only reads. */
  public boolean isGet() {
    return method.equals("GET");
  }

  /** The path's parts; {@code /v3.0/users} has two. */
  public List<String> segments() {
    return List.of(path.substring(1).split("/", -1));
  }

  /** The path with its query, as it was sent. */
  public String uri() {
    var query = rawQuery;
    return query == null ? path : path + "?" + query;
  }

  /** What follows this scheme in the {@code Authorization} header. */
  public Optional<String> authorization(String scheme) {
    return headers
        .first("Authorization")
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).trim());
  }
}
