package dev.homeroom.clever;

/** Why Clever gave no answer to a call. Tells nothing personal and no token. */
public sealed interface CleverFailure {

  /** What happened, as a sentence for people. */
  String sentence();

  /**
   * 401: what the call showed was refused; wrong, unknown or revoked.
   *
   * @param credential what was shown
   */
  record Unauthorized(Credential credential) implements CleverFailure {
    @Override
    public String sentence() {
      return switch (credential) {
        case DISTRICT_TOKEN -> "Clever refused the district's token (401).";
        case CLIENT_SECRET -> "Clever refused the client id and secret (401).";
      };
    }
  }

  /**
   * 403: known, but not allowed to read this.
   *
   * @param credential what was shown
   */
  record Forbidden(Credential credential) implements CleverFailure {
    @Override
    public String sentence() {
      return switch (credential) {
        case DISTRICT_TOKEN -> "Clever does not let this token read here (403).";
        case CLIENT_SECRET -> "Clever does not let this client list tokens (403).";
      };
    }
  }

  /** 404: unknown, deleted, not shared, or a token of the wrong kind. */
  record NotFound() implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever has nothing here (404): unknown, or not shared.";
    }
  }

  /**
   * The request itself was refused: 400, 413, 501 and whatever else no retry would change.
   *
   * @param status the HTTP status
   */
  record BadRequest(int status) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever refused the request (" + status + ").";
    }
  }

  /** The rate limit was not lifted within the patience of the call. */
  record RateLimited() implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever's rate limit was not lifted in time (429).";
    }
  }

  /**
   * No answer: faults of Clever (5xx), time-outs, broken connections, on every attempt.
   *
   * @param reason the last one, such as {@code status 503} or {@code timeout}
   * @param attempts how often it was tried
   */
  record Unavailable(String reason, int attempts) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever gave no answer in %d attempts (%s).".formatted(attempts, reason);
    }
  }

  /**
   * An answer that is not Clever's: HTML, truncated or malformed JSON, a redirect, paging that goes
   * in circles.
   *
   * @param reason what was wrong with the last one; quotes nothing of it
   */
  record Unexpected(String reason) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever's answer can't be read (%s).".formatted(reason);
    }
  }

  /** What a call shows to be let in. */
  enum Credential {
    DISTRICT_TOKEN,
    CLIENT_SECRET
  }
}
