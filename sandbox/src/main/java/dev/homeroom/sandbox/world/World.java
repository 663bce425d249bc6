package dev.homeroom.sandbox.world;

import dev.homeroom.sandbox.district.Coverage;
import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.DistrictProfile;
import dev.homeroom.sandbox.district.Narrowing;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterEditor;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.district.View;
import dev.homeroom.sandbox.event.Feed;
import dev.homeroom.sandbox.event.ViewDiff;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.share.Sharing;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A district and one app's view of it over time (sandbox/CLEVER.md 6). There are three states of
 * the roster: the SIS set, which changes whenever the school does; the SIS set of the last good
 * sync, which lags behind while syncs are paused, on hold or failing; and the view, which is the
 * part of that one that the app may see. Every step from one view to the next is an event burst.
 *
 * <p>Safe for many threads: steps happen one after another, readers see the moment between two.
 */
public final class World {
  private final Clock clock;
  private final Feed feed;
  private Roster sis;
  private Roster synced;
  private Share share = new Share.District(true);
  private DataAccess access = DataAccess.everything();
  private DistrictProfile profile = DistrictProfile.healthy();
  private SyncState healthy = SyncState.RUNNING;
  private boolean everSynced = true;
  private volatile Moment moment;

  /** A healthy district that shares everything, with events on and none so far. */
  public World(Roster first, Clock clock) {
    this.clock = clock;
    this.feed = new Feed(first.seed());
    this.sis = first;
    this.synced = first;
    this.moment = new Moment(new View(shared(), profile, Set.of()), feed.readable());
  }

  /**
   * Does several things during which nothing else happens to the district. Readers see the moments
   * between them.
   */
  public synchronized <T> T exclusively(Supplier<T> action) {
    return action.get();
  }

