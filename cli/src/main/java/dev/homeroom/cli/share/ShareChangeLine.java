package dev.homeroom.cli.share;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.v1.ShareChange;
import java.util.ArrayList;

/** Formats what one revision added to a share and removed from it as a line. */
final class ShareChangeLine {
  private ShareChangeLine() {}

  static String of(ShareChange change) {
    var parts = new ArrayList<String>();
    if (!ShareSizes.isNone(change.getAdded())) {
      parts.add("+ " + ShareSizes.of(change.getAdded()));
    }
    if (!ShareSizes.isNone(change.getRemoved())) {
      parts.add("- " + ShareSizes.of(change.getRemoved()));
    }
    return "revision %,d, %s: %s"
        .formatted(
            change.getRevision(), WireWords.time(change.getCreateTime()), String.join("; ", parts));
  }
}
