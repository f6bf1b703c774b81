package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * Remembers in this instance which events have been received, for as long as WorkOS may
 * send them again. Of too many events, the earliest are forgotten first. A cache would
 * rather drop those that it has just got to know, which are the most likely to come
 * again.
 */
public final class LocalReceivedEvents implements ReceivedEvents {

	/**
	 * For how long WorkOS tries to deliver an event.
	 */
	static final Duration MEMORY = Duration.ofDays(3);

	static final int MAX_SIZE = 100_000;

	private final Set<String> inProgress = new HashSet<>();

	/**
	 * When events were dealt with, the earliest first.
	 */
	private final Map<String, Instant> completed = new LinkedHashMap<>();

	private final Clock clock;

	/**
	 * Creates an instance that remembers nothing yet.
	 * @param clock tells the time
	 */
	public LocalReceivedEvents(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	@Override
	public synchronized Receipt begin(String eventId) {
		forget();
		if (this.completed.containsKey(eventId)) {
			return Receipt.COMPLETED;
		}
		return this.inProgress.add(eventId) ? Receipt.NEW : Receipt.IN_PROGRESS;
	}

	@Override
	public synchronized void complete(String eventId) {
		this.inProgress.remove(eventId);
		this.completed.put(eventId, this.clock.instant());
		forget();
	}

	@Override
	public synchronized void abandon(String eventId) {
		this.inProgress.remove(eventId);
	}

	/**
	 * Forgets everything.
	 */
	public synchronized void reset() {
		this.inProgress.clear();
		this.completed.clear();
	}

	private void forget() {
		Instant earliest = this.clock.instant().minus(MEMORY);
		Iterator<Instant> times = this.completed.values().iterator();
		while (times.hasNext() && (times.next().isBefore(earliest) || this.completed.size() > MAX_SIZE)) {
			times.remove();
		}
	}

}