  /** What the app can read now. */
  public Moment moment() {
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
   * The SIS changes, and Clever syncs unless the syncs stand still.
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

  /** What is shared now. */
  public synchronized Share share() {
    return share;
  }

  /**
   * The district edits its sharing; that works at once, whatever its syncs do.
   *
   * @throws IllegalArgumentException when it names what the district does not have
   */
  public synchronized void share(Share newShare) {
    endPauseIfOver();
    Sharing.check(synced, newShare);
    share = newShare;
    publish();
  }

  /**
   * A school's tech lead edits the sharing of the school.
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
   * A school's tech lead ends the sharing of the school.
   *
   * @throws IllegalStateException unless the district uses School Site Sharing for this app
   */
  public synchronized void unshareSchool(String school) {
    if (!(share instanceof Share.SchoolSite(var schools)) || !schools.containsKey(school)) {
      throw new IllegalStateException("the school does not share anything for itself");
    }
    Map<String, Share.OfSchool> fewer = new HashMap<>(schools);
    fewer.remove(school);
    share(new Share.SchoolSite(fewer));
  }

  /** The app's data access now. */
  public synchronized DataAccess dataAccess() {
    return access;
  }

  /** The app's data access changes. */
  public synchronized void dataAccess(DataAccess newAccess) {
    endPauseIfOver();
    access = newAccess;
    publish();
  }

  /** Whether events are recorded. */
  public synchronized boolean eventsAreOn() {
    return feed.isOn();
  }

  /** The app's opt-in to events. */
  public synchronized void events(boolean on) {
    endPauseIfOver();
    feed.switchTo(on);
    moment = new Moment(moment.view(), feed.readable());
  }

  /** What the district's record says beside the roster. */
  public synchronized DistrictProfile profile() {
    endPauseIfOver();
    return profile;
  }

  /** From when on end users may log in to the app. */
  public void launchDate(LocalDate date) {
    edit(profile -> profile.launching(date));
  }

  /**
   * How users of the district log in.
   *
   * @throws IllegalArgumentException when Clever does not know one of them
   */
  public void loginMethods(List<String> methods) {
    edit(profile -> profile.loggingInBy(methods));
  }

  /** Where the district's data comes from: {@code sftp}, or the name of an SIS. */
  public void sisType(String sisType) {
    edit(profile -> profile.fedBy(sisType));
  }

  /** How the days of terms and enrollments are written from now on; no event says so. */
  public void dateForm(DateForm form) {
    edit(profile -> profile.writingDatesAs(form));
  }

  /**
   * Changes several of these at once, which is one event at most. The state of the syncs has
   * methods of its own and stays.
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
   * The word of a district whose syncs go well.
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
   * The syncs pause until then: the SIS goes on, what is shared of it stands still. The pause ends
   * by itself when its time comes.
   *
   * @throws IllegalArgumentException when that is not in the future, or later than {@link
   *     SettableClock#LATEST}
   * @throws IllegalStateException when the syncs stand still already
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
   * The pause ends, and what the SIS did meanwhile arrives.
   *
   * @throws IllegalStateException when there is none
   */
  public synchronized void resume() {
    require(SyncState.PAUSED, "resumed");
    goOn();
  }

  /**
   * Makes it a district that connected a moment ago and that Clever has never synced: nothing is
   * there, and no event tells so. Best called before anything is read.
   *
   * @throws IllegalStateException when the syncs stand still already
   */
  public synchronized void beforeFirstSync() {
    requireGoingOn("begun anew");
    everSynced = false;
    profile = profile.in(SyncState.PENDING, "");
    moment = new Moment(new View(shared(), profile, access.fieldsOff()), feed.readable());
  }

  /**
   * Clever syncs the district for the first time.
   *
   * @throws IllegalStateException when it did already
   */
  public synchronized void firstSync() {
    if (everSynced) {
      throw new IllegalStateException("the district has been synced before");
    }
    goOn();
  }

  /**
   * The next changes of the SIS look wrong and wait for the district's word.
   *
   * @throws IllegalStateException when the syncs stand still already
   */
  public synchronized void hold() {
    requireGoingOn("held");
    publish(profile.in(SyncState.PENDING, ""));
  }

  /**
   * The district approves what is on hold, which arrives.
   *
   * @throws IllegalStateException when nothing is on hold
   */
  public synchronized void approve() {
    requireHold("approved");
    goOn();
  }

  /**
   * The district discards what is on hold: the SIS set is again that of the last good sync.
   *
   * @throws IllegalStateException when nothing is on hold
   */
  public synchronized void discard() {
    requireHold("discarded");
    sis = synced;
    publish(profile.in(healthy, ""));
  }

  /**
   * The syncs fail: rows stay at the last good one.
   *
   * @param error a text for people
   * @throws IllegalStateException when the syncs stand still already
   */
  public synchronized void fail(String error) {
    if (error.isBlank()) {
      throw new IllegalArgumentException("a failing sync has a text for people, not an empty one");
    }
    requireGoingOn("failed");
    publish(profile.in(SyncState.ERROR, error));
  }

  /**
   * The syncs go well again, and what the SIS did meanwhile arrives.
   *
   * @throws IllegalStateException when they do not fail
   */
  public synchronized void recover() {
    require(SyncState.ERROR, "recovered");
    goOn();
  }

  /**
   * Refuses the word of a district whose syncs do not go well.
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

  private synchronized Moment endPause() {
    endPauseIfOver();
    return moment;
  }

  /** Ends it at its own time, whenever somebody looks: so the same commands lead to the same. */
  private void endPauseIfOver() {
    if (pauseIsOver(profile, clock.instant())) {
      goOn(profile.pause().orElseThrow().end());
    }
  }

  private static boolean pauseIsOver(DistrictProfile profile, Instant now) {
    return profile.pause().filter(pause -> !now.isBefore(pause.end())).isPresent();
  }

  private synchronized Moment forget() {
    feed.forget(clock.instant());
    moment = new Moment(moment.view(), feed.readable());
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

  /** Shows the last good sync as far as it is shared now. */
  private void publish() {
    show(shared(), clock.instant());
  }

  /** Shows another profile of the district. */
  private void publish(DistrictProfile newProfile) {
    profile = newProfile;
    show(moment.view().roster(), clock.instant());
  }

  private void show(Roster roster, Instant at) {
    var before = moment.view();
    var diff = ViewDiff.between(before, new View(roster, profile, access.fieldsOff()));
    var after = diff.after();
    feed.record(before, after, diff, at);
    moment = new Moment(after, feed.readable());
  }

  private Roster shared() {
    if (!everSynced) {
      return Narrowing.of(synced, new Coverage(), 0).syncedAt(Roster.NEVER_SYNCED);
    }
    if (share.equals(new Share.District(true)) && access.rolesOff().isEmpty()) {
      return synced;
    }
    var everything = new View(synced, profile, Set.of());
    return Narrowing.of(synced, Sharing.of(everything, share), access.rolesOffMask());
  }

  /** Each sync is later than the one before it, so that {@code last_sync} tells them apart. */
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
