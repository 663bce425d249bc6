package dev.homeroom.server.db;

import org.jooq.Condition;

/**
 * What a declared share covers, as conditions over rows; a condition that is null holds no.
 *
 * @param sections over {@code s}: the section is covered, and brings its school, term and course
 * @param schools over {@code x}: the school is covered, whether a covered section is there or not
 * @param users over {@code u}: the user is covered by itself
 * @param seats over {@code u}: the user is covered where a covered section names it
 */
public record ShareConditions(
    Condition sections, Condition schools, Condition users, Condition seats) {}
