package dev.homeroom.cli.client;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.v1.RecordType;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the types of records that people type. */
public final class RecordTypes {
  private RecordTypes() {}

  /**
   * Reads a record type.
   *
   * @param flag the flag that it was typed after, for the message
   * @throws CommandFailure when the text is not a record type
   */
  public static RecordType read(String flag, String typed) {
    var wanted = typed.strip().toLowerCase(Locale.ROOT);
    return Stream.of(RecordType.values())
        .filter(type -> type != RecordType.UNRECOGNIZED)
        .filter(type -> type != RecordType.RECORD_TYPE_UNSPECIFIED)
        .filter(type -> WireWords.word(type).equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            CommandFailure.usage(flag + " is district, school, term, course, section or user"));
  }
}
