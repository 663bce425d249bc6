package dev.homeroom.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Lays out text next to labels and wraps lines between words. Not thread-safe. */
public final class LabelledText {
  private static final int LABEL = 12;
  private static final int NARROWEST = 20;

  private final List<String> lines = new ArrayList<>();
  private final int width;

  /**
   * Creates an empty sheet.
   *
   * @param columns the width of a line; a longer word gets a line of its own
   */
  public LabelledText(int columns) {
    this.width = Math.max(NARROWEST, columns - LABEL);
  }

  /** Adds text next to a label. */
  public LabelledText row(String label, String text) {
    var first = ("%-" + LABEL + "s").formatted(label);
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add((first + line).stripTrailing());
        first = " ".repeat(LABEL);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add((first + line).stripTrailing());
    return this;
  }

  /**
   * Adds texts below each other, next to one label.
   *
   * @param texts at least one
   */
  public LabelledText rows(String label, List<String> texts) {
    row(label, texts.getFirst());
    texts.stream().skip(1).forEach(this::row);
    return this;
  }

  /** Adds text below the last one, under the same label. */
  public LabelledText row(String text) {
    return row("", text);
  }

  /** Adds a line unchanged. */
  public LabelledText line(String line) {
    lines.add(line);
    return this;
  }

  /** Returns all lines. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
