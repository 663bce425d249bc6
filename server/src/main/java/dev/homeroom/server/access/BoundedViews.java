package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.jooq.Table;

/**
 * A person's views through an app: those parts of them that the app's grants open too, row by row
 * and field by field. A rule of the person's that goes by what the app may not read (who learns in
 * a section, say) opens nothing there, since the rows alone would tell it.
 */
final class BoundedViews implements RosterViews {
  private final RosterViews person;
  private final RosterViews app;

  BoundedViews(RosterViews person, RosterViews app) {
    this.person = requireNonNull(person, "person");
    this.app = requireNonNull(app, "app");
  }

  @Override
  public List<View> schools(Table<?> table) {
    return both(views -> views.schools(table));
  }

  @Override
  public List<View> terms(Table<?> table) {
    return both(views -> views.terms(table));
  }

  @Override
  public List<View> courses(Table<?> table) {
    return both(views -> views.courses(table));
  }

  @Override
  public List<View> sections(Table<?> table) {
    return both(views -> views.sections(table));
  }

  @Override
  public List<View> users(Table<?> table) {
    return both(views -> views.users(table));
  }

  @Override
  public List<View> seats(Table<?> table) {
    return both(views -> views.seats(table));
  }

  private List<View> both(Function<RosterViews, List<View>> asked) {
    var granted = asked.apply(app);
    return asked.apply(person).stream()
        .flatMap(view -> granted.stream().flatMap(grant -> view.within(grant).stream()))
        .toList();
  }
}
