/**
 * The sign-in of people at Clever: pages, codes, tokens and keys (sandbox/CLEVER.md 1.4 to 1.6).
 */
@NullMarked
package dev.homeroom.sandbox.identity;

import org.jspecify.annotations.NullMarked;
