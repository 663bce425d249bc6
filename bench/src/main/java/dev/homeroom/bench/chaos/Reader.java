package dev.homeroom.bench.chaos;

import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.util.Random;
import java.util.function.Supplier;

/** Reads one list after another, all the time, from any server that answers. */
final class Reader implements Runnable {

  private static final int SMALL_PAGE = 40;
  private static final int LARGE_PAGE = 1000;
  private static final long BREATH_MILLIS = 100;

  private final Supplier<RosterServiceBlockingStub> stubs;
  private final String district;
  private final Evidence evidence;
  private final Random random;

  Reader(Supplier<RosterServiceBlockingStub> stubs, String district, Evidence evidence, long seed) {
    this.stubs = stubs;
    this.district = district;
    this.evidence = evidence;
    this.random = new Random(seed);
  }

  /** Runs until it is interrupted. */
  @Override
  public void run() {
    long newest = 0;
    while (!Thread.currentThread().isInterrupted()) {
      var listing = random.nextInt(3) == 0 ? Listing.SECTIONS : Listing.USERS;
      try {
        var whole = listing.read(stubs, district, random.nextBoolean() ? SMALL_PAGE : LARGE_PAGE);
        evidence.read(listing, whole);
        for (long revision : whole.revisions()) {
          if (revision < newest) {
            evidence.regressed(newest, revision);
          }
          newest = Math.max(newest, revision);
        }
      } catch (StatusRuntimeException down) {
        // A killed or paused server does not answer; the next list is read from its start.
      }
      try {
        Thread.sleep(BREATH_MILLIS);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }
}
