/**
 * The changes that the guard holds, and people's decisions over them. How the guard holds them is
 * in {@link dev.homeroom.server.sync.guard}. Start at {@link dev.homeroom.server.plan.PlanService}.
 */
@NullMarked
package dev.homeroom.server.plan;

import org.jspecify.annotations.NullMarked;
