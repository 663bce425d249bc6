/** Deliberate faults in answers, switched on and counted at run time. */
@NullMarked
package dev.homeroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
