package dev.homeroom.server.roster.watch;

import dev.homeroom.server.db.CleverId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The place that a watch has reached: inside a step from one revision to a later one, after a
 * record of a part; or, if both revisions are the same, at rest with all of the revision sent.
 *
 * @param from the revision that the caller had when the step began; 0: none
 * @param to the revision that the caller has when the step ends
 * @param part the number of the part in {@link StepPart#ALL}
 * @param last the id of the part that was sent last; empty: none yet
 */
record WatchPosition(long from, long to, int part, Optional<CleverId> last) {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + 2 * Long.BYTES + 1;
  private static final int ID_BYTES = 12;

  /** The place before anything is sent. */
  static WatchPosition start() {
    return rest(0);
  }

  /** The place at which all of the revision is sent. */
  static WatchPosition rest(long revision) {
    return new WatchPosition(revision, revision, 0, Optional.empty());
  }

  boolean atRest() {
    return from == to;
  }

  /** The beginning of a step from this place of rest to a later revision. */
  WatchPosition towards(long revision) {
    return new WatchPosition(to, revision, 0, Optional.empty());
  }

  WatchPosition behind(CleverId id) {
    return new WatchPosition(from, to, part, Optional.of(id));
  }

  WatchPosition nextPart() {
    return new WatchPosition(from, to, part + 1, Optional.empty());
  }

  byte[] bytes() {
    var buffer =
        ByteBuffer.allocate(HEAD_BYTES + (last.isPresent() ? ID_BYTES : 0))
            .put(VERSION)
            .putLong(from)
            .putLong(to)
            .put((byte) part);
    last.ifPresent(id -> buffer.put(id.bytes()));
    return buffer.array();
  }

  /** Reads the form that {@link #bytes} writes; empty if another version wrote it. */
  static Optional<WatchPosition> read(byte[] bytes) {
    boolean whole = bytes.length == HEAD_BYTES || bytes.length == HEAD_BYTES + ID_BYTES;
    if (!whole || bytes[0] != VERSION) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    long from = buffer.getLong();
    long to = buffer.getLong();
    int part = buffer.get();
    if (!buffer.hasRemaining()) {
      return Optional.of(new WatchPosition(from, to, part, Optional.empty()));
    }
    var id = new byte[ID_BYTES];
    buffer.get(id);
    return Optional.of(new WatchPosition(from, to, part, Optional.of(CleverId.of(id))));
  }
}
