package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultedRequest;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Refusal;
import java.util.Optional;

/** The page of a list that a request asks for (sandbox/CLEVER.md 3.2). */
record Paging(int limit, Cursor cursor) {
  static final int DEFAULT_LIMIT = 100;
  static final int LARGEST_LIMIT = 10_000;

  /** The place of the page in the list. */
  sealed interface Cursor {
    /** The first page. */
    record First() implements Cursor {}

    /** The page after an id, which need not exist. */
    record After(ObjectId id) implements Cursor {}

    /** The page before an id, which need not exist. */
    record Before(ObjectId id) implements Cursor {}

    /** The last page. */
    record Last() implements Cursor {}
  }

  /** Reads {@code limit}, {@code starting_after} and {@code ending_before}. */
  static Paging of(Query query) {
    return new Paging(limit(query), cursor(query));
  }

  /** Returns the same page with the size that a fault sets, if one does. */
  Paging corrupted(FaultedRequest call) {
    return call.take(Fault.PageSize.class)
        .map(fault -> new Paging(fault.size(), cursor))
        .orElse(this);
  }

  private static int limit(Query query) {
    var given = query.first("limit");
    if (given.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    if (!given.get().matches("[0-9]{1,9}") || Integer.parseInt(given.get()) == 0) {
      throw new Refusal(400, "limit must be a number from 1 to " + LARGEST_LIMIT);
    }
    var limit = Integer.parseInt(given.get());
    if (limit > LARGEST_LIMIT) {
      throw new Refusal(413, "limit must not be above " + LARGEST_LIMIT);
    }
    return limit;
  }

  private static Cursor cursor(Query query) {
    var after = query.first("starting_after");
    var before = query.first("ending_before");
    if (after.isPresent() && before.isPresent()) {
      throw new Refusal(400, "starting_after and ending_before exclude each other");
    }
    if (before.isPresent() && before.get().equals("last")) {
      return new Cursor.Last();
    }
    return before
        .<Cursor>map(id -> new Cursor.Before(id(id, "ending_before")))
        .or(() -> after.map(id -> new Cursor.After(id(id, "starting_after"))))
        .orElseGet(Cursor.First::new);
  }

  private static ObjectId id(String text, String parameter) {
    return Optional.of(text)
        .flatMap(ObjectId::parse)
        .orElseThrow(() -> new Refusal(400, parameter + " must be an id of 24 hex digits"));
  }
}
