package dev.homeroom.server;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RosterChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What nobody may find in what Homeroom writes: the users' ids, and whatever Clever tells of at
 * most two of them (names, addresses, dates of birth, numbers); names that nobody else has; and
 * tokens. Values of fewer than eight characters are left out: they are found in anything.
 */
public final class Canaries {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHORTEST = 8;
  private static final int FEW = 2;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");

  private final Set<String> values = new TreeSet<>();

  private Canaries() {}

  /** Names two users as nobody is called, and takes what Clever tells of all of them. */
  public static Canaries plant(Sandbox clever, String student, String teacher) {
    clever.apply(
        new RosterChange.RenameUser(student, "Zanzibarella", "Quillfeather\u0000"),
        new RosterChange.RenameUser(teacher, "Thistlewick", "Oddfellowes"),
        new RosterChange.ChangeEmail(student, "not an address, Zanzibarella"));
    var canaries = new Canaries();
    canaries.add("Zanzibarella", "Quillfeather", "Thistlewick", "Oddfellowes", clever.token());
    var users = users(clever);
    var told = new TreeMap<String, Set<String>>();
    for (var user : users) {
      var id = user.path("id").asString();
      canaries.add(id);
      leaves(user, told.computeIfAbsent(id, _ -> new TreeSet<>()));
    }
    var counts = new TreeMap<String, Integer>();
    told.values().forEach(each -> each.forEach(value -> counts.merge(value, 1, Integer::sum)));
    counts.forEach((value, count) -> {
      if (count <= FEW && value.length() >= SHORTEST && !ID.matcher(value).matches()) {
        canaries.add(value);
      }
    });
    return canaries;
  }

  /** One more value, such as a token. */
  public void add(String... more) {
    values.addAll(List.of(more));
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** Those that stand in one of the texts, each with the text. */
  public List<String> in(Collection<String> texts) {
    var found = new ArrayList<String>();
    for (var text : texts) {
      values.stream().filter(text::contains).forEach(value -> found.add(value + " in " + text));
    }
    return found;
  }

  private static void leaves(JsonNode node, Set<String> into) {
    if (node.isString()) {
      into.add(node.asString());
    }
    node.properties().stream()
        .filter(each -> !Set.of("created", "last_modified").contains(each.getKey()))
        .forEach(each -> leaves(each.getValue(), into));
    node.values()
        .forEach(each -> {
          if (node.isArray()) {
            leaves(each, into);
          }
        });
  }

  private static List<JsonNode> users(Sandbox clever) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(clever.baseUrl() + "/v3.1/users?limit=10000"))
              .header("authorization", "Bearer " + clever.token())
              .build();
      var users = new ArrayList<JsonNode>();
      var body = http.send(request, BodyHandlers.ofString()).body();
      JSON.readTree(body).path("data").forEach(each -> users.add(each.path("data")));
      return users;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
