package dev.homeroom.bench.walk;

import dev.homeroom.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Reads every page of every type of one sandbox: the types in parallel, the pages of each in order.
 *
 * @param url of the sandbox, without a trailing slash
 * @param version {@code v3.0} or {@code v3.1}
 * @param limit records on a page
 */
record PageWalk(HttpClient http, String url, String token, String version, int limit) {
  private static final String DISTRICTS = "districts";
  private static final List<String> TYPES =
      List.of(DISTRICTS, "schools", "terms", "courses", "sections", "users");
  private static final Pattern NEXT =
      Pattern.compile("\\{\"rel\":\"next\",\"uri\":\"([^\"]+)\"\\}");

  /** The key that each record has once; quotes inside a string are escaped. */
  private static final String URI_KEY = "\"uri\":\"";

  private static final String LINKS_KEY = "],\"links\":[";

  /**
   * The pages of one type, or of all.
   *
   * @param records by type
   * @param sha256 a hash of all pages, type by type, in hex
   */
  record Pages(Map<String, Long> records, long pages, long bytes, String sha256) {}

  /**
   * Reads all pages.
   *
   * @throws IOException when an answer is not 200, or breaks off
   */
  Pages run() throws IOException, InterruptedException {
    Map<String, Future<Pages>> walks = new LinkedHashMap<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TYPES.forEach(type -> walks.put(type, threads.submit(() -> walk(type))));
    }
    Map<String, Long> records = new LinkedHashMap<>();
    long pages = 0;
    long bytes = 0;
    var all = sha256();
    for (var walk : walks.values()) {
      var read = result(walk);
      records.putAll(read.records());
      pages += read.pages();
      bytes += read.bytes();
      all.update(read.sha256().getBytes(StandardCharsets.US_ASCII));
    }
    return new Pages(records, pages, bytes, HexFormat.of().formatHex(all.digest()));
  }

  private static Pages result(Future<Pages> walk) throws IOException, InterruptedException {
    try {
      return walk.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException problem
          ? problem
          : new IOException(e.toString(), e);
    }
  }

  private Pages walk(String type) throws IOException, InterruptedException {
    long records = 0;
    long pages = 0;
    long bytes = 0;
    var digest = sha256();
    var first = "/%s/%s".formatted(version, type);
    var next = Optional.of(type.equals(DISTRICTS) ? first : first + "?limit=" + limit);
    while (next.isPresent()) {
      var body = page(next.get());
      digest.update(body);
      pages++;
      bytes += body.length;
      var page = new String(body, StandardCharsets.ISO_8859_1); // one character for each byte
      var links = page.lastIndexOf(LINKS_KEY);
      if (links < 0) {
        throw new BenchException("a page without links came; is this a sandbox?");
      }
      for (var at = page.indexOf(URI_KEY, 0, links); at >= 0; records++) {
        at = page.indexOf(URI_KEY, at + URI_KEY.length(), links);
      }
      var found = NEXT.matcher(page).region(links, page.length());
      next = found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
    return new Pages(
        Map.of(type, records), pages, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private byte[] page(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token)
            .build();
    var response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answered %d; the rate limit of the sandbox must be 0 for a walk"
              .formatted(path, response.statusCode()));
    }
    return response.body();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
