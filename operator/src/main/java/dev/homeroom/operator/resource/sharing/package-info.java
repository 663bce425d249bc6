/**
 * Sharing as a {@code DistrictSync} declares it and as its status reports it. The rule that limits
 * what may be declared after confirmation covers the whole resource; {@code FrozenSharing} makes it
 * when the CRD is generated.
 */
@NullMarked
package dev.homeroom.operator.resource.sharing;

import org.jspecify.annotations.NullMarked;
