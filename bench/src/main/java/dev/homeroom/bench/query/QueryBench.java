package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.fleet.Fleet;
import dev.homeroom.bench.fleet.Fleet.District;
import dev.homeroom.bench.fleet.Fleet.Plan;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.JavaChild;
import dev.homeroom.bench.process.JavaChild.Program;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.WatchSyncRunRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Measures one server with one district and callers that ask for class lists, and in turn the parts
 * of that work.
 */
final class QueryBench {
  private static final int PAGE = 1000;

  /**
   * The warm-up in multiples of a part's length: Java compiles the server's code for half a minute.
   */
  private static final int WARMING = 8;

  private final BenchFolder work;
  private final Plan plan;
  private final int callers;
  private final int rounds;
  private final Duration length;
  private final Consumer<String> progress;

  QueryBench(
      BenchFolder work,
      Plan plan,
      int callers,
      int rounds,
      Duration length,
      Consumer<String> progress) {
    this.work = work;
    this.plan = plan;
    this.callers = callers;
    this.rounds = rounds;
    this.length = length;
    this.progress = progress;
  }

  QueryMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, Clever and a server");
    try (var fleet = Fleet.start(work, plan)) {
      var district = fleet.districts().getFirst();
      var member = fleet.members().getFirst();
      syncOnce(fleet, member.channel(), district);
      var token = fleet.token("app");
      var roster =
          RosterServiceGrpc.newBlockingStub(
              ClientInterceptors.intercept(member.channel(), Fleet.bearer(token)));
      progress.accept("reading every class list once");
      var answers = answers(roster, district);
      var names = List.copyOf(answers.keySet());
      try (var echo = echo(answers)) {
        var channel =
            NettyChannelBuilder.forTarget(echo.readyValue("address")).usePlaintext().build();
        var measured = new ArrayList<QueryMeasurement.Round>();
        double serverMicros = 0;
        try {
          // The first round warms everything up and does not count.
          for (int round = 0; round <= rounds; round++) {
            progress.accept(
                round == 0 ? "warming up" : "measuring, round %d of %d".formatted(round, rounds));
            var asking = new QueryLoad(callers, names, length);
            if (round == 0) {
              new QueryLoad(callers, names, length.multipliedBy(WARMING)).run(() -> asker(roster));
            }
            double sql = sql(fleet, asking, RawStatements::new);
            double trip = sql(fleet, asking, RawTrip::new);
            double bare = asking.run(() -> asker(RosterServiceGrpc.newBlockingStub(channel)));
            var before = member.process().cost();
            double server = asking.run(() -> asker(roster));
            double cpu = member.process().cost().since(before).cpuSeconds();
            serverMicros = cpu * 1e6 / (server * length.toNanos() / 1e9);
            if (round > 0) {
              measured.add(new QueryMeasurement.Round(server, sql, trip, bare));
            }
          }
        } finally {
          channel.shutdownNow();
        }
        return new QueryMeasurement(
            command,
            clock.instant().toString(),
            Machine.of(fleet.postgres(), load),
            plan,
            callers,
            names.size(),
            average(answers, answer -> answer.getStudentsCount() + answer.getTeachersCount()),
            average(answers, SectionRoster::getSerializedSize),
            measured,
            serverMicros,
            TokenCheck.of(fleet.town().readyValue("issuer"), token));
      }
    }
  }

  /** Opens a reader of the rows by raw SQL. */
  @FunctionalInterface
  private interface ByHand {
    RawSql on(Connection connection) throws SQLException;
  }

  private double sql(Fleet fleet, QueryLoad asking, ByHand way)
      throws SQLException, InterruptedException {
    var open = new ArrayList<RawSql>();
    try {
      for (int i = 0; i < callers; i++) {
        open.add(way.on(fleet.postgres().connect()));
      }
      var free = new ConcurrentLinkedQueue<>(open);
      return asking.run(() -> {
        var sql = Objects.requireNonNull(free.poll());
        return name -> {
          var _ = sql.read(name);
        };
      });
    } finally {
      for (var sql : open) {
        sql.close();
      }
    }
  }

  private static QueryLoad.Question asker(RosterServiceBlockingStub stub) {
    return name -> {
      var answer =
          stub.getSectionRoster(GetSectionRosterRequest.newBuilder().setSection(name).build());
      if (!answer.getSection().getName().equals(name)) {
        throw new BenchException("another section than " + name);
      }
    };
  }

  private static Map<String, SectionRoster> answers(
      RosterServiceBlockingStub roster, District district) {
    var answers = new TreeMap<String, SectionRoster>();
    var request = ListSectionsRequest.newBuilder().setParent(district.name()).setPageSize(PAGE);
    do {
      var page = roster.listSections(request.build());
      for (var section : page.getSectionsList()) {
        answers.put(
            section.getName(),
            roster.getSectionRoster(
                GetSectionRosterRequest.newBuilder().setSection(section.getName()).build()));
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return answers;
  }

  private JavaChild echo(Map<String, SectionRoster> answers)
      throws IOException, InterruptedException {
    var folder = Files.createDirectories(work.folder().resolve("echo"));
    var file = folder.resolve("answers");
    write(answers, file);
    var ready = folder.resolve("ready.json");
    return JavaChild.start(
        new Program(
            work.root(),
            "bench",
            EchoMain.class.getName(),
            List.of("-Xmx" + plan.serverHeap()),
            List.of(file.toString(), ready.toString())),
        Map.of(),
        folder,
        ready);
  }

  private static void write(Map<String, SectionRoster> answers, Path file) throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(answers.size());
      for (var answer : answers.entrySet()) {
        out.writeUTF(answer.getKey());
        out.writeInt(answer.getValue().getSerializedSize());
        out.write(answer.getValue().toByteArray());
      }
    }
  }

  private static void syncOnce(Fleet fleet, Channel channel, District district)
      throws IOException, InterruptedException {
    var operator = ClientInterceptors.intercept(channel, Fleet.bearer(fleet.token("operator")));
    var run =
        DistrictServiceGrpc.newBlockingStub(operator)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district.name())
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSharing(
                                Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
                    .setCleverToken(district.cleverToken())
                    .build())
            .getLatestRun();
    var last = run;
    var steps =
        SyncServiceGrpc.newBlockingStub(operator)
            .watchSyncRun(WatchSyncRunRequest.newBuilder().setName(run.getName()).build());
    while (steps.hasNext()) {
      last = steps.next().getSyncRun();
    }
    if (!last.hasRevision()) {
      throw new BenchException("the sync ended " + last.getState() + ": " + last.getMessage());
    }
  }

  private static double average(
      Map<String, SectionRoster> answers, ToIntFunction<SectionRoster> of) {
    return answers.values().stream().mapToInt(of).average().orElse(0);
  }
}
