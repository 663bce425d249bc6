/**
 * Sharing as a {@code DistrictSync} declares it and as its status tells it. What may still be
 * declared once it is confirmed is a rule over the whole resource, made by {@code FrozenSharing}
 * when the CRD is generated.
 */
@NullMarked
package dev.homeroom.operator.resource.sharing;

import org.jspecify.annotations.NullMarked;
