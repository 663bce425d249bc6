/**
 * Decisions of reviewers over the first rosters of districts. Start at {@link
 * dev.homeroom.server.acceptance.AcceptanceService}.
 */
@NullMarked
package dev.homeroom.server.acceptance;

import org.jspecify.annotations.NullMarked;
