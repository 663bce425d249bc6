/** What can go wrong with an answer on purpose: faults, switched on and counted at run time. */
@NullMarked
package dev.homeroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
