@NullMarked
package dev.homeroom.server.db.letter;

import org.jspecify.annotations.NullMarked;
