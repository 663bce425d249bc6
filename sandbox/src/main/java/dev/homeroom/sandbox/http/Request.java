package dev.homeroom.sandbox.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, read whole.
 *
 * @param path undecoded, without the query
 * @param rawQuery undecoded, null when there is none
 */
public record Request(
    String method, String path, @Nullable String rawQuery, Headers headers, String body) {

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
    var value = headers.getFirst("Authorization");
    return value != null && value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1)
        ? Optional.of(value.substring(scheme.length() + 1).trim())
        : Optional.empty();
  }
}
