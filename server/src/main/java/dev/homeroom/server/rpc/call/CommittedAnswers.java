package dev.homeroom.server.rpc.call;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls that change something. The answer is made in the transaction of the change and sent
 * once that has committed, so that no call fails although its change took effect. Work that must
 * follow a change is requested by a row that its transaction writes.
 */
public final class CommittedAnswers {
  private static final Logger log = LoggerFactory.getLogger(CommittedAnswers.class);

  private final Database database;
  private final FollowUp followUp;

  /** Carries out at once the work that rows of a district request, if possible. */
  @FunctionalInterface
  public interface FollowUp {
    /** Tries once and briefly; if the work fails, its row stays for the server's own loop. */
    void attempt(CleverId district);
  }

  /** Writes to the database. */
  public CommittedAnswers(Database database, FollowUp followUp) {
    this.database = database;
    this.followUp = followUp;
  }

  /**
   * Changes something and answers the call.
   *
   * @param district the district that changes
   * @param change makes the change and the answer; if it throws, the call is refused and nothing is
   *     changed
   */
  public <A> void answer(
      StreamObserver<A> observer, CleverId district, Function<DSLContext, A> change) {
    Answers.send(observer, commit(district, change));
  }

  /** Changes something and returns the answer that the change made. */
  public <A> A commit(CleverId district, Function<DSLContext, A> change) {
    var answer = database.transaction(CallDeadline.left(), change);
    try {
      followUp.attempt(district);
    } catch (RuntimeException later) {
      log.atInfo()
          .addKeyValue("district", district)
          .addKeyValue("cause", later.getMessage())
          .log("what follows a decision could not start at once; the server tries again");
    }
    return answer;
  }
}
