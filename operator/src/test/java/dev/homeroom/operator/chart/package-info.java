/** The chart in {@code helm/}: rendered, and installed on a real API server. */
@NullMarked
package dev.homeroom.operator.chart;

import org.jspecify.annotations.NullMarked;
