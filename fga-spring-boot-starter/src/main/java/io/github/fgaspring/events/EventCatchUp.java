package io.github.fgaspring.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.events.EventFeed.Page;
import io.github.fgaspring.events.EventFeed.RefusedException;
import io.github.fgaspring.revocation.LiveChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Learns at start-up what has happened before. What instances know of revocations is lost
 * when they stop, but tokens that were revoked meanwhile, or before, may still look
 * valid. Everything that can concern a token is put into effect in this instance, the
 * latest first because the youngest tokens are in use. Listeners of the application are
 * not told.
 * <p>
 * This begins before the web server does, which waits for it, but not for long.
 */
public final class EventCatchUp extends EventLoop {

	/**
	 * Before the web server: {@code WebServerApplicationContext} starts that 2048 below
	 * the default.
	 */
	static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(EventCatchUp.class);

	private final EventReader reader = new EventReader();

	private final EventFeed feed;

	private final LiveChanges changes;

	private final Duration range;

	private final Duration patience;

	private final Clock clock;

	private volatile CountDownLatch firstOutcome = new CountDownLatch(1);

	private volatile boolean caughtUp;

	private @Nullable Instant from;

	private @Nullable String after;

	private int events;

	/**
	 * Creates an instance.
	 * @param api asks WorkOS
	 * @param changes puts changes into effect in this instance
	 * @param range how long ago something can have happened that still matters; WorkOS
	 * tells of the last 30 days at most
	 * @param patience how long the start of the application waits
	 * @param clock tells the time
	 */
	public EventCatchUp(WorkOsApi api, LiveChanges changes, Duration range, Duration patience, Clock clock) {
		super("fga-events-catch-up", clock);
		Assert.notNull(api, "api cannot be null");
		Assert.notNull(changes, "changes cannot be null");
		Assert.isTrue(range.compareTo(Duration.ZERO) > 0, "range must be positive");
		Assert.isTrue(!patience.isNegative(), "patience cannot be negative");
		this.feed = new EventFeed(api, clock);
		this.changes = changes;
		this.range = range;
		this.patience = patience;
		this.clock = clock;
	}

	@Override
	public void start() {
		if (isRunning()) {
			return;
		}
		this.caughtUp = false;
		this.from = null;
		this.after = null;
		this.events = 0;
		this.firstOutcome = new CountDownLatch(1);
		if (this.range.compareTo(EventFeed.LONGEST_RANGE) > 0) {
			logger
				.warn("Tokens are accepted for longer (fga.session.max-token-age) than WorkOS tells what has happened:"
						+ " after a start, revocations are known from the last 30 days only");
		}
		super.start();
		try {
			if (!this.firstOutcome.await(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.info("What has happened before is still being read from WorkOS; requests are served meanwhile");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	@Nullable Duration look() {
		if (this.from == null) {
			this.from = this.clock.instant().minus(this.range);
		}
		Page page = read(this.from);
		page.events().forEach(this::putIntoEffect);
		if (page.more()) {
			return Duration.ZERO;
		}
		this.caughtUp = true;
		logger.info("What has happened before is known: " + this.events + " events of WorkOS were read");
		this.firstOutcome.countDown();
		return null;
	}

	private Page read(Instant from) {
		try {
			return this.feed.readBack(from, this.after);
		}
		catch (RefusedException ex) {
			this.after = null;
			throw ex;
		}
	}

	private void putIntoEffect(JsonNode json) {
		try {
			this.after = this.reader.id(json);
			EventEffects.of(this.reader.read(json)).forEach(this.changes::apply);
		}
		catch (UnusableEventException ex) {
			logger.error("An event is left out: " + ex.getMessage());
		}
		this.events++;
	}

	@Override
	void onFailure() {
		this.firstOutcome.countDown();
	}

	/**
	 * Whether everything is known that has happened before the start.
	 * @return {@code false} as long as tokens may be accepted that were revoked before
	 */
	public boolean isCaughtUp() {
		return this.caughtUp;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
