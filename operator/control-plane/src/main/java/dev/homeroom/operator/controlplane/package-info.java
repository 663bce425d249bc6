/**
 * A real Kubernetes API server with its etcd on this machine, for tests and for {@code homeroom up
 * --kube}: start at {@link dev.homeroom.operator.controlplane.ControlPlane}.
 */
@NullMarked
package dev.homeroom.operator.controlplane;

import org.jspecify.annotations.NullMarked;
