/** The Kubernetes side of {@code up --kube}. */
@NullMarked
package dev.homeroom.cli.kube;

import org.jspecify.annotations.NullMarked;
