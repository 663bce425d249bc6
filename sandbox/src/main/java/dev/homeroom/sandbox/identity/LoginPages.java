package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.identity.People.LoginChoice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages that a person sees while logging in. Every choice is a link, or a field of a form. */
final class LoginPages {
  /** The parameter that names the chosen user; Clever has none. */
  static final String USER = "sandbox_user";

  /** The parameter that names the role of the chosen user. */
  static final String ROLE = "sandbox_role";

  /** The parameter that names the chosen district. */
  static final String DISTRICT = "district_id";

  private static final Map<Role, String> TITLES =
      Map.of(
          Role.STUDENT, "Students",
          Role.TEACHER, "Teachers",
          Role.STAFF, "Staff",
          Role.DISTRICT_ADMIN, "District admins");

  private final Request request;
  private final Query query;

  /**
   * @param query the query of the request
   */
  LoginPages(Request request, Query query) {
    this.request = request;
    this.query = query;
  }

  /** Returns the page that refuses a login. */
  static Answer refusal(int status, String error, String sentence) {
    return page(status, "Clever: " + error, "<p>%s</p>".formatted(escaped(sentence)));
  }

  Answer chooseDistrict(String district) {
    return page(
        200,
        "Choose your district",
        "<ul>%s</ul>".formatted(link("District " + district, Map.of(DISTRICT, district))));
  }

  /**
   * Returns the page on which a person chooses a user.
   *
   * @param methods the login methods of the district's users at Clever
   * @param before the person who signed in last in this browser, if the person has to confirm that
   */
  Answer chooseUser(
      List<String> methods, Optional<LoginChoice> before, Map<Role, List<LoginChoice>> people) {
    var body = new StringBuilder();
    body.append(
        "<p>Your district logs in with %s. Here a click is enough.</p>"
            .formatted(escaped(String.join(", ", methods))));
    before.ifPresent(
        person -> body.append("<h2>Is this you?</h2><ul>%s</ul>".formatted(link(person))));
    people.forEach((role, some) -> {
      if (!some.isEmpty()) {
        body.append(
            "<h2>%s</h2><ul>%s</ul>"
                .formatted(
                    TITLES.getOrDefault(role, role.word()),
                    some.stream().map(this::link).collect(Collectors.joining())));
      }
    });
    body.append(
        "<h2>Anybody else</h2><form method=\"get\" action=\"%s\">"
            .formatted(escaped(request.path())));
    for (var parameter : query.parameters()) {
      if (!parameter.name().equals(USER) && !parameter.name().equals(ROLE)) {
        body.append(
            "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                .formatted(escaped(parameter.name()), escaped(parameter.value())));
      }
    }
    body.append(
        "<label>Clever id <input name=\"%s\" size=\"26\"></label> <button>Log in</button></form>"
            .formatted(USER));
    return page(200, "Log in", body.toString());
  }

  private String link(LoginChoice person) {
    var role = person.login().role().word();
    return link(
        "%s (%s)".formatted(person.name(), role.replace('_', ' ')),
        Map.of(USER, person.login().user().toString(), ROLE, role));
  }

  private String link(String text, Map<String, String> chosen) {
    var kept =
        query.parameters().stream()
            .filter(parameter -> !Set.of(USER, ROLE).contains(parameter.name()))
            .map(Query.QueryParameter::raw);
    var added =
        chosen.keySet().stream()
            .sorted()
            .map(name ->
                name
                    + "="
                    + URLEncoder.encode(chosen.getOrDefault(name, ""), StandardCharsets.UTF_8));
    var parameters = Stream.concat(kept, added).collect(Collectors.joining("&"));
    return "<li><a href=\"%s\">%s</a></li>"
        .formatted(escaped(request.path() + "?" + parameters), escaped(text));
  }

  private static Answer page(int status, String title, String body) {
    return Answer.page(
        status,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1$s</title></head><body><h1>%1$s</h1>%2$s</body></html>\n"
            .formatted(escaped(title), body));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
