/**
 * What the guard holds, for people to look at and decide over. How it comes to be held is in {@link
 * dev.homeroom.server.sync.change}. Start at {@link dev.homeroom.server.plan.PlanService}.
 */
@NullMarked
package dev.homeroom.server.plan;

import org.jspecify.annotations.NullMarked;
