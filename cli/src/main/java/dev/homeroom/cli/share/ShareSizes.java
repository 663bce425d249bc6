package dev.homeroom.cli.share;

import dev.homeroom.v1.ShareCounts;
import java.util.stream.Collectors;

/** Formats numbers of records in words. */
final class ShareSizes {
  private ShareSizes() {}

  /** Returns for example {@code 3 schools, 1 teacher}; {@code nothing} where all are 0. */
  static String of(ShareCounts counts) {
    var words =
        counts.getAllFields().entrySet().stream()
            .map(kind -> words((Long) kind.getValue(), kind.getKey().getName().replace('_', ' ')))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "nothing" : words;
  }

  /** Returns for example {@code 1 section} or {@code 2 sections}. */
  static String words(long count, String kinds) {
    var one = count == 1 && kinds.endsWith("s");
    return "%,d %s".formatted(count, one ? kinds.substring(0, kinds.length() - 1) : kinds);
  }

  /** Returns whether all counts are 0. */
  static boolean isNone(ShareCounts counts) {
    return counts.getAllFields().isEmpty();
  }
}
