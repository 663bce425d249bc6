package dev.homeroom.operator.reconcile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets resources of some namespaces declare some districts.
 *
 * @param namespaces the namespaces by name; empty: every one
 * @param labels the labels that the namespace must have, all of them; empty: none required
 * @param districts Clever's ids of districts; empty: every district
 * @param withoutToken true if a district may be declared without a token of its own, so that the
 *     server looks it up at Clever by the district's id
 * @param automaticConfirmation true if {@code spec.sharing.confirmation: Automatic} may be declared
 */
public record NamespaceBinding(
    Optional<Set<String>> namespaces,
    Map<String, String> labels,
    Optional<Set<String>> districts,
    boolean withoutToken,
    boolean automaticConfirmation) {
  /** Every namespace may declare every district whose token it provides; nothing else. */
  public static final List<NamespaceBinding> DEFAULT =
      List.of(new NamespaceBinding(Optional.empty(), Map.of(), Optional.empty(), false, false));

  private static final String ALL = "all";
  private static final Set<String> KEYS =
      Set.of("namespaces", "namespaceLabels", "districts", "withoutToken", "automaticConfirmation");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DISTRICT = Pattern.compile("[0-9a-f]{24}");

  /** Copies the collections. */
  public NamespaceBinding {
    namespaces = namespaces.map(Set::copyOf);
    labels = Map.copyOf(labels);
    districts = districts.map(Set::copyOf);
  }

  /**
   * Reads a JSON list such as {@code [{"namespaces":["lakeside"],"districts":"all"}]}.
   *
   * @throws IllegalArgumentException when the text is invalid; the message says what is wrong
   */
  public static List<NamespaceBinding> parse(String json) {
    try {
      return JsonParser.parseString(json).getAsJsonArray().asList().stream()
          .map(each -> of(each.getAsJsonObject()))
          .toList();
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("is a JSON list of bindings, not " + json, e);
    }
  }

  /** Returns whether this binding applies to the namespace and the district. */
  boolean covers(String namespace, Map<String, String> itsLabels, String district) {
    return namespaces.map(names -> names.contains(namespace)).orElse(true)
        && itsLabels.entrySet().containsAll(labels.entrySet())
        && districts.map(ids -> ids.contains(district)).orElse(true);
  }

  private static NamespaceBinding of(JsonObject written) {
    for (var key : written.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("knows no key " + key);
      }
    }
    var labels = labels(written.get("namespaceLabels"));
    if (!written.has("namespaces") && labels.isEmpty()) {
      throw new IllegalArgumentException(
          "needs namespaces (all, or a list of names) or namespaceLabels in each entry");
    }
    if (!written.has("districts")) {
      throw new IllegalArgumentException("needs districts (all, or a list of ids) in each entry");
    }
    return new NamespaceBinding(
        written.has("namespaces")
            ? listed("namespaces", written.get("namespaces"), NAMESPACE)
            : Optional.empty(),
        labels,
        listed("districts", written.get("districts"), DISTRICT),
        flag("withoutToken", written.get("withoutToken")),
        flag("automaticConfirmation", written.get("automaticConfirmation")));
  }

  private static Optional<Set<String>> listed(String key, JsonElement value, Pattern form) {
    if (value.isJsonPrimitive() && value.getAsString().equals(ALL)) {
      return Optional.empty();
    }
    if (!(value instanceof JsonArray list)) {
      throw new IllegalArgumentException("takes all or a list as " + key);
    }
    var names = new HashSet<String>();
    for (var each : list) {
      var name = each.getAsString();
      if (!form.matcher(name).matches()) {
        throw new IllegalArgumentException("takes no " + name + " in " + key);
      }
      names.add(name);
    }
    return Optional.of(names);
  }

  private static Map<String, String> labels(@Nullable JsonElement value) {
    var labels = new HashMap<String, String>();
    if (value != null) {
      value.getAsJsonObject().asMap().forEach((key, each) -> labels.put(key, each.getAsString()));
    }
    return labels;
  }

  private static boolean flag(String key, @Nullable JsonElement value) {
    if (value == null) {
      return false;
    }
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
      return value.getAsBoolean();
    }
    throw new IllegalArgumentException("takes true or false as " + key);
  }
}
