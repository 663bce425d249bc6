/**
 * Records of Clever as values: schools, terms, courses, sections, users, districts and events, the
 * fields that Homeroom mirrors with their forms, and what could not be taken of a record.
 */
@NullMarked
package dev.homeroom.clever.record;

import org.jspecify.annotations.NullMarked;
