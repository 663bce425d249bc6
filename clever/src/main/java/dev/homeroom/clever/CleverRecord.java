package dev.homeroom.clever;

/**
 * A record as Clever shares it, reduced to what Homeroom mirrors. What Clever leaves out, sends as
 * null or as {@code ""} is the same thing: null, or an empty list (sandbox/CLEVER.md "Formats").
 * Text is never empty and holds no NUL character.
 */
public sealed interface CleverRecord permits District, School, Term, Course, Section, User {

  /** Clever's id of the record. */
  ObjectId id();

  /** The mirrored fields that were not taken as Clever sent them. */
  Flaws flaws();
}
