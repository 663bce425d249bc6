package dev.homeroom.sandbox.world;

import dev.homeroom.sandbox.district.DistrictProfile;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.event.Feed;
import dev.homeroom.sandbox.event.ViewDiff;
import dev.homeroom.sandbox.roster.Coverage;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.RosterEditor;
import dev.homeroom.sandbox.roster.VisibleRoster;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.share.Sharing;
import dev.homeroom.sandbox.wire.AppView;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A district and one app's view of it over time (sandbox/CLEVER.md 6). There are three states of
 * the roster: the SIS set, which changes whenever the school changes it; the SIS set of the last
 * good sync, which lags behind while syncs are paused, on hold or failing; and the view, which is
 * the part of the latter that the app may see. Every step from one view to the next is an event
 * burst.
 *
 * <p>Safe for many threads: steps run one after another, and readers see the state between two of
 * them.
 */
public final class DistrictSimulation {
  private final Clock clock;
  private final Feed feed;
  private Roster sis;
  private Roster synced;
  private Share share = new Share.District(true);
  private DataAccess access = DataAccess.everything();
  private DistrictProfile profile = DistrictProfile.healthy();
  private SyncState healthy = SyncState.RUNNING;
  private boolean everSynced = true;
  private volatile ReadableMoment moment;

  /** Creates a healthy district that shares everything, with events on and none so far. */
  public DistrictSimulation(Roster first, Clock clock) {
    this.clock = clock;
    this.feed = new Feed(first.seed());
    this.sis = first;
    this.synced = first;
    this.moment = new ReadableMoment(new AppView(shared(), profile, Set.of()), feed.readable());
  }

  /**
   * Runs an action while nothing else changes the district. Readers see the states between its
   * steps.
   */
  public synchronized <T> T exclusively(Supplier<T> action) {
    return action.get();
  }

  /** The data that the app can read now. */
  public ReadableMoment moment() {
    var now = clock.instant();
    var current = moment;
    if (pauseIsOver(current.view().profile(), now)) {
      current = endPause();
    }
    var events = current.events().since(now.minus(Feed.RETENTION));
    if (events != current.events()) {
      return forget();
    }
    return current;
  }

  /** The SIS set. */
  public synchronized Roster sis() {
    return sis;
  }

  /**
   * Changes the SIS set and syncs, unless the syncs are stopped: paused, on hold, failing or not
   * yet begun.
   *
   * @return the SIS set before
   */
  public synchronized Roster apply(List<RosterChange> changes) {
    endPauseIfOver();
    var before = sis;
    var now = clock.instant();
    sis = RosterEditor.apply(sis, changes, nextSync(now));
    if (!standsStill()) {
      sync(now);
    }
    return before;
  }

  /** The current share. */
  public synchronized Share share() {
    return share;
  }

  /**
   * Changes the district's share. The change takes effect at once, in every state of the syncs.
   *
   * @throws IllegalArgumentException when it names a record that the district does not have
   */
  public synchronized void share(Share newShare) {
    endPauseIfOver();
    Sharing.check(synced, newShare);
    share = newShare;
    publish();
  }

  /**
   * Changes the share of one school, as its tech lead would.
   *
   * @throws IllegalStateException unless the district uses School Site Sharing for this app
   */
  public synchronized void shareSchool(String school, Share.OfSchool choice) {
    if (!(share instanceof Share.SchoolSite(var schools))) {
      throw new IllegalStateException(
          "a school shares for itself only where the district has chosen %s; it has chosen %s"
              .formatted(new Share.SchoolSite(Map.of()).title(), share.title()));
    }
    Map<String, Share.OfSchool> more = new HashMap<>(schools);
    more.put(school, choice);
    share(new Share.SchoolSite(more));
  }

  /**
   * Ends the share of one school, as its tech lead would.
   *
   * @throws IllegalStateException unless the district uses School Site Sharing for this app and the
   *     school shares anything
   */
  public synchronized void unshareSchool(String school) {
    if (!(share instanceof Share.SchoolSite(var schools)) || !schools.containsKey(school)) {
      throw new IllegalStateException("the school does not share anything for itself");
    }
    Map<String, Share.OfSchool> fewer = new HashMap<>(schools);
    fewer.remove(school);
    share(new Share.SchoolSite(fewer));
  }

