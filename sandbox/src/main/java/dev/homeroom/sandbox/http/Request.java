package dev.homeroom.sandbox.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, read completely.
 *
 * @param path undecoded, without the query
 * @param rawQuery undecoded, null when there is none
 * @param fromThisMachine true if it came over the loopback interface
 */
public record Request(
    String method,
    String path,
    @Nullable String rawQuery,
    Headers headers,
    String body,
    boolean fromThisMachine) {

  /** Returns whether the method is GET. */
  public boolean isGet() {
    return method.equals("GET");
  }

  /** The segments of the path; {@code /v3.0/users} has two. */
  public List<String> segments() {
    return List.of(path.substring(1).split("/", -1));
  }

  /** The path with its query, as it was sent. */
  public String uri() {
    var query = rawQuery;
    return query == null ? path : path + "?" + query;
  }

  /** The credentials in the {@code Authorization} header; empty if it has another scheme. */
  public Optional<String> authorization(String scheme) {
    return headers
        .first("Authorization")
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).trim());
  }
}
