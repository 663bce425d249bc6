package dev.homeroom.sandbox.walk;

import dev.homeroom.sandbox.district.RecordType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Reads every page of every type of one sandbox: the types in parallel, the pages of each in order.
 */
final class Walk {
  private static final Pattern NEXT =
      Pattern.compile("\\{\"rel\":\"next\",\"uri\":\"([^\"]+)\"\\}");
  private static final byte[] URI_KEY = ascii("\"uri\":\"");
  private static final byte[] LINKS_KEY = ascii("],\"links\":[");

  private final HttpClient http;
  private final String url;
  private final String token;
  private final String version;
  private final int limit;

  /**
   * @param version {@code v3.0} or {@code v3.1}
   * @param limit records on a page
   */
  Walk(HttpClient http, String url, String token, String version, int limit) {
    this.http = http;
    this.url = url;
    this.token = token;
    this.version = version;
    this.limit = limit;
  }

  /**
   * The result of a walk.
   *
   * @param sha256 a hash of all pages, type by type, in hex
   */
  record Read(
      Map<RecordType, Long> records, long pages, long bytes, double seconds, String sha256) {
    long total() {
      return records.values().stream().mapToLong(Long::longValue).sum();
    }

    long recordsPerSecond() {
      return Math.round(total() / seconds);
    }
  }

  private record OfType(long records, long pages, long bytes, String sha256) {}

  /**
   * Reads all pages.
   *
   * @throws IOException when an answer is not 200, or breaks off
   */
  Read run() throws IOException, InterruptedException {
    var start = System.nanoTime();
    Map<RecordType, Future<OfType>> walks = new EnumMap<>(RecordType.class);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var type : RecordType.values()) {
        walks.put(type, threads.submit(() -> walk(type)));
      }
    }
    Map<RecordType, Long> records = new EnumMap<>(RecordType.class);
    long pages = 0;
    long bytes = 0;
    var all = sha256();
    for (var type : RecordType.values()) {
      var read = result(Objects.requireNonNull(walks.get(type)));
      records.put(type, read.records());
      pages += read.pages();
      bytes += read.bytes();
      all.update(ascii(read.sha256()));
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    return new Read(records, pages, bytes, seconds, HexFormat.of().formatHex(all.digest()));
  }

  private static OfType result(Future<OfType> walk) throws IOException, InterruptedException {
    try {
      return walk.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private OfType walk(RecordType type) throws IOException, InterruptedException {
    long records = 0;
    long pages = 0;
    long bytes = 0;
    var digest = sha256();
    var first = "/%s/%s".formatted(version, type.path());
    var next = Optional.of(type == RecordType.DISTRICTS ? first : first + "?limit=" + limit);
    while (next.isPresent()) {
      var page = page(next.get());
      digest.update(page);
      pages++;
      bytes += page.length;
      var links = lastIndexOf(page, LINKS_KEY);
      records += count(page, URI_KEY, links);
      next = next(page, links);
    }
    return new OfType(records, pages, bytes, HexFormat.of().formatHex(digest.digest()));
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

  private static Optional<String> next(byte[] page, int from) {
    var links = new String(page, from, page.length - from, StandardCharsets.UTF_8);
    var found = NEXT.matcher(links);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /**
   * Counts the records of a page: each has one {@code uri} key, whose quotes would be escaped
   * inside a string.
   */
  private static long count(byte[] page, byte[] key, int end) {
    long count = 0;
    for (var at = 0; at <= end - key.length; at++) {
      if (page[at] == key[0] && matches(page, at, key)) {
        count++;
        at += key.length - 1;
      }
    }
    return count;
  }

  private static int lastIndexOf(byte[] page, byte[] key) throws IOException {
    for (var at = page.length - key.length; at >= 0; at--) {
      if (page[at] == key[0] && matches(page, at, key)) {
        return at;
      }
    }
    throw new IOException("a page without links came; is this a sandbox?");
  }

  private static boolean matches(byte[] page, int at, byte[] key) {
    for (var index = 1; index < key.length; index++) {
      if (page[at + index] != key[index]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
