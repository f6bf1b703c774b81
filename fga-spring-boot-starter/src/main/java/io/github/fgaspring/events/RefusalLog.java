package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;

/**
 * Tells how many messages were refused, in at most one line per {@link #PAUSE} for each
 * reason: anybody can send messages, and as many as they like.
 */
final class RefusalLog {

	static final Duration PAUSE = Duration.ofMinutes(1);

	private final Map<String, Refusals> refusals = new HashMap<>();

	private final Log logger;

	private final Clock clock;

	RefusalLog(Log logger, Clock clock) {
		this.logger = logger;
		this.clock = clock;
	}

	/**
	 * A message was refused.
	 * @param reason why; one of few
	 */
	void add(String reason) {
		int count = due(reason);
		if (count > 0) {
			this.logger.warn("Webhook messages were refused, " + count + " since this was last said: " + reason);
		}
	}

	private synchronized int due(String reason) {
		Refusals before = this.refusals.getOrDefault(reason, new Refusals(Long.MIN_VALUE, 0));
		long now = this.clock.millis();
		boolean due = before.nextLine <= now;
		int count = before.count + 1;
		this.refusals.put(reason, due ? new Refusals(now + PAUSE.toMillis(), 0) : new Refusals(before.nextLine, count));
		return due ? count : 0;
	}

	/**
	 * What there is to tell.
	 *
	 * @param nextLine when, in milliseconds
	 * @param count how many were refused without being told
	 */
	private record Refusals(long nextLine, int count) {

	}

}
