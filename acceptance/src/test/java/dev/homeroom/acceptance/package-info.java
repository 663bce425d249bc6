/** Server, operator, sandbox and a Kubernetes API server together, as a district meets them. */
@NullMarked
package dev.homeroom.acceptance;

import org.jspecify.annotations.NullMarked;
