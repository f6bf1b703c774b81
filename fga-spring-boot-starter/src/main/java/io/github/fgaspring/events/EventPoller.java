package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.events.EventFeed.Page;
import io.github.fgaspring.events.EventFeed.Position;
import io.github.fgaspring.events.EventFeed.RefusedException;
import io.github.fgaspring.events.EventReceiver.Outcome;
import io.github.fgaspring.revocation.LiveChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Asks WorkOS for events, one after the other and in their order. The cursor moves on
 * when an event has been dealt with, so that none is lost, whatever fails; after a crash
 * some may come again.
 * <p>
 * An event that a listener of the application fails on holds up those after it, until it
 * is given up after {@link #GIVE_UP_AFTER} with an error in the log. What happens
 * meanwhile takes effect all the same: revocations do not wait for a listener that fails,
 * nor for whatever keeps the cursor or the lease.
 */
public final class EventPoller extends EventLoop {

	static final Duration GIVE_UP_AFTER = Duration.ofHours(1);

	/**
	 * How far before now to begin, because clocks disagree.
	 */
	static final Duration OVERLAP = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(EventPoller.class);

	/**
	 * Not a monitor, because calls are made while it is held: before Java 24, a virtual
	 * thread that waits for a monitor keeps the thread that carries it.
	 */
	private final Lock lock = new ReentrantLock();

	private final EventReader reader = new EventReader();

	private final EventFeed feed;

	private final EventReceiver receiver;

	private final LiveChanges changes;

	private final Supplier<@Nullable EventCursorStore> cursors;

	private final Supplier<@Nullable PollingLease> lease;

	private final Duration interval;

	private final Clock clock;

	/**
	 * What has been dealt with, if nothing else keeps that.
	 */
	private @Nullable String ownCursor;

	/**
	 * A cursor that WorkOS does not know.
	 */
	private @Nullable String refusedCursor;

	/**
	 * Where to begin without a cursor that WorkOS knows.
	 */
	private Instant begin;

	private boolean knowsEvents;

	/**
	 * Up to where events have taken effect.
	 */
	private Position inEffect;

	private @Nullable Refusal refusal;

	/**
	 * Creates a poller.
	 * @param api asks WorkOS
	 * @param receiver deals with events
	 * @param changes puts changes into effect
	 * @param cursors yields what keeps how far events have been read; if it yields
	 * nothing, that is kept as long as this instance lives
	 * @param lease yields what says whether it is this instance's turn; if it yields
	 * nothing, it always is
	 * @param interval how long to wait when there is nothing new
	 * @param clock tells the time
	 */
	public EventPoller(WorkOsApi api, EventReceiver receiver, LiveChanges changes,
			Supplier<@Nullable EventCursorStore> cursors, Supplier<@Nullable PollingLease> lease, Duration interval,
			Clock clock) {
		super("fga-events", clock);
		Assert.notNull(api, "api cannot be null");
		Assert.notNull(receiver, "receiver cannot be null");
		Assert.notNull(changes, "changes cannot be null");
		Assert.notNull(cursors, "cursors cannot be null");
		Assert.notNull(lease, "lease cannot be null");
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "interval must be positive");
		this.feed = new EventFeed(api, clock);
		this.receiver = receiver;
		this.changes = changes;
		this.cursors = cursors;
		this.lease = lease;
		this.interval = interval;
		this.clock = clock;
		this.begin = clock.instant().minus(OVERLAP);
		this.inEffect = new Position(null, this.begin);
	}

	@Override
	Duration look() {
		this.lock.lock();
		try {
			return lookWithLock();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Duration lookWithLock() {
		try {
			if (isMyTurn()) {
				return deal();
			}
			this.inEffect = new Position(null, beforeNow());
			return this.interval;
		}
		catch (CheckUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			putIntoEffect();
			throw ex;
		}
	}

	private boolean isMyTurn() {
		PollingLease lease = this.lease.get();
		return lease == null || lease.acquire();
	}

	private Duration deal() {
		String cursor = loadCursor();
		Page page;
		try {
			page = this.feed.read(new Position(cursor, this.begin));
		}
		catch (RefusedException ex) {
			if (cursor == null) {
				throw ex;
			}
			beginAnew(cursor);
			return SHORTEST_PAUSE;
		}
		for (JsonNode event : page.events()) {
			deal(event);
		}
		return page.more() ? Duration.ZERO : this.interval;
	}

	/**
	 * Some may be received twice: that is better than not at all.
	 */
	private void beginAnew(String cursor) {
		this.refusedCursor = cursor;
		if (!this.knowsEvents) {
			this.begin = this.clock.instant().minus(EventFeed.LONGEST_RANGE);
		}
		this.inEffect = new Position(null, this.begin);
		logger.error("WorkOS does not know the event up to which events have been read, so they are read again from "
				+ this.begin + " on. Earlier ones that have not been read are lost");
	}

	private void deal(JsonNode json) {
		String id = this.reader.id(json);
		try {
			FgaEvent event = this.reader.read(json);
			deal(event);
			move(event.created());
		}
		catch (UnusableEventException ex) {
			logger.error("An event is left out: " + ex.getMessage());
		}
		saveCursor(id);
		this.inEffect = new Position(id, this.begin);
	}

	private void move(Instant time) {
		Instant now = this.clock.instant();
		this.begin = (time.isBefore(now) ? time : now).minus(OVERLAP);
		this.knowsEvents = true;
	}

	private Instant beforeNow() {
		return this.clock.instant().minus(OVERLAP);
	}

	private void deal(FgaEvent event) {
		Outcome outcome = this.receiver.receive(event);
		if (outcome == Outcome.IN_PROGRESS) {
			throw new UnfinishedEventException("An event is being dealt with elsewhere");
		}
		if (outcome == Outcome.NOT_SHARED) {
			throw new UnfinishedEventException("Not all instances could be told");
		}
		if (outcome == Outcome.REFUSED) {
			refuse(event);
		}
	}

	private void refuse(FgaEvent event) {
		Refusal refusal = this.refusal;
		Instant now = this.clock.instant();
		if (refusal == null || !refusal.id.equals(event.id())) {
			refusal = new Refusal(event.id(), now);
			this.refusal = refusal;
		}
		if (now.isBefore(refusal.since.plus(GIVE_UP_AFTER))) {
			throw new UnfinishedEventException("A listener failed on an event of type " + event.type());
		}
		logger.error("An event of type " + event.type() + " is given up: listeners have failed on it since "
				+ refusal.since);
	}

	private @Nullable String loadCursor() {
		EventCursorStore store = this.cursors.get();
		String cursor = (store != null) ? store.load() : this.ownCursor;
		return (cursor != null && !cursor.equals(this.refusedCursor)) ? cursor : null;
	}

	private void saveCursor(String id) {
		EventCursorStore store = this.cursors.get();
		if (store != null) {
			store.save(id);
		}
		else {
			this.ownCursor = id;
		}
		this.refusedCursor = null;
	}

	/**
	 * Puts into effect what has happened after what has been dealt with.
	 */
	private void putIntoEffect() {
		try {
			Page page;
			do {
				page = this.feed.readOfEffect(this.inEffect);
				page.events().forEach(this::putIntoEffect);
			}
			while (page.more());
		}
		catch (RefusedException ex) {
			this.inEffect = new Position(null, this.begin);
			throw ex;
		}
	}

	private void putIntoEffect(JsonNode json) {
		try {
			String id = this.reader.id(json);
			this.inEffect = new Position(id, this.begin);
			// Others may not hear of it from anybody else: only one instance polls.
			this.changes.publish(EventEffects.of(this.reader.read(json)));
		}
		catch (UnusableEventException ex) {
			// It is told of when it is dealt with.
		}
	}

	/**
	 * Forgets how far events have been read, unless something else keeps it.
	 */
	public void reset() {
		this.lock.lock();
		try {
			this.ownCursor = null;
			this.refusedCursor = null;
			this.refusal = null;
			this.begin = beforeNow();
			this.knowsEvents = false;
			this.inEffect = new Position(null, this.begin);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void onEnd() {
		PollingLease lease = this.lease.get();
		if (lease != null) {
			lease.release();
		}
	}

	/**
	 * An event that a listener fails on.
	 *
	 * @param id the id of the event
	 * @param since when it first failed
	 */
	private record Refusal(String id, Instant since) {

	}

}
