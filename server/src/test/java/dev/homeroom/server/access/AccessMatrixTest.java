package dev.homeroom.server.access;

import static java.lang.constant.ConstantDescs.CD_Map;
import static java.lang.constant.ConstantDescs.CD_Set;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.homeroom.server.Refused;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PlanServiceGrpc;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jooq.True;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/access.md, which is written by hand, against a server that runs. */
final class AccessMatrixTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "access.md");

  /** Methods that name no district: whose districts they tell is in their answer. */
  private static final Set<String> ACROSS =
      Set.of(
          "RosterService/ListDistricts",
          "DistrictService/ListDistrictStates",
          "DistrictService/WatchDistrictStates");

  @SuppressWarnings("NullAway.Init")
  private static AccessDistricts town;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, io.grpc.MethodDescriptor<?, ?>> methods;

  @BeforeAll
  static void start() {
    town = AccessDistricts.shared();
    methods = served();
  }

  @Test
  void every_method_answers_every_kind_of_caller_as_the_document_says() throws IOException {
    assertThat(observed(town.server().channel())).isEqualTo(documented());
  }

  @Test
  void a_method_that_is_opened_to_somebody_more_is_found_out() throws Exception {
    var expected = documented();
    var opened =
        new PlantedServer.Fault(
            "access.MethodRoles",
            "of",
            code ->
                code.aload(0)
                    .getfield(ClassDesc.of(MethodRoles.class.getName()), "roles", CD_Map)
                    .aload(1)
                    .invokestatic(
                        ClassDesc.of(Opened.class.getName()),
                        "roles",
                        MethodTypeDesc.of(CD_Set, CD_Map, CD_String))
                    .areturn());
    try (var server = PlantedServer.of(town.server(), opened)) {
      var observed = observed(server.channel());

      assertThat(observed).isNotEqualTo(expected);
      requireNonNull(expected.get("PlanService/ApprovePlan")).put("teacher", "yes, hidden");
      assertThat(observed).as("but for what was opened").isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_closed_district_answers_as_the_document_says(AccessDistricts.TwinGate gate)
      throws Throwable {
    var open = documented();
    town.whileTwin(gate, () -> requireClosed(town.server().channel(), open, gate.reason));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_server_without_the_gate_is_found_out(AccessDistricts.TwinGate gate) throws Throwable {
    var open = documented();
    var fault =
        new PlantedServer.Fault(
            "access.DistrictGate",
            "isOpen",
            code ->
                code.invokestatic(
                        ClassDesc.of(DSL.class.getName()),
                        "trueCondition",
                        MethodTypeDesc.of(ClassDesc.of(True.class.getName())))
                    .areturn());
    try (var server = PlantedServer.of(town.server(), fault)) {
      town.whileTwin(
          gate,
          () ->
              assertThatThrownBy(() -> requireClosed(server.channel(), open, gate.reason))
                  .isInstanceOf(AssertionError.class)
                  .hasMessageContaining("teacher"));
    }
  }

  /** Every method is closed to people of the twin; what apps are told of its roster is said so. */
  private static void requireClosed(
      Channel channel, Map<String, Map<String, String>> open, String refused) {
    var teacher = town.twinUser(town.truth.holding(Set.of("teacher")).getFirst());
    methods.forEach((name, method) -> {
      assertThat(reason(channel, method, teacher))
          .as("teacher of a closed district, %s", name)
          .isEqualTo("USER_NOT_IN_ROSTER");
      var app = requireNonNull(requireNonNull(open.get(name)).get("app"));
      if (name.equals("RosterService/ListDistricts")) {
        assertThat(outcome(channel, name, method, town.twin, town.subject("app")))
            .isEqualTo(refused.isEmpty() ? "yes" : "hidden");
      } else if (name.startsWith("RosterService/") && app.startsWith("yes")) {
        var reason = reason(channel, method, town.subject("app"));
        // Requests that have to name a record name none here, and are refused for that.
        assertThat(reason)
            .as("app at a closed district, %s", name)
            .isIn(refused, "INVALID_FIELD")
            .satisfies(each ->
                assertThat(each.equals(refused) || !name.contains("/List"))
                    .as("a list that is asked for well, %s: %s", name, each)
                    .isTrue());
      }
    });
  }

  private static String reason(
      Channel channel, io.grpc.MethodDescriptor<?, ?> method, CallCredentials token) {
    try {
      var _ = call(channel, method, request(method, town.twin), as(token));
      return "";
    } catch (StatusRuntimeException status) {
      return Refused.of(status).reason();
    }
  }

  /** The declared roles, but for one method that teachers may call, too. */
  static final class Opened {
    private Opened() {}

    static Set<CallerRole> roles(Map<String, Set<CallerRole>> declared, String method) {
      var roles = EnumSet.noneOf(CallerRole.class);
      roles.addAll(declared.getOrDefault(method, Set.of()));
      if (method.equals(PlanServiceGrpc.getApprovePlanMethod().getFullMethodName())) {
        roles.add(CallerRole.CALLER_ROLE_TEACHER);
      }
      return roles;
    }
  }

  @Test
  void without_a_token_and_as_a_contact_nobody_gets_anywhere() {
    var contact = town.user(town.truth.holding(Set.of("contact")).getFirst());
    for (var method : methods.entrySet()) {
      var request = request(method.getValue(), town.district);
      assertThat(refusal(method.getValue(), request, CallOptions.DEFAULT).code())
          .as(method.getKey())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refusal(method.getValue(), request, as(contact)).reason())
          .as(method.getKey())
          .isEqualTo("USER_NOT_IN_ROSTER");
    }
  }

  /** By method, then by kind of caller: own district, other district. */
  private static Map<String, Map<String, String>> documented() throws IOException {
    var rows = new TreeMap<String, Map<String, String>>();
    var kinds = List.<String>of();
    for (var line : Files.readAllLines(DOCUMENT)) {
      var cells = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
      if (line.startsWith("| method ")) {
        kinds = cells.subList(2, cells.size() - 1);
      } else if (cells.size() > 2 && cells.get(1).contains("Service/")) {
        var row = new LinkedHashMap<String, String>();
        for (int i = 0; i < kinds.size(); i++) {
          row.put(kinds.get(i), cells.get(i + 2));
        }
        rows.put(cells.get(1), row);
      }
    }
    return rows;
  }

  private static Map<String, Map<String, String>> observed(Channel channel) {
    var truth = town.truth;
    var callers = new LinkedHashMap<String, CallCredentials>();
    callers.put("app", town.subject("here-app"));
    callers.put("reviewer", town.subject("here-reviewer"));
    callers.put("operator", town.subject("here-operator"));
    callers.put("student", town.user(truth.holding(Set.of("student")).getFirst()));
    callers.put("teacher", town.user(truth.holding(Set.of("teacher")).getFirst()));
    callers.put("staff", town.user(truth.holding(Set.of("staff")).getFirst()));
    callers.put("district admin", town.user(truth.holding(Set.of("district_admin")).getFirst()));
    var rows = new TreeMap<String, Map<String, String>>();
    methods.forEach((name, method) -> {
      var row = new LinkedHashMap<String, String>();
      callers.forEach((kind, token) ->
          row.put(
              kind,
              outcome(channel, name, method, town.district, token)
                  + ", "
                  + outcome(channel, name, method, town.twin, token)));
      rows.put(name, row);
    });
    return rows;
  }

  private static String outcome(
      Channel channel,
      String name,
      io.grpc.MethodDescriptor<?, ?> method,
      String district,
      CallCredentials token) {
    try {
      var answers = call(channel, method, request(method, district), as(token));
      boolean told = answers.stream().anyMatch(answer -> answer.contains(district));
      return told || !ACROSS.contains(name) ? "yes" : "hidden";
    } catch (StatusRuntimeException status) {
      var refused = Refused.of(status);
      return switch (refused.reason()) {
        case "DISTRICT_NOT_FOUND" -> "hidden";
        case "ROLE_MISSING" -> "no";
        default -> refused.code() == Status.Code.UNAUTHENTICATED ? "no token" : "yes";
      };
    }
  }

  private static Refused refusal(
      io.grpc.MethodDescriptor<?, ?> method, DynamicMessage request, CallOptions options) {
    return Refused.by(() -> call(town.server().channel(), method, request, options));
  }

  /** The first answers, as text. */
  private static List<String> call(
      Channel channel,
      io.grpc.MethodDescriptor<?, ?> method,
      DynamicMessage request,
      CallOptions options) {
    var schema = schema(method);
    var dynamic =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodType.SERVER_STREAMING)
            .setFullMethodName(method.getFullMethodName())
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(schema.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(schema.getOutputType())))
            .build();
    var context = Context.current().withCancellation();
    var before = context.attach();
    try {
      var answers = ClientCalls.blockingServerStreamingCall(channel, dynamic, options, request);
      var told = new ArrayList<String>();
      // A watch of states tells one district a message, then that it is up to date.
      while (told.size() < 2 && answers.hasNext()) {
        told.add(answers.next().toString());
      }
      return told;
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  /**
   * Names the district in every field that may name one, and asks for nothing that would happen.
   */
  private static DynamicMessage request(io.grpc.MethodDescriptor<?, ?> method, String district) {
    var type = schema(method).getInputType();
    var request = DynamicMessage.newBuilder(type);
    for (var field : type.getFields()) {
      if (field.getJavaType() == JavaType.STRING && !field.isRepeated()) {
        switch (field.getName()) {
          case "name", "section" -> request.setField(field, name(method, district));
          case "parent", "district" -> request.setField(field, "districts/" + district);
          case "request_id" -> request.setField(field, "no UUID");
          default -> {}
        }
      } else if (field.getJavaType() == JavaType.INT && field.getName().equals("page_size")) {
        request.setField(field, 2);
      }
    }
    return request.build();
  }

  /** A name of the district's own record where the method is of districts, else of nothing. */
  private static String name(io.grpc.MethodDescriptor<?, ?> method, String district) {
    var name = "districts/" + district;
    return switch (String.valueOf(method.getBareMethodName())) {
      case "GetDistrict", "ApplyDistrict", "DeleteDistrict", "ReleaseDistrict", "TriggerSync" ->
          name;
      case "GetDistrictState" -> name + "/state";
      default -> name + "/nothing/0123456789abcdef01234567";
    };
  }

  private static MethodDescriptor schema(io.grpc.MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier) {
      return supplier.getMethodDescriptor();
    }
    throw new IllegalStateException(method + " has no schema");
  }

  private static CallOptions as(CallCredentials token) {
    return CallOptions.DEFAULT
        .withCallCredentials(token)
        .withDeadline(Deadline.after(30, TimeUnit.SECONDS));
  }

  /** What the server says that it serves, health and reflection aside. */
  private static Map<String, io.grpc.MethodDescriptor<?, ?>> served() {
    var listing =
        ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
            .setType(MethodType.SERVER_STREAMING)
            .build();
    ServerReflectionResponse answer =
        ClientCalls.blockingServerStreamingCall(
                town.server().channel(),
                listing,
                CallOptions.DEFAULT,
                ServerReflectionRequest.newBuilder().setListServices("").build())
            .next();
    var found = new TreeMap<String, io.grpc.MethodDescriptor<?, ?>>();
    for (var service : answer.getListServicesResponse().getServiceList()) {
      if (service.getName().startsWith("homeroom.v1.")) {
        var simple = service.getName().substring("homeroom.v1.".length());
        for (var method : descriptor(simple).getMethods()) {
          found.put(simple + "/" + method.getBareMethodName(), method);
        }
      }
    }
    return found;
  }

  private static ServiceDescriptor descriptor(String service) {
    try {
      return (ServiceDescriptor)
          Class.forName("dev.homeroom.v1." + service + "Grpc")
              .getMethod("getServiceDescriptor")
              .invoke(null);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
