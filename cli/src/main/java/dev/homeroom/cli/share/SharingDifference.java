package dev.homeroom.cli.share;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Describes the difference between two sharings in words. The confirmation policy is not compared,
 * because it is not part of what is confirmed.
 */
final class SharingDifference {
  private static final int MOST = 10;

  private final List<String> lines = new ArrayList<>();

  private SharingDifference() {}

  /** Returns a line for each change; empty where both are the same. */
  static List<String> between(Sharing from, Sharing to) {
    var difference = new SharingDifference();
    if (from.getType() != to.getType()) {
      difference.lines.add(
          "type: %s becomes %s"
              .formatted(WireWords.camel(from.getType()), WireWords.camel(to.getType())));
    }
    Function<String, String> school = id -> "school " + id;
    difference.lists(from.getSchoolsList(), to.getSchoolsList(), school);
    Function<String, String> section = id -> "section " + id;
    difference.lists(from.getSectionsList(), to.getSectionsList(), section);
    Function<SharingRule, String> include = rule -> "include " + SharingWords.rule(rule);
    difference.lists(from.getRules().getIncludeList(), to.getRules().getIncludeList(), include);
    Function<SharingRule, String> exclude = rule -> "exclude " + SharingWords.rule(rule);
    difference.lists(from.getRules().getExcludeList(), to.getRules().getExcludeList(), exclude);
    if (from.getIncludeAllStaff() != to.getIncludeAllStaff()) {
      difference.lines.add(
          to.getIncludeAllStaff() ? "+ all staff of the district" : "- all staff of the district");
    }
    if (warns(from) != warns(to)) {
      difference.lines.add(SharingWords.undeclared(to.getOnUndeclared()));
    }
    return difference.lines;
  }

  private <T> void lists(List<T> from, List<T> to, Function<T, String> words) {
    only(to, from, "+ ", words);
    only(from, to, "- ", words);
  }

  private <T> void only(List<T> these, List<T> not, String sign, Function<T, String> words) {
    var others = new HashSet<>(not);
    var only = these.stream().filter(each -> !others.contains(each)).map(words).toList();
    only.stream().limit(MOST).map(sign::concat).forEach(lines::add);
    if (only.size() > MOST) {
      lines.add("%s%,d more".formatted(sign, only.size() - MOST));
    }
  }

  private static boolean warns(Sharing sharing) {
    return sharing.getOnUndeclared() == UndeclaredPolicy.UNDECLARED_POLICY_WARN;
  }
}
