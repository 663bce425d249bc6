/**
 * Reconciles a {@code DistrictSync}: the resource and its Secret become a call to the server, and
 * the server's state becomes the status. Start at {@link
 * dev.homeroom.operator.reconcile.DistrictSyncReconciler}.
 */
@NullMarked
package dev.homeroom.operator.reconcile;

import org.jspecify.annotations.NullMarked;
