package dev.homeroom.cli.client;

import dev.homeroom.v1.CallerRole;
import java.util.Collection;
import java.util.List;

/** The callers that {@code up} grants a role in its access.yaml. */
public enum Caller {
  /** An internal app. */
  APP(CallerRole.CALLER_ROLE_APP, "demo-app", "app"),
  /** A person who decides on plans and shares. */
  REVIEWER(CallerRole.CALLER_ROLE_REVIEWER, "demo-reviewer", "reviewer"),
  /** A caller that declares districts. */
  OPERATOR(CallerRole.CALLER_ROLE_OPERATOR, "demo-operator", "operator");

  private final CallerRole role;
  private final String subject;
  private final String word;

  Caller(CallerRole role, String subject, String word) {
    this.role = role;
    this.subject = subject;
    this.word = word;
  }

  /** Returns the subject of this caller's tokens. */
  public String subject() {
    return subject;
  }

  /** Returns the role's name in access.yaml. */
  public String word() {
    return word;
  }

  /** Returns the first caller that has one of these roles; an app where none has. */
  public static Caller having(Collection<CallerRole> roles) {
    return List.of(values()).stream()
        .filter(caller -> roles.contains(caller.role))
        .findFirst()
        .orElse(APP);
  }

  @Override
  public String toString() {
    return word;
  }
}
