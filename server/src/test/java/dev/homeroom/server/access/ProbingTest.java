package dev.homeroom.server.access;

import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import io.grpc.Channel;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.True;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody is told more than may be, and a server that told more would be found out. {@code
 * -Dhomeroom.probes=500000} tries more, {@code -Dhomeroom.seed=7} the same again.
 */
final class ProbingTest {
  private static final int PROBES = Integer.getInteger("homeroom.probes", 10_000);
  private static final long SEED = Long.getLong("homeroom.seed", 7L);
  private static final int PROBERS = 8;

  @SuppressWarnings("NullAway.Init")
  private static AccessDistricts town;

  @BeforeAll
  static void start() {
    town = AccessDistricts.shared();
  }

  @Test
  void nobody_is_told_more_than_may_be() throws Exception {
    var probing = new Probing(town, town.server().channel(), SEED);
    try (var probers = Executors.newFixedThreadPool(PROBERS)) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < PROBERS; i++) {
        var random = new Random(SEED * PROBERS + i);
        running.add(
            probers.submit(() -> {
              for (int probe = 0; probe < PROBES / PROBERS; probe++) {
                probing.probe(random);
              }
            }));
      }
      for (var each : running) {
        each.get();
      }
    }
    assertThat(probing.tokens()).as("page tokens that were tried").isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_closed_district_tells_nobody_more_than_may_be(AccessDistricts.TwinGate end)
      throws Throwable {
    town.whileTwin(end, () -> probe(town.server().channel(), end, PROBES / 10));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_server_without_the_gate_is_found_out(AccessDistricts.TwinGate end) throws Throwable {
    var fault = new PlantedServer.Fault("access.DistrictGate", "isOpen", all());
    try (var server = PlantedServer.of(town.server(), fault)) {
      town.whileTwin(
          end,
          () ->
              assertThatThrownBy(() -> probe(server.channel(), end, PROBES))
                  .isInstanceOf(AssertionError.class)
                  .hasMessageContaining("twin"));
    }
  }

  @TestFactory
  Stream<DynamicTest> a_server_without_one_of_its_conditions_is_found_out() {
    return Stream.of(
        found("that rows are the district's", "access.Scope$InDistrict", "inDistrict", all()),
        found("that rows are the person's", "access.Conditions", "in", all()),
        found("that members are of the school", "access.Conditions", "memberOf", all()),
        found(
            "that fields are the view's",
            "access.RecordView",
            "reads",
            code -> code.iconst_1().ireturn()),
        found(
            "that users who are not in the roster are not named",
            "access.NamedUsers",
            "present",
            code -> code.aload(1).areturn()),
        found("that an app bounds its people", "access.RecordView", "within", ProbingTest::whole),
        found(
            "that no rule goes by what the app may not read",
            "access.AccessPath",
            "goesBy",
            code ->
                code.invokestatic(
                        describe(Set.class), "of", MethodTypeDesc.of(describe(Set.class)), true)
                    .areturn()),
        found(
            "that the seat is one's own",
            "access.RecordView",
            "only",
            code -> code.aload(1).areturn()),
        found(
            "that a page token is its caller's",
            "rpc.PageTokens",
            "identity",
            code ->
                code.aload(1)
                    .invokevirtual(
                        describe(ListIdentity.class), "parts", MethodTypeDesc.of(CD_List))
                    .areturn()));
  }

  private static DynamicTest found(
      String condition, String type, String method, Consumer<CodeBuilder> instead) {
    return DynamicTest.dynamicTest(
        condition,
        () -> {
          var fault = new PlantedServer.Fault(type, method, instead);
          try (var server = PlantedServer.of(town.server(), fault)) {
            assertThatThrownBy(() -> probe(server.channel()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + SEED);
          }
        });
  }

  private static void probe(Channel channel) {
    probe(channel, AccessDistricts.TwinGate.NONE, PROBES);
  }

  private static void probe(Channel channel, AccessDistricts.TwinGate end, int probes) {
    var probing = new Probing(town, channel, SEED, end);
    var random = new Random(SEED);
    for (int probe = 0; probe < probes; probe++) {
      probing.probe(random);
    }
  }

  /** A view as it is, with no regard for the app's. */
  private static void whole(CodeBuilder code) {
    var optional = describe(Optional.class);
    code.aload(0).invokestatic(optional, "of", MethodTypeDesc.of(optional, CD_Object)).areturn();
  }

  private static Consumer<CodeBuilder> all() {
    var type = MethodTypeDesc.of(describe(True.class));
    return code -> code.invokestatic(describe(DSL.class), "trueCondition", type).areturn();
  }

  private static ClassDesc describe(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
