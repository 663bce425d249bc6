package dev.homeroom.server.db.letter;

import org.jooq.impl.EnumConverter;

/** The operation of a run on a record, or on a part of one. Only records have the last two. */
public enum ChangeOp {
  /** It appears. */
  ADDED("+"),

  /** It has other values. */
  CHANGED("~"),

  /** It disappears. */
  REMOVED("-"),

  /** Nothing differs, but something of the record is held. */
  UNCHANGED("="),

  /** Readers see no difference, but the hash of Clever's data has changed. */
  REHASHED("h");

  private final String letter;

  ChangeOp(String letter) {
    this.letter = letter;
  }

  /** The operation as columns and digests have it. */
  public String letter() {
    return letter;
  }

  /** Converts the letter in a column. */
  public static final class OpLetters extends EnumConverter<String, ChangeOp> {
    private static final long serialVersionUID = 1;

    /** Converts all operations. */
    public OpLetters() {
      super(String.class, ChangeOp.class, ChangeOp::letter);
    }
  }
}
