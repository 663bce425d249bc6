package dev.homeroom.server.db.letter;

import java.util.List;
import org.jooq.impl.EnumConverter;

/** The decision on a part of a record that a run would change. */
public enum ChangeDecision {
  /** Not decided yet. */
  OPEN("?"),

  /** The run carries it out. */
  CARRIED_OUT("a"),

  /** The pending plan holds it. */
  HELD("h"),

  /** Held by a person's earlier decision: its plan was rejected, or is approved for a later run. */
  DECIDED("r"),

  /** Left as it is because it is unproven; the next run compares it again. */
  UNPROVEN("w");

  /** The decisions that leave the live roster as it is. */
  public static final List<ChangeDecision> STAYING = List.of(HELD, DECIDED, UNPROVEN);

  private final String letter;

  ChangeDecision(String letter) {
    this.letter = letter;
  }

  /** The decision as its column has it. */
  public String letter() {
    return letter;
  }

  /** Converts the letter in a column. */
  public static final class DecisionLetters extends EnumConverter<String, ChangeDecision> {
    private static final long serialVersionUID = 1;

    /** Converts all decisions. */
    public DecisionLetters() {
      super(String.class, ChangeDecision.class, ChangeDecision::letter);
    }
  }
}
