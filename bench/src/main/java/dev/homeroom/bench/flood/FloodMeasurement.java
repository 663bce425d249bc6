package dev.homeroom.bench.flood;

import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Locale;

/**
 * The result of a flood; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param serverHeap the server's largest heap
 * @param pidBefore the server's process id before the floods
 * @param pidAfter its process id after them; 0: it ended
 * @param logLines the number of lines of WARN and worse that the server wrote during the floods
 * @param seconds each second of the floods, in order
 * @param floods the counts of each attack
 */
record FloodMeasurement(
    String command,
    String date,
    Machine machine,
    String serverHeap,
    long pidBefore,
    long pidAfter,
    long logLines,
    List<Second> seconds,
    List<Flood> floods) {
  private static final double LONGEST_ANSWER_MILLIS = 1000;
  private static final long MOST_GROWTH_MEGABYTES = 64;

  /**
   * One second.
   *
   * @param openMillis until health answered on a connection from before the floods
   * @param newMillis until health answered on a new connection, connecting included
   * @param served true if both answers were SERVING
   * @param residentMegabytes memory of the server's process
   */
  record Second(double openMillis, double newMillis, boolean served, long residentMegabytes) {
    double worst() {
      return Math.max(openMillis, newMillis);
    }
  }

  /**
   * The counts of one kind of attack.
   *
   * @param connections the number kept open
   * @param opened the number opened in all
   * @param ended the number of those that the server ended or refused
   * @param sentMegabytes the data that it could send
   */
  record Flood(Attack attack, int connections, long opened, long ended, long sentMegabytes) {}

  /** Returns the longest time that health took, in milliseconds. */
  double worstMillis() {
    return seconds.stream().mapToDouble(Second::worst).max().orElse(0);
  }

  /**
   * Returns the most memory within a part of the time, in megabytes.
   *
   * @param from the start of the part, 0 to 1
   * @param to its end, 0 to 1
   */
  long most(double from, double to) {
    int size = seconds.size();
    return seconds.subList((int) (from * size), (int) Math.ceil(to * size)).stream()
        .mapToLong(Second::residentMegabytes)
        .max()
        .orElse(0);
  }

  /** Returns the first fault as a sentence for people; empty if there is none. */
  String wrong() {
    if (pidAfter != pidBefore) {
      return "the server's process ended";
    }
    long silent = seconds.stream().filter(second -> !second.served()).count();
    if (silent > 0) {
      return "health did not answer in " + silent + " of the seconds";
    }
    if (worstMillis() > LONGEST_ANSWER_MILLIS) {
      return String.format(Locale.ROOT, "health took %.0f ms", worstMillis());
    }
    long growth = most(0.75, 1) - most(0.25, 0.5);
    if (growth > MOST_GROWTH_MEGABYTES) {
      return "memory still grew, by " + growth + " MB";
    }
    return "";
  }

  /** Formats the result for people. */
  String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            process %d before, %d behind the floods; -Xmx%s
            health, ms: most %.0f on an open connection, %.0f on a new one
            resident MB: %d at the start, %d at most, %d at the end
            log lines of WARN and worse: %d
            %-24s %11s %9s %9s %9s
            """,
            pidBefore,
            pidAfter,
            serverHeap,
            seconds.stream().mapToDouble(Second::openMillis).max().orElse(0),
            seconds.stream().mapToDouble(Second::newMillis).max().orElse(0),
            seconds.getFirst().residentMegabytes(),
            most(0, 1),
            seconds.getLast().residentMegabytes(),
            logLines,
            "flood",
            "connections",
            "opened",
            "ended",
            "MB sent"));
    for (var flood : floods) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %11d %9d %9d %9d%n",
              flood.attack(),
              flood.connections(),
              flood.opened(),
              flood.ended(),
              flood.sentMegabytes()));
    }
    return text.toString();
  }
}
