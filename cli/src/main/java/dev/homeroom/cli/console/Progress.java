package dev.homeroom.cli.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Shows how far something is: a bar that is drawn over on a terminal, elsewhere a plain line for
 * each stage and at most one a second within it. Not thread-safe.
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
   * @param done how much of it is done
   * @param total how much it is in all, 0 while unknown
   */
  public void show(String stage, long done, long total) {
    if (console.terminal()) {
      draw(stage, done, total);
    } else {
      write(stage, done, total);
    }
  }

  /** Says a sentence on a line of its own, once while it is the same. */
  public void remark(String sentence) {
    if (!sentence.equals(lastRemark)) {
      end();
      console.say("  " + sentence);
      lastRemark = sentence;
    }
  }

  /** Ends the bar, so that the next line starts on its own. */
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
