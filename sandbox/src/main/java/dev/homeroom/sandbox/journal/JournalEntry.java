package dev.homeroom.sandbox.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A line of a journal after the first: an event at a time of the sandbox's clock. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
public sealed interface JournalEntry {

  /** The time of the sandbox's clock. */
  Instant at();

  /** The origin of a command. */
  enum Cause {
    /** A request to the control API. */
    CONTROL,
    /** A fault that a request met. */
    FAULT,
    /** The options of a start of the sandbox. */
    START
  }

  /**
   * A command that was carried out or refused; in the same state it has the same result again.
   *
   * @param name its path in the control API
   * @param body the body as it was sent
   * @param state the digest of the state before the command
   */
  record Given(
      Instant at,
      @JsonProperty("command") String name,
      JsonNode body,
      @JsonProperty("by") Cause cause,
      String state)
      implements JournalEntry {}

  /**
   * A person's access token.
   *
   * @param user the person's id
   * @param role Clever's word for the role of the login
   * @param until the time at which it ends
   */
  record Issued(Instant at, String token, String user, String role, Instant until)
      implements JournalEntry {}
}
