package dev.homeroom.sandbox.journal;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A line of a journal behind the first: something that happened at a time of the clock. */
public sealed interface JournalEntry {

  /** The time of the sandbox's clock. */
  Instant at();

  /** Who gave a command. */
  enum Cause {
    /** Somebody at the control API. */
    CONTROL,
    /** A fault that a request met. */
    FAULT,
    /** A start of the sandbox, by its flags. */
    START
  }

  /**
   * A command, carried out or refused: the same happens when it is given again in the same state.
   *
   * @param name its path in the control API
   * @param body as it was given
   * @param state digest of the state in which it was given
   */
  record Given(Instant at, String name, JsonNode body, Cause cause, String state)
      implements JournalEntry {}

  /**
   * A person's access token.
   *
   * @param user the person's id
   * @param role Clever's word for the role of the login
   * @param until when it ends
   */
  record Issued(Instant at, String token, String user, String role, Instant until)
      implements JournalEntry {}
}
