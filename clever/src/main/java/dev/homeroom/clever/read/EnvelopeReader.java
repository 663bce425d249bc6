package dev.homeroom.clever.read;

import dev.homeroom.clever.read.JsonReader.UnexpectedForm;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Clever's envelopes: lists with their links, single records, counts. */
public final class EnvelopeReader {

  private static final Pattern STARTING_AFTER = Pattern.compile("[?&]starting_after=([^&#]*)");

  private EnvelopeReader() {}

  /**
   * A list as it was read.
   *
   * @param next the cursor of the {@code next} link; null on the last page
   */
  public record Listing<T>(Page<T> page, @Nullable ObjectId next) {}

  /** Reads {@code {"data":[{"data":{…}}, …],"links":[…]}}: sandbox/CLEVER.md "Envelope". */
  public static <T> Listing<T> list(JsonReader in, RecordReader<T> reader) {
    Page<T> page = null;
    ObjectId next = null;
    in.enterRoot();
    while (in.nextField()) {
      switch (in.field()) {
        case "data" -> page = page(in, reader);
        case "links" -> next = next(in);
        default -> in.skip();
      }
    }
    in.endRoot();
    if (page == null) {
      throw new UnexpectedForm("a list without data");
    }
    return new Listing<>(page, next);
  }

  private static <T> @Nullable Page<T> page(JsonReader in, RecordReader<T> reader) {
    if (!in.enterArray()) {
      return null;
    }
    var records = new ArrayList<T>();
    int quarantined = 0;
    var flawed = Anomalies.NONE;
    while (in.nextElement()) {
      var found = in.enterObject() ? enveloped(in, reader) : null;
      in.takeFlaws(); // drops the flaws of a record that is set aside
      if (found == null) {
        quarantined++;
      } else {
        records.add(found);
        if (found instanceof CleverRecord record) {
          flawed = flawed.plus(Anomalies.of(record.flaws()));
        }
      }
    }
    return new Page<>(records, flawed.plus(new Anomalies(quarantined, 0, 0, 0)));
  }

  /** Reads the record in the envelope that was just entered, to the envelope's end. */
  private static <T> @Nullable T enveloped(JsonReader in, RecordReader<T> reader) {
    T found = null;
    while (in.nextField()) {
      if (in.field().equals("data") && in.enterObject()) {
        found = reader.read(in);
      } else {
        in.skip();
      }
    }
    return found;
  }

  /** The cursor of the {@code next} link; its host and path are ignored. */
  private static @Nullable ObjectId next(JsonReader in) {
    String next = null;
    if (in.enterArray()) {
      while (in.nextElement()) {
        String rel = null;
        String uri = null;
        if (in.enterObject()) {
          while (in.nextField()) {
            switch (in.field()) {
              case "rel" -> rel = in.text();
              case "uri" -> uri = in.text();
              default -> in.skip();
            }
          }
        }
        if ("next".equals(rel)) {
          next = uri == null ? "" : uri;
        }
      }
    }
    return next == null ? null : cursor(next);
  }

  private static ObjectId cursor(String uri) {
    var matcher = STARTING_AFTER.matcher(uri);
    return Optional.of(matcher)
        .filter(m -> m.find())
        .flatMap(m -> ObjectId.parse(m.group(1)))
        .orElseThrow(() -> new UnexpectedForm("a next link without a cursor"));
  }

  /** Reads {@code {"data":{…}}}. */
  public static <T> T single(JsonReader in, RecordReader<T> reader) {
    in.enterRoot();
    var found = enveloped(in, reader);
    in.endRoot();
    if (found == null) {
      throw new UnexpectedForm("a record without data or id");
    }
    return found;
  }

  /** Reads {@code {"count":1004}}. */
  public static long count(JsonReader in) {
    long count = -1;
    in.enterRoot();
    while (in.nextField()) {
      if (in.field().equals("count")) {
        count = in.count();
      } else {
        in.skip();
      }
    }
    in.endRoot();
    if (count < 0) {
      throw new UnexpectedForm("no count");
    }
    return count;
  }

  /** Reads only the id of a record of any kind. */
  public static @Nullable ObjectId id(JsonReader in) {
    ObjectId id = null;
    while (in.nextField()) {
      if (in.field().equals("id")) {
        id = in.id();
      } else {
        in.skip();
      }
    }
    return id;
  }
}
