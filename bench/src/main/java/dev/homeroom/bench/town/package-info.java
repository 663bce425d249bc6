/**
 * Many small districts at one address: a sandbox for each, and a router that finds it by the token
 * of a request. Runs as a process of its own, started by {@link dev.homeroom.bench.fleet}.
 */
@NullMarked
package dev.homeroom.bench.town;

import org.jspecify.annotations.NullMarked;
