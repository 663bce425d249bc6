package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import java.util.Objects;

/** Tells changes of a resource that call for a pass from those that the operator made itself. */
public final class Relevant {
  private Relevant() {}

  /** Whether more than status changed: the spec, an annotation, a finalizer, or its end. */
  public static boolean change(DistrictSync now, DistrictSync before) {
    var is = now.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getFinalizers(), was.getFinalizers())
        || !Objects.equals(is.getDeletionTimestamp(), was.getDeletionTimestamp());
  }
}
