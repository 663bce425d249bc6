/** Tests of status and Events. */
@NullMarked
package dev.homeroom.operator.status;

import org.jspecify.annotations.NullMarked;
