package dev.homeroom.server.sync.share;

import org.jooq.Condition;

/**
 * The conditions under which a declared share covers rows; null counts as false.
 *
 * @param sections over {@code s}: the section is covered, and brings its school, term and course
 * @param schools over {@code x}: the school is covered, with or without a covered section
 * @param users over {@code u}: the user is covered on its own
 * @param members over {@code u}: the user is covered if a covered section names it
 */
public record CoverageConditions(
    Condition sections, Condition schools, Condition users, Condition members) {}
