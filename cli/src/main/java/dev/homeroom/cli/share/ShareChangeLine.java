package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Spelling;
import dev.homeroom.v1.ShareChange;
import java.util.ArrayList;

/** Formats what one revision added to a share and removed from it as a line. */
final class ShareChangeLine {
  private ShareChangeLine() {}

  static String of(ShareChange change) {
    var parts = new ArrayList<String>();
    if (!Sizes.isNone(change.getAdded())) {
      parts.add("+ " + Sizes.of(change.getAdded()));
    }
    if (!Sizes.isNone(change.getRemoved())) {
      parts.add("- " + Sizes.of(change.getRemoved()));
    }
    return "revision %,d, %s: %s"
        .formatted(
            change.getRevision(), Spelling.time(change.getCreateTime()), String.join("; ", parts));
  }
}
