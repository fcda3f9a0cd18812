package io.gatewatch.central;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door to the account's limit: gives out the moments at which a call may leave, to all replicas from one row. */
@Component
public class Pace {

    private static final Logger log = LoggerFactory.getLogger(Pace.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(2);

    private final PaceRow row;
    private final CentralProperties properties;
    private final Clock clock;

    /** What this replica knows of the pause; it holds back the moments that are taken but not used yet. */
    private volatile Instant pausedHere = Instant.MIN;

    /** What the row says that Central told, as far as this replica knows. */
    private volatile @Nullable Double toldHere;

    private volatile boolean pausedLately;
    private volatile Instant toldReadable = Instant.EPOCH;

    Pace(PaceRow row, CentralProperties properties, Clock clock) {
        this.row = row;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * At most so many moments, none more than a second ahead; none while calls are paused.
     *
     * @param lead how long the caller can use none, 750 ms at most: a moment that is over by then is missed, every time
     */
    @Transactional
    public List<Instant> take(int wanted, Duration lead) {
        if (wanted <= 0 || pausedHere.isAfter(clock.instant())) {
            return List.of();
        }
        PaceRow.Locked locked = row.locked();
        Duration ahead = ahead(locked);
        learn(locked.state(), ahead);
        PaceState.Grant grant = locked.state()
                .take(wanted, locked.now(), lead, properties.requestsPerSecond(), properties.requestsPerDay());
        row.save(grant.after());
        return grant.moments().stream().map(moment -> moment.plus(ahead)).toList();
    }

    /** How far our clock is ahead of the row's: what is read of the row is told by ours, what is written by the row's. */
    private Duration ahead(PaceRow.Locked locked) {
        return Duration.between(locked.now(), clock.instant());
    }

    /** Until when calls are paused, as far as this replica knows; in the past when they are not. */
    Instant pausedUntil() {
        return pausedHere;
    }

    /** Holds this replica's calls at once; {@link #pause} tells the others. */
    synchronized void hold(Instant until) {
        pausedHere = until.isAfter(pausedHere) ? until : pausedHere;
    }

    /**
     * Pauses the calls of every replica.
     *
     * @param until when the one who asks for the pause says it ends, or null for 1 s, doubled at every pause in a row
     * @param asked when the call left that led to it; several calls of one burst make one pause
     */
    @Transactional
    Instant pause(@Nullable Instant until, Instant asked, String why) {
        return pause(row.locked(), until, asked, why);
    }

    /** The same for a 429: afterwards calls go on at half the pace, which then grows again. */
    @Transactional
    Instant slowDown(@Nullable Instant until, Instant asked, String why) {
        PaceRow.Locked locked = row.locked();
        Duration ahead = ahead(locked);
        boolean sameBurst = asked.minus(ahead).isBefore(locked.state().pausedUntil());
        Instant end = pause(locked, until, asked, why);
        Throttle throttle = locked.state().throttle();
        Instant now = locked.now();
        Instant theirEnd = end.minus(ahead);
        row.save(row.locked()
                .state()
                .withThrottle(sameBurst ? throttle.heldUntil(now, theirEnd) : throttle.halved(now, theirEnd)));
        return end;
    }

    /** Takes note of the limit a second that Central says the account has; less than one is none. */
    @Transactional
    void told(double limit) {
        Double lower = lower(limit);
        PaceState state = row.locked().state();
        if (!Objects.equals(lower, state.throttle().told())) {
            row.save(state.withThrottle(state.throttle().withTold(lower)));
            log.info(
                    "Central says that the account has {} calls a second; ours are at most {}",
                    limit,
                    lower == null ? properties.requestsPerSecond() : lower);
        }
        toldHere = lower;
    }

    /** Whether there is nothing in this for {@link #told}. */
    boolean knows(double limit) {
        return limit < 1 || Objects.equals(lower(limit), toldHere);
    }

    private @Nullable Double lower(double limit) {
        return limit < properties.requestsPerSecond() ? limit : null;
    }

    private Instant pause(PaceRow.Locked locked, @Nullable Instant until, Instant asked, String why) {
        PaceState state = locked.state();
        Duration ahead = ahead(locked);
        Instant paused = state.pausedUntil().plus(ahead);
        Instant end = until != null ? until : locked.now().plus(ahead).plus(backOff(state.pausesInARow()));
        boolean sameBurst = asked.isBefore(paused);
        if (sameBurst && (until == null || !until.isAfter(paused))) {
            hold(paused);
            return paused;
        }
        row.save(state.pausedUntil(end.minus(ahead), why, sameBurst));
        hold(end);
        pausedLately = true;
        log.atLevel(sameBurst ? Level.DEBUG : Level.WARN).log("{}: all calls to Central wait until {}", why, end);
        return end;
    }

    /** To be called when Central answered as it should: the way to it works, and pauses begin small again. */
    @Transactional
    public void answered() {
        Instant now = clock.instant();
        if (pausedLately) {
            pausedLately = false;
            row.pausesAreOver(now);
        }
        if (now.isAfter(toldReadable.plus(TOLD_EVERY))) {
            toldReadable = now;
            row.readableAt(now);
        }
    }

    public boolean hasDayBudget() {
        return properties.requestsPerDay() > 0;
    }

    /** What a day's calls are needed for, as far as is known; without a budget nothing is ever short. */
    public DayPlan plan(Demand demand) {
        Instant now = clock.instant();
        long spent = row.read().spentOn(LocalDate.ofInstant(now, ZoneOffset.UTC));
        return DayPlan.of(properties.requestsPerDay(), spent, demand, now);
    }

    /** The pace as it is now, the same on every replica. */
    public PaceStatus status() {
        Instant now = clock.instant();
        PaceState state = row.read();
        boolean paused = state.pausedUntil().isAfter(now);
        double perSecond = state.throttle().perSecond(properties.requestsPerSecond(), now);
        double taken = Math.max(0, Duration.between(now, state.nextCallAt()).toMillis() / 1000.0) * perSecond;
        return new PaceStatus(
                properties.requestsPerSecond(),
                perSecond,
                Math.max(0, perSecond - taken),
                properties.requestsPerDay(),
                Math.max(0, properties.requestsPerDay() - state.spentOn(LocalDate.ofInstant(now, ZoneOffset.UTC))),
                paused ? state.pausedUntil() : null,
                paused ? state.pauseReason() : null);
    }

    /** When any replica last got an answer from Central that could be read. */
    public Instant lastReadableAt() {
        return row.lastReadableAt();
    }

    private static Duration backOff(int pausesInARow) {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(pausesInARow, 10));
        return doubled.compareTo(LAST_BACK_OFF) < 0 ? doubled : LAST_BACK_OFF;
    }

    private void learn(PaceState state, Duration ahead) {
        pausedLately |= state.pausesInARow() > 0;
        toldHere = state.throttle().told();
        hold(state.pausedUntil().plus(ahead));
    }
}
