package dev.homeroom.clever.http;

import dev.homeroom.clever.http.CleverFailure.Forbidden;
import dev.homeroom.clever.http.CleverFailure.NotFound;
import dev.homeroom.clever.http.CleverFailure.Unexpected;
import dev.homeroom.clever.http.TokenReader.DistrictToken;
import dev.homeroom.clever.http.Transport.Call;
import dev.homeroom.clever.read.EnvelopeReader;
import dev.homeroom.clever.read.EnvelopeReader.Listing;
import dev.homeroom.clever.read.EventReader;
import dev.homeroom.clever.read.PageConsumer;
import dev.homeroom.clever.read.RecordReader;
import dev.homeroom.clever.read.RecordReaders;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data that districts share through Clever. Safe for many threads; every method blocks,
 * and ends with {@link InterruptedException} soon after its thread is interrupted. A method that
 * gets no answer within the retries and waits of its configuration throws {@link CleverException},
 * whose {@link CleverFailure} gives the reason.
 */
public final class CleverClient implements AutoCloseable {

  /** The longest page that Clever serves: sandbox/CLEVER.md "Paging". */
  public static final int LONGEST_PAGE = 10_000;

  private final CleverConfig config;
  private final Transport transport;

  /** Creates a client of this configuration; it connects at the first request. */
  public CleverClient(CleverConfig config) {
    this.config = config;
    this.transport = new Transport(config);
  }

  /** Reads the one district that a token belongs to. */
  public District district(CleverToken token) throws InterruptedException {
    var call = call("districts", "", token);
    var page =
        transport
            .get(call, in -> EnvelopeReader.list(in, RecordReaders.of(RecordType.DISTRICTS)))
            .page();
    if (page.listed() != 1 || page.records().isEmpty()) {
      throw new CleverException(call.operation(), new Unexpected("not exactly one district"));
    }
    return page.records().getFirst();
  }

  /**
   * The time until which Clever asks the token to wait, as its answers say; empty if it need not
   * wait.
   */
  public Optional<Instant> waitsUntil(CleverToken token) {
    return transport.waitsUntil(Authorization.bearer(token));
  }

  /** Reads the number of records of a type that the token's district shares. */
  public long count(CleverToken token, RecordType<?> type) throws InterruptedException {
    return transport.get(call(type.path(), "?count=true", token), EnvelopeReader::count);
  }

