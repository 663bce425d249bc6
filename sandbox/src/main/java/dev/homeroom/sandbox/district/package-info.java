/** The words of a district: types, roles, grades, ids, names, and what can happen in it. */
@NullMarked
package dev.homeroom.sandbox.district;

import org.jspecify.annotations.NullMarked;
