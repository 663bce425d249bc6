package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.api.Paging.Cursor;
import java.util.Arrays;

/**
 * The slots of one page, and which links it has. A link to the next page appears when the page is
 * full, so that an empty page can follow an exactly full last one; that is how Clever was recorded
 * (sandbox/CLEVER.md 3.2).
 */
final class Page {
  private final int[] slots;
  private final boolean linksToPrevious;
  private final boolean linksToNext;

  private Page(int[] slots, boolean linksToPrevious, boolean linksToNext) {
    this.slots = slots;
    this.linksToPrevious = linksToPrevious;
    this.linksToNext = linksToNext;
  }

  /** A page without records. */
  static Page empty() {
    return new Page(new int[0], false, false);
  }

  static Page of(Selection selection, Paging paging) {
    var rows = selection.rows();
    return switch (paging.cursor()) {
      case Cursor.First _ -> forwards(selection, 0, paging.limit(), false);
      case Cursor.After(var id) -> {
        var start = rows.firstNotBelow(id);
        var isThere = start < rows.slots() && rows.id(start).equals(id);
        yield forwards(selection, isThere ? start + 1 : start, paging.limit(), true);
      }
      case Cursor.Before(var id) ->
          backwards(selection, rows.firstNotBelow(id) - 1, paging.limit(), true);
      case Cursor.Last _ -> backwards(selection, rows.slots() - 1, paging.limit(), false);
    };
  }

  /**
   * The same page with the record before its first one in front: what a repeated record looks like.
   */
  Page repeating(Selection selection) {
    var before = slots.length == 0 || !linksToPrevious ? -1 : selection.previous(slots[0] - 1);
    if (before < 0) {
      return this;
    }
    var repeated = new int[slots.length + 1];
    repeated[0] = before;
    System.arraycopy(slots, 0, repeated, 1, slots.length);
    return new Page(repeated, linksToPrevious, linksToNext);
  }

  int size() {
    return slots.length;
  }

  int slot(int index) {
    return slots[index];
  }

  boolean linksToPrevious() {
    return linksToPrevious;
  }

  boolean linksToNext() {
    return linksToNext;
  }

  private static Page forwards(Selection selection, int start, int limit, boolean hasBefore) {
    var slots = new int[Math.min(limit, selection.rows().slots())];
    var count = 0;
    for (var slot = selection.next(start);
        slot >= 0;
        slot = count < limit ? selection.next(slot + 1) : -1) {
      slots[count++] = slot;
    }
    return new Page(Arrays.copyOf(slots, count), hasBefore && count > 0, count == limit);
  }

  private static Page backwards(Selection selection, int start, int limit, boolean hasAfter) {
    var slots = new int[Math.min(limit, selection.rows().slots())];
    var first = slots.length;
    for (var slot = selection.previous(start);
        slot >= 0 && slots.length - first < limit && first > 0;
        slot = selection.previous(slot - 1)) {
      slots[--first] = slot;
    }
    var page = Arrays.copyOfRange(slots, first, slots.length);
    return new Page(page, page.length == limit, hasAfter && page.length > 0);
  }
}
