package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.jooq.Table;

/**
 * The views of a person who comes through an app: the person's views, limited to the rows and
 * fields that the app's grants open too. A rule of the person that depends on a field which the app
 * may not read (the students of a section, for example) opens nothing, because the rows alone would
 * reveal that field.
 */
final class BoundedViews implements RosterViews {
  private final RosterViews person;
  private final RosterViews app;

  BoundedViews(RosterViews person, RosterViews app) {
    this.person = requireNonNull(person, "person");
    this.app = requireNonNull(app, "app");
  }

  @Override
  public List<RecordView> schools(Table<?> table) {
    return both(views -> views.schools(table));
  }

  @Override
  public List<RecordView> terms(Table<?> table) {
    return both(views -> views.terms(table));
  }

  @Override
  public List<RecordView> courses(Table<?> table) {
    return both(views -> views.courses(table));
  }

  @Override
  public List<RecordView> sections(Table<?> table) {
    return both(views -> views.sections(table));
  }

  @Override
  public List<RecordView> users(Table<?> table) {
    return both(views -> views.users(table));
  }

  @Override
  public List<RecordView> enrollments(Table<?> table) {
    return both(views -> views.enrollments(table));
  }

  private List<RecordView> both(Function<RosterViews, List<RecordView>> asked) {
    var granted = asked.apply(app);
    return asked.apply(person).stream()
        .flatMap(view -> granted.stream().flatMap(grant -> view.within(grant).stream()))
        .toList();
  }
}
