package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.wire.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * Computes a short text that distinguishes states of a sandbox, cheaply at any size: from counts,
 * the newest event, the token, and some records of each type.
 */
final class StateDigest {
  private static final int RECORDS = 5;
  private static final int BYTES = 8;

  private StateDigest() {}

  static String of(Sandbox sandbox) {
    var moment = sandbox.world().moment();
    var digest = sha256();
    var events = moment.events();
    add(digest, sandbox.roster().lastSync() + " " + sandbox.currentToken().orElse("none"));
    add(digest, events.size() + " " + (events.size() == 0 ? "" : events.id(events.size() - 1)));
    for (var type : RecordType.values()) {
      add(digest, counts(sandbox.roster(), type) + counts(moment.view().roster(), type));
      records(moment.view(), type)
          .forEach(slot ->
              digest.update(RecordWriter.bytes(moment.view(), ApiVersion.V3_1, type, slot, true)));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static String counts(Roster roster, RecordType type) {
    return roster.rows(type).count() + "/" + roster.rows(type).slots() + " ";
  }

  /** The first and the last records of a type. */
  private static IntStream records(AppView view, RecordType type) {
    var rows = view.roster().rows(type);
    var last =
        IntStream.iterate(rows.previousLive(rows.slots() - 1), slot -> rows.previousLive(slot - 1))
            .takeWhile(slot -> slot >= 0)
            .limit(RECORDS);
    return IntStream.concat(rows.liveSlots().limit(RECORDS), last);
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
