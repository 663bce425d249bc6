package dev.homeroom.sandbox.http;

/** Answers requests under one path. Called on many threads at a time. */
@FunctionalInterface
public interface Endpoint {
  /** The answer; a {@link Refusal} thrown instead becomes its message. */
  Answer answer(Request request);
}
