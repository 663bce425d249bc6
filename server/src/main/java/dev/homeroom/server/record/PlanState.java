package dev.homeroom.server.record;

import org.jooq.Condition;
import org.jooq.Field;

/**
 * The states of a plan, as their column has them. A newer release may know more: conditions
 * therefore name states, and nothing reads the column into this type.
 */
public enum PlanState {
  /** It waits for a person. */
  PENDING,

  /** A person approved it; a full run carries it out. */
  APPROVED,

  /** A person rejected it: its changes are held until Clever shows the records again. */
  REJECTED,

  /** There is nothing left to decide, or the approval grew too old. */
  LAPSED,

  /** Another plan has taken its place. */
  SUPERSEDED;

  /** Returns the condition that the column has this state. */
  public Condition in(Field<String> column) {
    return column.eq(name());
  }
}
