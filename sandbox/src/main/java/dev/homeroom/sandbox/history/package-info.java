/**
 * Random but seeded histories of a district: ordinary days, or days on which anything may happen.
 */
@NullMarked
package dev.homeroom.sandbox.history;

import org.jspecify.annotations.NullMarked;
