/** The Kubernetes resource {@code DistrictSync} as Java types; the CRD is generated from them. */
@NullMarked
package dev.homeroom.operator.resource;

import org.jspecify.annotations.NullMarked;
