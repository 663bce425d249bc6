package dev.homeroom.cli.roster;

import dev.homeroom.cli.client.Names;
import dev.homeroom.v1.RosterChangeKind;
import java.util.List;

/** Formats one change as a line: a sign, the record's name, and the changed fields. */
final class ChangeLine {
  private ChangeLine() {}

  static String of(RosterChangeKind kind, String name, List<String> changedFields) {
    var fields = changedFields.isEmpty() ? "" : "  " + String.join(", ", changedFields);
    return sign(kind) + " " + Names.inDistrict(name) + fields;
  }

  private static String sign(RosterChangeKind kind) {
    return switch (kind) {
      case ROSTER_CHANGE_KIND_ENTERED -> "+";
      case ROSTER_CHANGE_KIND_CHANGED -> "~";
      case ROSTER_CHANGE_KIND_LEFT -> "-";
      case ROSTER_CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED -> "?";
    };
  }
}
