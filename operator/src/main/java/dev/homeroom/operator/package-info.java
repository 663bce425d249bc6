/**
 * The operator process: {@link dev.homeroom.operator.OperatorMain} reads the environment, {@link
 * dev.homeroom.operator.HomeroomOperator} wires the parts.
 */
@NullMarked
package dev.homeroom.operator;

import org.jspecify.annotations.NullMarked;
