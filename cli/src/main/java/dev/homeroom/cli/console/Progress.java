package dev.homeroom.cli.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Shows the progress of a task: on a terminal a bar that is redrawn, elsewhere a plain line for
 * each stage and at most one per second within it. Not thread-safe.
 */
public final class Progress {
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
  private static final int BAR = 28;

  private final Console console;
  private final Clock clock;
  private String lastStage = "";
  private String lastLine = "";
  private String lastRemark = "";
  private Instant lastTime = Instant.MIN;
  private boolean drawn;

  public Progress(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  /**
   * Shows a step.
   *
   * @param stage the stage's name; a new one always shows
   * @param done the number of records done
   * @param total the number of all records, 0 while unknown
   */
  public void show(String stage, long done, long total) {
    if (console.terminal()) {
      draw(stage, done, total);
    } else {
      write(stage, done, total);
    }
  }

  /** Prints a sentence on its own line, unless it is the same as the last one. */
  public void remark(String sentence) {
    if (!sentence.equals(lastRemark)) {
      end();
      console.say("  " + sentence);
      lastRemark = sentence;
    }
  }

  /** Clears the bar, so that the next line starts at the left. */
  public void end() {
    if (drawn) {
      console.talk().print("\r\u001b[K");
      console.talk().flush();
      drawn = false;
    }
  }

  private void draw(String stage, long done, long total) {
    var share = total == 0 ? 0 : Math.min(1.0, (double) done / total);
    var filled = (int) Math.round(share * BAR);
    var bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    var line = "  %-9s %s %s".formatted(stage, bar, amount(done, total));
    console
        .talk()
        .print("\r\u001b[K" + line.substring(0, Math.min(line.length(), console.columns() - 1)));
    console.talk().flush();
    drawn = true;
  }

  private void write(String stage, long done, long total) {
    var line = "  %-9s %s".formatted(stage, amount(done, total)).stripTrailing();
    var now = clock.instant();
    var due = !stage.equals(lastStage) || !now.isBefore(lastTime.plus(LINE_INTERVAL));
    if (due && !line.equals(lastLine)) {
      console.say(line);
      lastStage = stage;
      lastLine = line;
      lastTime = now;
    }
  }

  private static String amount(long done, long total) {
    if (total > 0) {
      return "%,d of %,d records".formatted(done, total);
    }
    return done > 0 ? "%,d records".formatted(done) : "";
  }
}
