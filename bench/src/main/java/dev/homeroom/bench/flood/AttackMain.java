package dev.homeroom.bench.flood;

import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.BenchLogging;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/** All attacks at once as a process: {@code AttackMain HOST PORT SECONDS RESULT_FILE}. */
public final class AttackMain {

  private AttackMain() {}

  /** Attacks for so long, then writes what each attack did. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BenchLogging.select();
    var server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    var attackers = new ArrayList<Attacker>();
    for (var attack : Attack.values()) {
      attackers.add(Attacker.start(attack, server));
    }
    Thread.sleep(Duration.ofSeconds(Integer.parseInt(args[2])));
    for (var attacker : attackers) {
      attacker.close();
    }
    BenchFolder.write(Path.of(args[3]), attackers.stream().map(Attacker::did).toList());
  }
}