  /** The app's current data access. */
  public synchronized DataAccess dataAccess() {
    return access;
  }

  /** Changes the app's data access. */
  public synchronized void dataAccess(DataAccess newAccess) {
    endPauseIfOver();
    access = newAccess;
    publish();
  }

  /** Returns whether events are recorded. */
  public synchronized boolean eventsAreOn() {
    return feed.isOn();
  }

  /** Switches events on or off, as the app would. */
  public synchronized void events(boolean on) {
    endPauseIfOver();
    feed.switchTo(on);
    moment = new ReadableMoment(moment.view(), feed.readable());
  }

  /** The values of the district's record that do not come from its roster. */
  public synchronized DistrictProfile profile() {
    endPauseIfOver();
    return profile;
  }

  /**
   * Changes these values at once, with at most one event; the form of days alone causes none. The
   * state of the syncs does not change; it has its own methods.
   *
   * @throws IllegalArgumentException when Clever does not know one of the login methods
   */
  public synchronized void edit(UnaryOperator<DistrictProfile> edit) {
    endPauseIfOver();
    var edited = edit.apply(profile);
    publish(
        profile
            .launching(edited.launchDate())
            .loggingInBy(edited.loginMethods())
            .fedBy(edited.sisType())
            .writingDatesAs(edited.dateForm()));
  }

  /**
   * Sets the state that the district shows while its syncs succeed.
   *
   * @param state {@link SyncState#RUNNING}, which was recorded, or {@link SyncState#SUCCESS}
   */
  public synchronized void healthyState(SyncState state) {
    requireHealthy(state);
    endPauseIfOver();
    var goesOn = !standsStill();
    healthy = state;
    if (goesOn) {
      publish(profile.in(healthy, ""));
    }
  }

  /**
   * Pauses the syncs until a time. The SIS set still changes, but its changes do not reach the app.
   * The pause ends by itself at its end time.
   *
   * @throws IllegalArgumentException when that is not in the future, or later than {@link
   *     SettableClock#LATEST}
   * @throws IllegalStateException when the syncs are already stopped
   */
  public synchronized void pause(Instant until) {
    if (until.isAfter(SettableClock.LATEST)) {
      throw new IllegalArgumentException(
          "a pause ends at %s at the latest, not at %s".formatted(SettableClock.LATEST, until));
    }
    requireGoingOn("paused");
    var start = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    publish(
        profile.paused(new DistrictProfile.Pause(start, until.truncatedTo(ChronoUnit.SECONDS))));
  }

  /**
   * Ends the pause and syncs the changes that the SIS made in the meantime.
   *
   * @throws IllegalStateException when there is no pause
   */
  public synchronized void resume() {
    require(SyncState.PAUSED, "resumed");
    goOn();
  }

  /**
   * Makes it a district that has just connected and that Clever has never synced: it has no
   * records, and no event reports that. Best called before anything is read.
   *
   * @throws IllegalStateException when the syncs are already stopped
   */
  public synchronized void beforeFirstSync() {
    requireGoingOn("reset");
    everSynced = false;
    profile = profile.in(SyncState.PENDING, "");
    moment =
        new ReadableMoment(new AppView(shared(), profile, access.fieldsOff()), feed.readable());
  }

  /**
   * Syncs the district for the first time.
   *
   * @throws IllegalStateException when it was synced before
   */
  public synchronized void firstSync() {
    if (everSynced) {
      throw new IllegalStateException("the district has been synced before");
    }
    goOn();
  }

  /**
   * Puts the syncs on hold, as Clever does when changes look wrong: the next changes of the SIS
   * wait for the district's approval.
   *
   * @throws IllegalStateException when the syncs are already stopped
   */
  public synchronized void hold() {
    requireGoingOn("held");
    publish(profile.in(SyncState.PENDING, ""));
  }

  /**
   * Approves the changes that are on hold, as the district would, and syncs them.
   *
   * @throws IllegalStateException when nothing is on hold
   */
  public synchronized void approve() {
    requireHold("approved");
    goOn();
  }

  /**
   * Discards the changes that are on hold, as the district would: the SIS set is again that of the
   * last good sync.
   *
   * @throws IllegalStateException when nothing is on hold
   */
  public synchronized void discard() {
    requireHold("discarded");
    sis = synced;
    publish(profile.in(healthy, ""));
  }

