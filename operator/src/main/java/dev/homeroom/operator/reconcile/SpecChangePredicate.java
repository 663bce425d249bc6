package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import java.util.Objects;

/** Selects the changes of a resource that need a pass. */
public final class SpecChangePredicate {
  private SpecChangePredicate() {}

  /**
   * Returns whether the spec, an annotation, a finalizer or the status changed, or deletion began.
   * The status belongs to the operator: a pass corrects what anybody else writes there.
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
