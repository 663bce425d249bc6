package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.api.Paging.Cursor;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.event.EventList;
import java.util.Arrays;

/**
 * The positions of one page, and its links. A full page always links to a next page, so an empty
 * page can follow an exactly full last one; Clever was recorded to do so (sandbox/CLEVER.md 3.2).
 */
final class Page {
  private final Selection from;
  private final int[] positions;
  private final boolean linksToPrevious;
  private final boolean linksToNext;

  private Page(Selection from, int[] positions, boolean linksToPrevious, boolean linksToNext) {
    this.from = from;
    this.positions = positions;
    this.linksToPrevious = linksToPrevious;
    this.linksToNext = linksToNext;
  }

  /** A page without records. */
  static Page empty() {
    return new Page(new Selection.OfEvents(EventList.empty(), _ -> true), new int[0], false, false);
  }

  static Page of(Selection selection, Paging paging) {
    return switch (paging.cursor()) {
      case Cursor.First _ -> forwards(selection, 0, paging.limit(), false);
      case Cursor.After(var id) -> {
        var start = selection.firstNotBelow(id);
        var isThere = start < selection.positions() && selection.id(start).equals(id);
        yield forwards(selection, isThere ? start + 1 : start, paging.limit(), true);
      }
      case Cursor.Before(var id) ->
          backwards(selection, selection.firstNotBelow(id) - 1, paging.limit(), true);
      case Cursor.Last _ -> backwards(selection, selection.positions() - 1, paging.limit(), false);
    };
  }

  /** Returns the same page with the record before its first one in front, as a repeated record. */
  Page repeating(Selection selection) {
    var before =
        positions.length == 0 || !linksToPrevious ? -1 : selection.previous(positions[0] - 1);
    if (before < 0) {
      return this;
    }
    var repeated = new int[positions.length + 1];
    repeated[0] = before;
    System.arraycopy(positions, 0, repeated, 1, positions.length);
    return new Page(selection, repeated, linksToPrevious, linksToNext);
  }

  int size() {
    return positions.length;
  }

  /** The position of an element in the selection; for a record, its slot. */
  int position(int index) {
    return positions[index];
  }

  ObjectId id(int index) {
    return from.id(positions[index]);
  }

  boolean linksToPrevious() {
    return linksToPrevious;
  }

  boolean linksToNext() {
    return linksToNext;
  }

  private static Page forwards(Selection selection, int start, int limit, boolean hasBefore) {
    var positions = new int[Math.min(limit, selection.positions())];
    var count = 0;
    for (var position = selection.next(start);
        position >= 0;
        position = count < limit ? selection.next(position + 1) : -1) {
      positions[count++] = position;
    }
    return new Page(
        selection, Arrays.copyOf(positions, count), hasBefore && count > 0, count == limit);
  }

  private static Page backwards(Selection selection, int start, int limit, boolean hasAfter) {
    var positions = new int[Math.min(limit, selection.positions())];
    var first = positions.length;
    for (var position = selection.previous(start);
        position >= 0 && positions.length - first < limit && first > 0;
        position = selection.previous(position - 1)) {
      positions[--first] = position;
    }
    var page = Arrays.copyOfRange(positions, first, positions.length);
    return new Page(selection, page, page.length == limit, hasAfter && page.length > 0);
  }
}