  /**
   * Makes the syncs fail: the app's records stay those of the last good sync.
   *
   * @param error a text for people
   * @throws IllegalStateException when the syncs are already stopped
   */
  public synchronized void fail(String error) {
    if (error.isBlank()) {
      throw new IllegalArgumentException("a failing sync has a text for people, not an empty one");
    }
    requireGoingOn("failed");
    publish(profile.in(SyncState.ERROR, error));
  }

  /**
   * Makes the syncs succeed again, and syncs the changes that the SIS made in the meantime.
   *
   * @throws IllegalStateException when the syncs do not fail
   */
  public synchronized void recover() {
    require(SyncState.ERROR, "recovered");
    goOn();
  }

  /**
   * Refuses a state in which the syncs do not succeed.
   *
   * @throws IllegalArgumentException when it is one
   */
  public static void requireHealthy(SyncState state) {
    if (state != SyncState.RUNNING && state != SyncState.SUCCESS) {
      throw new IllegalArgumentException(
          "a healthy district is running or success, not %s; use pause, hold or fail for the others"
              .formatted(state.word()));
    }
  }

  private synchronized ReadableMoment endPause() {
    endPauseIfOver();
    return moment;
  }

  /**
   * Ends an expired pause at its own end time, whenever the district is next used, so that the same
   * commands lead to the same state.
   */
  private void endPauseIfOver() {
    if (pauseIsOver(profile, clock.instant())) {
      goOn(profile.pause().orElseThrow().end());
    }
  }

  private static boolean pauseIsOver(DistrictProfile profile, Instant now) {
    return profile.pause().filter(pause -> !now.isBefore(pause.end())).isPresent();
  }

  private synchronized ReadableMoment forget() {
    feed.forget(clock.instant());
    moment = new ReadableMoment(moment.view(), feed.readable());
    return moment;
  }

  private void goOn() {
    goOn(clock.instant());
  }

  private void goOn(Instant at) {
    everSynced = true;
    profile = profile.in(healthy, "");
    sis = sis.syncedAt(nextSync(at));
    sync(at);
  }

  private void sync(Instant at) {
    synced = sis;
    share = Sharing.afterSync(share, synced);
    show(shared(), at);
  }

  /** Shows the records of the last good sync that are shared now. */
  private void publish() {
    show(shared(), clock.instant());
  }

  /** Shows a new profile of the district. */
  private void publish(DistrictProfile newProfile) {
    profile = newProfile;
    show(moment.view().roster(), clock.instant());
  }

  private void show(Roster roster, Instant at) {
    var before = moment.view();
    var diff = ViewDiff.between(before, new AppView(roster, profile, access.fieldsOff()));
    var after = diff.after();
    feed.record(before, after, diff, at);
    moment = new ReadableMoment(after, feed.readable());
  }

  private Roster shared() {
    if (!everSynced) {
      return VisibleRoster.of(synced, new Coverage(), 0).syncedAt(Roster.NEVER_SYNCED);
    }
    if (share.equals(new Share.District(true)) && access.rolesOff().isEmpty()) {
      return synced;
    }
    var everything = new AppView(synced, profile, Set.of());
    return VisibleRoster.of(synced, Sharing.of(everything, share), access.rolesOffMask());
  }

  /** Makes each sync later than the one before, so that their {@code last_sync} values differ. */
  private int nextSync(Instant at) {
    return (int) Math.max(at.getEpochSecond(), sis.lastSync() + 1L);
  }

  private boolean standsStill() {
    return profile.state() != healthy;
  }

  private void requireGoingOn(String done) {
    endPauseIfOver();
    if (standsStill()) {
      throw new IllegalStateException(
          "the syncs cannot be %s: their state is %s; end that first (resume, approve, discard or recover)"
              .formatted(done, profile.state().word()));
    }
  }

  private void requireHold(String done) {
    require(SyncState.PENDING, done);
    if (!everSynced) {
      throw new IllegalStateException(
          "nothing can be %s before the first sync, which comes first".formatted(done));
    }
  }

  private void require(SyncState state, String done) {
    endPauseIfOver();
    if (profile.state() != state) {
      throw new IllegalStateException(
          "the syncs cannot be %s: their state is %s, not %s"
              .formatted(done, profile.state().word(), state.word()));
    }
  }
}
