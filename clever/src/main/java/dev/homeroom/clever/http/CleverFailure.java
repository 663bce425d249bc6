package dev.homeroom.clever.http;

/** The reason why Clever gave no answer to a call. It contains no personal data and no token. */
public sealed interface CleverFailure {

  /** A sentence for people that says what happened. */
  String sentence();

  /**
   * 401: the credential was refused, because it is wrong, unknown or revoked.
   *
   * @param credential the kind of credential
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
   * 403: the credential is known, but may not read this.
   *
   * @param credential the kind of credential
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
   * The request itself was refused: 400, 413, 501 and any other status that no retry would change.
   *
   * @param status the HTTP status
   */
  record BadRequest(int status) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever refused the request (" + status + ").";
    }
  }

  /** The rate limit was not lifted within the call's patience. */
  record RateLimited() implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever's rate limit was not lifted in time (429).";
    }
  }

  /**
   * No answer: faults of Clever (5xx), time-outs or broken connections, on every attempt.
   *
   * @param reason the reason of the last attempt, such as {@code status 503} or {@code timeout}
   * @param attempts the number of attempts
   */
  record Unavailable(String reason, int attempts) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever gave no answer in %d attempts (%s).".formatted(attempts, reason);
    }
  }

  /**
   * An answer that is not in Clever's form: HTML, truncated or malformed JSON, a redirect, paging
   * that goes in circles.
   *
   * @param reason the problem of the last answer; quotes nothing of it
   */
  record Unexpected(String reason) implements CleverFailure {
    @Override
    public String sentence() {
      return "Clever's answer can't be read (%s).".formatted(reason);
    }
  }

  /** The kind of credential that a call presents. */
  enum Credential {
    DISTRICT_TOKEN,
    CLIENT_SECRET
  }
}