  /**
   * Reads the id of the newest event of the token's district; empty if there is none yet, or if the
   * app gets no events.
   */
  public Optional<ObjectId> newestEventId(CleverToken token) throws InterruptedException {
    var call = call("events", "?ending_before=last&limit=1", token);
    try {
      var events =
          transport.get(call, in -> EnvelopeReader.list(in, EnvelopeReader::id)).page().records();
      return events.isEmpty() ? Optional.empty() : Optional.of(events.getLast());
    } catch (CleverException refused) {
      if (refused.failure() instanceof NotFound || refused.failure() instanceof Forbidden) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /**
   * Reads every record of a type, page by page, in order of id. Only the cursor of a link to the
   * next page is used, so that no answer can send the token elsewhere, and each cursor must be
   * greater than the one before. Ends at the first page without a next link, or at an empty page.
   * While the consumer processes a page, the next one is already requested.
   *
   * @param pageSize 1 to {@link #LONGEST_PAGE}
   * @throws E any exception of the consumer
   */
  public <T extends CleverRecord, E extends Exception> void walk(
      CleverToken token, RecordType<T> type, int pageSize, PageConsumer<T, E> consumer)
      throws E, InterruptedException {
    walk(token, type.path(), RecordReaders.of(type), pageSize, null, consumer);
  }

  /**
   * Reads the events after a cursor to the end of the feed, page by page, oldest first, as {@link
   * #walk} reads records.
   *
   * @param after the last event already seen; empty reads all that Clever still has
   * @throws CleverException also if the app gets no events ({@link NotFound} or {@link Forbidden})
   */
  public <E extends Exception> void events(
      CleverToken token, Optional<ObjectId> after, int pageSize, PageConsumer<Event, E> consumer)
      throws E, InterruptedException {
    walk(token, "events", EventReader::event, pageSize, after.orElse(null), consumer);
  }

  /** Returns whether Clever still has this event; events older than 30 days are dropped. */
  public boolean hasEvent(CleverToken token, ObjectId event) throws InterruptedException {
    var call =
        new Call("GET /events/{id}", api("events/" + event.hex()), Authorization.bearer(token));
    try {
      return transport.get(call, in -> EnvelopeReader.single(in, EnvelopeReader::id)).equals(event);
    } catch (CleverException refused) {
      if (refused.failure() instanceof NotFound) {
        return false;
      }
      throw refused;
    }
  }

  private <T, E extends Exception> void walk(
      CleverToken token,
      String path,
      RecordReader<T> reader,
      int pageSize,
      @Nullable ObjectId after,
      PageConsumer<T, E> consumer)
      throws E, InterruptedException {
    if (pageSize < 1 || pageSize > LONGEST_PAGE) {
      throw new IllegalArgumentException("A page has 1 to " + LONGEST_PAGE + " records.");
    }
    try (var pages = new PageAhead<T>()) {
      pages.ask(() -> page(token, path, reader, pageSize, after));
      boolean last = false;
      while (!last) {
        var listing = pages.await();
        var next = listing.next();
        last = next == null || listing.page().listed() == 0;
        if (!last) {
          pages.ask(() -> page(token, path, reader, pageSize, next));
        }
        if (listing.page().listed() > 0) {
          consumer.accept(listing.page());
        }
      }
    }
  }

  private <T> Listing<T> page(
      CleverToken token,
      String path,
      RecordReader<T> reader,
      int pageSize,
      @Nullable ObjectId cursor)
      throws InterruptedException {
    var query = "?limit=" + pageSize + (cursor == null ? "" : "&starting_after=" + cursor.hex());
    var call = call(path, query, token);
    var listing = transport.get(call, in -> EnvelopeReader.list(in, reader));
    if (cursor != null && listing.next() != null && listing.next().compareTo(cursor) <= 0) {
      throw new CleverException(
          call.operation(), new Unexpected("a next link that does not advance"));
    }
    return listing;
  }

  /**
   * Reads one record; empty if it is unknown, deleted or not shared. Its anomalies are not
   * reported.
   */
  public <T extends CleverRecord> Optional<T> record(
      CleverToken token, RecordType<T> type, ObjectId id) throws InterruptedException {
    var call =
        new Call(
            "GET /" + type.path() + "/{id}",
            api(type.path() + "/" + id.hex()),
            Authorization.bearer(token));
    try {
      var found = transport.get(call, in -> EnvelopeReader.single(in, RecordReaders.of(type)));
      if (!found.id().equals(id)) {
        throw new CleverException(call.operation(), new Unexpected("another record"));
      }
      return Optional.of(found);
    } catch (CleverException refused) {
      if (refused.failure() instanceof NotFound) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /**
   * Reads the token by which this app reads a district, from Clever's own list; empty if the
   * district has not connected the app.
   *
   * @throws IllegalStateException if the client has no id and secret
   */
  public Optional<CleverToken> districtToken(ObjectId district) throws InterruptedException {
    var client = config.client();
    if (client == null) {
      throw new IllegalStateException("Looking up a token needs a client id and secret.");
    }
    var uri =
        CleverConfig.below(
            config.oauthUrl(), "/oauth/tokens?owner_type=district&district=" + district.hex());
    var call = new Call("GET /oauth/tokens", uri, Authorization.basic(client.get()));
    return transport.get(call, TokenReader::tokens).stream()
        .filter(token -> token.district().equals(district))
        .map(DistrictToken::token)
        .reduce((_, last) -> last);
  }

  private Call call(String path, String query, CleverToken token) {
    return new Call("GET /" + path, api(path + query), Authorization.bearer(token));
  }

  private URI api(String pathAndQuery) {
    return CleverConfig.below(config.apiUrl(), "/" + config.version().path() + "/" + pathAndQuery);
  }

  /** Cancels running requests and closes the connections. */
  @Override
  public void close() {
    transport.close();
  }
}
