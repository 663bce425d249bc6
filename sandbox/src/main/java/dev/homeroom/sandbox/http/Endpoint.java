package dev.homeroom.sandbox.http;

/** Answers requests under one path. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {
  /** Returns the answer; a thrown {@link Refusal} becomes an answer with its message. */
  Answer answer(Request request);
}
