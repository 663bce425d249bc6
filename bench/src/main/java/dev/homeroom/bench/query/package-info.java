/** How many class lists a second a server gives out, beside what it is made of. */
@NullMarked
package dev.homeroom.bench.query;

import org.jspecify.annotations.NullMarked;
