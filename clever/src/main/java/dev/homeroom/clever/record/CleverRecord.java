package dev.homeroom.clever.record;

/**
 * A record as Clever shares it, reduced to the fields that Homeroom mirrors. A value that Clever
 * leaves out, sends as null or sends as {@code ""} is always null here, or an empty list
 * (sandbox/CLEVER.md "Formats"). Text is never empty and has no NUL character.
 */
public sealed interface CleverRecord permits District, School, Term, Course, Section, User {

  /** Clever's id of the record. */
  ObjectId id();

  /** The mirrored fields that were not taken as Clever sent them. */
  Flaws flaws();
}
