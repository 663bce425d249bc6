@NullMarked
package dev.homeroom.server.district;

import org.jspecify.annotations.NullMarked;
