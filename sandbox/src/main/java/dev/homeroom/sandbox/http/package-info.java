/** Requests and answers over the JDK's HTTP server, one virtual thread per request. */
@NullMarked
package dev.homeroom.sandbox.http;

import org.jspecify.annotations.NullMarked;
