/** Files that are mounted into the server and change while it runs. */
@NullMarked
package dev.homeroom.server.file;

import org.jspecify.annotations.NullMarked;
