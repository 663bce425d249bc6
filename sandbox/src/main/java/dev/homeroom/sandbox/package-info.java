/**
 * A Clever that runs on this machine. Start it in a test with {@code Sandbox}, or as a process with
 * {@code SandboxMain}.
 */
@NullMarked
package dev.homeroom.sandbox;

import org.jspecify.annotations.NullMarked;
