/**
 * An HTTP server on plain sockets, with one virtual thread per connection, and its requests and
 * answers.
 */
@NullMarked
package dev.homeroom.sandbox.http;

import org.jspecify.annotations.NullMarked;
