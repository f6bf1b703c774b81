package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.client.ApiAnswer;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * WorkOS's list of events. Pages become smaller with every failure, because a page that
 * is too long to be read in time, or at all, would never be.
 */
final class EventFeed {

	/**
	 * How far WorkOS looks back, less what clocks may disagree.
	 */
	static final Duration LONGEST_RANGE = Duration.ofDays(30).minusHours(1);

	private static final int LARGEST_PAGE = 100;

	private static final String OLDEST_FIRST = "/events?order=asc&limit={limit}";

	private static final String OF_EFFECT = "&events=" + String.join(",", EventEffects.TYPES);

	private static final String NEWEST_FIRST_OF_EFFECT = "/events?order=desc&limit={limit}" + OF_EFFECT
			+ "&range_start={start}";

	private final WorkOsApi api;

	private final Clock clock;

	private int pageSize = LARGEST_PAGE;

	EventFeed(WorkOsApi api, Clock clock) {
		this.api = api;
		this.clock = clock;
	}

	/**
	 * Reads events, the oldest first.
	 * @throws RefusedException if WorkOS does not accept the position
	 */
	Page read(Position position) {
		return read(OLDEST_FIRST, position);
	}

	/**
	 * Reads events that have effects, the oldest first.
	 * @throws RefusedException if WorkOS does not accept the position
	 */
	Page readOfEffect(Position position) {
		return read(OLDEST_FIRST + OF_EFFECT, position);
	}

	private Page read(String path, Position position) {
		return (position.after != null) ? get(path + "&after={after}", position.after)
				: get(path + "&range_start={start}", start(position.from));
	}

	/**
	 * Reads events that have effects, the newest first.
	 * @param from how far back
	 * @param after the event that the page before ended with, {@code null} for the first
	 * @throws RefusedException if WorkOS does not accept the position
	 */
	Page readBack(Instant from, @Nullable String after) {
		return (after != null) ? get(NEWEST_FIRST_OF_EFFECT + "&after={after}", start(from), after)
				: get(NEWEST_FIRST_OF_EFFECT, start(from));
	}

	private String start(Instant from) {
		Instant earliest = this.clock.instant().minus(LONGEST_RANGE);
		return (from.isAfter(earliest) ? from : earliest).truncatedTo(ChronoUnit.MILLIS).toString();
	}

	private Page get(String path, String... variables) {
		int limit = this.pageSize;
		List<Object> all = new ArrayList<>();
		all.add(limit);
		all.addAll(List.of(variables));
		try {
			Page page = this.api.get((answer) -> page(answer, limit), path, all.toArray());
			this.pageSize = Math.min(LARGEST_PAGE, limit * 2);
			return page;
		}
		catch (CheckUnavailableException ex) {
			this.pageSize = Math.max(1, limit / 2);
			throw ex;
		}
	}

	private static Page page(ApiAnswer answer, int limit) {
		if (!answer.isOk()) {
			throw new RefusedException(answer.status());
		}
		List<JsonNode> events = new ArrayList<>();
		answer.list().forEach(events::add);
		return new Page(events, events.size() >= limit);
	}

	/**
	 * Where to read on.
	 *
	 * @param after the event to begin after; {@code null} if that is not known
	 * @param from otherwise, when to begin
	 */
	record Position(@Nullable String after, Instant from) {

	}

	/**
	 * Some of the events.
	 *
	 * @param events the events, unread
	 * @param more whether there may be more
	 */
	record Page(List<JsonNode> events, boolean more) {

	}

	/**
	 * WorkOS does not accept what was asked.
	 */
	static final class RefusedException extends RuntimeException {

		private RefusedException(int status) {
			super("The Events API answered " + status);
		}

	}

}
