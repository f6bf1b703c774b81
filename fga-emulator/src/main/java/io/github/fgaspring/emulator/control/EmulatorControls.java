package io.github.fgaspring.emulator.control;

import java.time.Duration;
import java.time.Instant;

import io.github.fgaspring.emulator.event.WebhookSender;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.EmulatorState.Snapshot;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKeys;
import io.github.fgaspring.emulator.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What only an emulator can do.
 */
public final class EmulatorControls {

	private final EmulatorState state;

	private final EmulatorClock clock;

	private final SigningKeys keys;

	private final SessionTokenMinter tokens;

	private final Traffic traffic;

	private final WebhookSender webhooks;

	private final Snapshot start;

	public EmulatorControls(EmulatorState state, EmulatorClock clock, SigningKeys keys, SessionTokenMinter tokens,
			Traffic traffic, WebhookSender webhooks) {
		this.state = state;
		this.clock = clock;
		this.keys = keys;
		this.tokens = tokens;
		this.traffic = traffic;
		this.webhooks = webhooks;
		this.start = state.snapshot();
	}

	/**
	 * A token for a person who has just signed in, to be changed before it is signed.
	 * @param userId the id of the person, or {@code null} for nobody in particular
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the builder
	 * @throws IllegalArgumentException if there is no such person or organization, the
	 * person has no active membership in it, or an organization is given without a person
	 */
	public SessionTokenBuilder token(@Nullable String userId, @Nullable String organizationId) {
		if (userId != null) {
			return this.state.exclusively(() -> this.tokens.builder(userId, organizationId));
		}
		if (organizationId != null) {
			throw new IllegalArgumentException(
					"There is no user who selects organization '%s'".formatted(organizationId));
		}
		return this.tokens.builder();
	}

	/**
	 * The keys that sign tokens.
	 * @return the keys
	 */
	public SigningKeys keys() {
		return this.keys;
	}

	/**
	 * The faults there are and the requests there were.
	 * @return the traffic
	 */
	public Traffic traffic() {
		return this.traffic;
	}

	/**
	 * The present time of the emulator.
	 * @return the time
	 */
	public Instant now() {
		return this.clock.instant();
	}

	/**
	 * Move the clock.
	 * @param duration how far; backwards if negative
	 * @throws IllegalArgumentException if that is before 1970 or after 9998
	 */
	public void advanceClock(Duration duration) {
		this.clock.advance(duration);
	}

	/**
	 * Remember what the emulator knows.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		return this.state.exclusively(this.state::snapshot);
	}

	/**
	 * Go back to a snapshot. What waits to be sent to webhooks is dropped: it tells of
	 * what is gone.
	 * @param snapshot the snapshot
	 */
	public void restore(Snapshot snapshot) {
		this.state.exclusively(() -> {
			this.state.restore(snapshot);
			this.webhooks.clear();
			return snapshot;
		});
	}

	/**
	 * Be as after the start. The keys stay, for whoever has fetched them already.
	 */
	public void reset() {
		this.traffic.clearFaults();
		restore(this.start);
		this.clock.reset();
		this.traffic.clearRequests();
	}

}
