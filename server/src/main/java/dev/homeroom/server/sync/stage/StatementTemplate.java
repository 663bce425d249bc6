package dev.homeroom.server.sync.stage;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Record;

/**
 * Fills the names of a run's tables, and the stored letters of changes, decisions and endings, into
 * the text of a statement.
 *
 * @param district the district whose live rows are compared
 * @param stage the number under which the run stages
 * @param changes the run's table of changes
 * @param details the run's table of parts
 * @param staged the run's staging table of a type
 */
public record StatementTemplate(
    int district, long stage, String changes, String details, Function<RosterType, String> staged) {
  /** Plan changes that hold something because a person rejected their plan. */
  private static final String REJECTED =
      HoldConditions.text(HoldConditions.keptOut(HoldConditions.P, HoldConditions.PC));

  /** The words that stand for letters and words of columns in statements. */
  private static final Map<String, String> WORDS = words();

  /**
   * Returns the statement for a type, with {@code {changes}}, {@code {details}}, {@code {staged}},
   * {@code {live}}, {@code {history}}, {@code {T}}, {@code {D}}, {@code {S}} and the words of
   * {@link #spell} filled in.
   */
  public String fill(RosterType type, String statement) {
    var values =
        Map.of(
            "{changes}", changes,
            "{details}", details,
            "{staged}", staged.apply(type),
            "{live}", type.live().getName(),
            "{history}", type.history().getName(),
            "{T}", type.name(),
            "{D}", Integer.toString(district),
            "{S}", Long.toString(stage));
    var filled = statement;
    for (var value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return spell(filled);
  }

  /**
   * Returns the statement with the names of operations, decisions, endings and states, such as
   * {@code {REMOVED}}, in the form of their columns.
   */
  public static String spell(String statement) {
    var spelled = statement;
    for (var word : WORDS.entrySet()) {
      spelled = spelled.replace(word.getKey(), word.getValue());
    }
    return spelled;
  }

  private static Map<String, String> words() {
    var words = new HashMap<String, String>();
    for (var op : ChangeOp.values()) {
      words.put("{" + op + "}", letter(op.letter()));
    }
    for (var decision : ChangeDecision.values()) {
      words.put("{" + decision + "}", letter(decision.letter()));
    }
    for (var ending : RowEnding.values()) {
      words.put("{" + ending + "}", letter(ending.letter()));
    }
    words.put(
        "{STAYING}",
        ChangeDecision.STAYING.stream()
            .map(decision -> letter(decision.letter()))
            .collect(joining(", ")));
    for (var state : List.of(PlanState.APPROVED, PlanState.REJECTED)) {
      words.put("{" + state + "}", "'" + state + "'");
    }
    words.put("{record}", ChangePart.RECORD.sql());
    words.put("{values}", ChangePart.VALUES.sql());
    words.put("{rejected}", REJECTED);
    return Map.copyOf(words);
  }

  private static String letter(String letter) {
    return "'" + letter + "'::\"char\"";
  }

  /** Returns a condition that live (b) and staged (a) rows differ in one of the columns. */
  public static String differ(RosterType type, List<String> columns) {
    return columns.stream().map(column -> "b." + column).collect(joining(", ", "row(", ")"))
        + " is distinct from "
        + columns.stream().map(column -> "a." + column).collect(joining(", ", "row(", ")"));
  }

  /** Returns the columns that count the users {@code u} of a statement by role. */
  public static String countsByRole() {
    return RosterType.USER.roles().stream()
        .map(role -> "count(*) filter (where u.%1$s) as %1$s".formatted(role))
        .collect(joining(", "));
  }

  /** Reads the columns of {@link #countsByRole}. */
  public static Map<ChangePart, Long> byRole(Record row) {
    return RosterType.USER.roles().stream()
        .collect(Collectors.toMap(ChangePart::of, role -> number(row, role)));
  }

  /** Reads a count. */
  public static long number(Record row, String column) {
    return Objects.requireNonNull(row.get(column, Long.class), "a count is never null");
  }
}
