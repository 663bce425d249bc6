package dev.homeroom.server.roster.record;

import dev.homeroom.server.record.RosterType;
import java.util.Set;

/** Which columns of sections an answer is read from, for the test of a pretend field. */
public final class PretendFieldMask {
  private PretendFieldMask() {}

  /** Returns the columns of a mask with one path. */
  public static Set<String> columns(String path) {
    return Columns.of(RosterType.SECTION).of(new ReadMask(Set.of(path)));
  }
}
