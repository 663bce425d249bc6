package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import java.util.Objects;

/** Tells changes of a resource that call for a pass. */
public final class Relevant {
  private Relevant() {}

  /**
   * Whether the spec, an annotation, a finalizer or the status changed, or the resource ends. The
   * status is the operator's, so that a pass puts right what anybody else makes of it.
   */
  public static boolean change(DistrictSync now, DistrictSync before) {
    var is = now.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(now.getStatus(), before.getStatus())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getFinalizers(), was.getFinalizers())
        || !Objects.equals(is.getDeletionTimestamp(), was.getDeletionTimestamp());
  }
}
