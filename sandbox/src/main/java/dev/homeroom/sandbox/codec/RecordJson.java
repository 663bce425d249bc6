package dev.homeroom.sandbox.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads records from JSON and writes them. The components of a record are its keys, so no other
 * list of them is needed; the kind of a sealed type is in {@code kind}. Unknown keys are refused;
 * booleans, optional values, collections and maps may be left out.
 */
public final class RecordJson {
  private static final String KIND = "kind";
  private static final JsonMapper MAPPER = mapper();

  private RecordJson() {}

  /**
   * Reads a record, or a value of a sealed type.
   *
   * @param what the word for it in error messages
   * @throws IllegalArgumentException when the JSON has another shape; the message names the right
   *     one
   */
  public static <T> T read(Class<T> type, String what, JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          type.isSealed() ? noKind(null, what, type) : "%s is %s".formatted(what, wanted(type)));
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(sentence(type, what, e), e);
    }
  }

  /** Returns the JSON form of a record, with its kind if it is one of several. */
  public static JsonNode write(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The keys of a record, for people: {@code school, grade, sections}. */
  public static String shape(Class<?> type) {
    var components = type.getRecordComponents();
    return components.length == 0
        ? "nothing else"
        : Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
  }

  private static JsonMapper mapper() {
    var nulls = JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);
    var builder = JsonMapper.builder();
    for (var type : List.of(List.class, Set.class, Map.class)) {
      builder.withConfigOverride(type, override -> override.setNullHandling(nulls));
    }
    return builder
        .annotationIntrospector(new Words())
        .addModule(
            new SimpleModule()
                .addDeserializer(Duration.class, new FromText<>(Duration.class, Duration::parse))
                .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse))
                .addDeserializer(
                    LocalDate.class, new FromText<>(LocalDate.class, LocalDate::parse)))
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                List.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean)
                    .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
        .build();
  }

  /** The words of kinds and constants, and the keys that must be there. */
  private static final class Words extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
        MapperConfig<?> config, Annotated annotated) {
      var annotation = super.findPolymorphicTypeInfo(config, annotated);
      return annotation == null
              && annotated instanceof AnnotatedClass
              && KindNames.hasKind(annotated.getRawType())
          ? JsonTypeInfo.Value.construct(
              JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, KIND, null, false, null, null)
          : annotation;
    }

    @Override
    public String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
      return KindNames.ofKind(type.getRawType());
    }

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      return Arrays.stream(constants).map(KindNames::ofConstant).toArray(String[]::new);
    }

    @Override
    public void findEnumAliases(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[][] aliases) {
      for (var index = 0; index < constants.length; index++) {
        var word = KindNames.ofConstant(constants[index]);
        aliases[index] = new String[] {word.replace('_', '-'), word.replace('_', ' ')};
      }
    }

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      var type = member.getRawType();
      return type != boolean.class
          && type != Optional.class
          && !Collection.class.isAssignableFrom(type)
          && !Map.class.isAssignableFrom(type);
    }
  }

  /** Reads a value from a JSON string alone; Jackson would take numbers for times, too. */
  private static final class FromText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Parsing<T> parsing;

    private interface Parsing<T> {
      T parse(String text);
    }

    FromText(Class<T> type, Parsing<T> parsing) {
      super(type);
      this.parsing = parsing;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      var text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getString() : "";
      try {
        return parsing.parse(text);
      } catch (DateTimeException e) {
        throw InvalidFormatException.from(parser, "no such time", text, handledType());
      }
    }
  }

  private static String sentence(Class<?> type, String what, JacksonException problem) {
    var path = problem.getPath();
    var place = place(what, path);
    return switch (problem) {
      case UnrecognizedPropertyException unknown ->
          "%s has no %s; it has %s"
              .formatted(
                  owner(what, path), unknown.getPropertyName(), shape(unknown.getReferringClass()));
      case InvalidTypeIdException kind ->
          noKind(kind.getTypeId(), place, kind.getBaseType().getRawClass());
      case MismatchedInputException missing
          when missing.getOriginalMessage().startsWith("Missing required creator property") ->
          "%s lacks %s; it has %s"
              .formatted(
                  owner(what, path), path.getLast().getPropertyName(), shape(from(path.getLast())));
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          "%s is %s, not %s".formatted(place, wanted(format.getTargetType()), format.getValue());
      case MismatchedInputException other ->
          other.getTargetType().isSealed()
              ? noKind(null, place, other.getTargetType())
              : "%s is %s".formatted(place, wanted(other.getTargetType()));
      case InputCoercionException range ->
          "%s is %s".formatted(place, wanted(range.getTargetType()));
      default ->
          problem.getCause() instanceof IllegalArgumentException refusal
              ? String.valueOf(refusal.getMessage())
              : "%s is %s".formatted(place, wanted(type));
    };
  }

  private static String noKind(@Nullable String word, String what, Class<?> sealed) {
    return "%s is no %s; under \"kind\" there may be %s"
        .formatted(
            word == null || word.isEmpty() ? "what has no kind" : word,
            what,
            String.join(", ", KindNames.kinds(sealed).keySet()));
  }

  /** Names the value at the end of a path: {@code withdraw-user's user}. */
  private static String place(String what, List<Reference> path) {
    if (path.isEmpty()) {
      return what;
    }
    var key = path.getLast().getPropertyName();
    var owner = owner(what, path);
    return key == null ? owner : owner + "'s " + key;
  }

  /** Names the owner of the last key of a path: its kind, or its place in what was read. */
  private static String owner(String what, List<Reference> path) {
    var type = path.isEmpty() ? Object.class : from(path.getLast());
    return KindNames.hasKind(type)
        ? KindNames.ofKind(type)
        : place(what, path.subList(0, Math.max(0, path.size() - 1)));
  }

  private static Class<?> from(Reference reference) {
    return reference.from() instanceof Class<?> type ? type : reference.from().getClass();
  }

  /** The allowed values of a type, for people: {@code a whole number}. */
  public static String wanted(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> KindNames.ofConstant((Enum<?>) constant))
              .collect(Collectors.joining(", "));
    }
    if (type.isRecord()) {
      return "a JSON object with " + shape(type);
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Duration" -> "a duration such as \"P1D\" or \"PT0.5S\"";
      case "Instant" -> "a time such as \"2026-11-24T07:00:00Z\"";
      case "LocalDate" -> "a date such as \"2026-08-17\"";
      case "String" -> "a text";
      default -> Map.class.isAssignableFrom(type) ? "a JSON object" : "a JSON array";
    };
  }
}
