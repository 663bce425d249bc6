/**
 * Reads Clever's JSON: envelopes, records and events, with tolerance for single values in another
 * form.
 */
@NullMarked
package dev.homeroom.clever.read;

import org.jspecify.annotations.NullMarked;
