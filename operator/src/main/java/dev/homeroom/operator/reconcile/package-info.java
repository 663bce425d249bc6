/**
 * From declared to told: a {@code DistrictSync} and its Secret become a call to the server, the
 * server's state becomes status. Start at {@link
 * dev.homeroom.operator.reconcile.DistrictSyncReconciler}.
 */
@NullMarked
package dev.homeroom.operator.reconcile;

import org.jspecify.annotations.NullMarked;
