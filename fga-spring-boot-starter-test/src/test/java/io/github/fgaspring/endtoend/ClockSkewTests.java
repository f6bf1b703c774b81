package io.github.fgaspring.endtoend;

import java.time.Duration;

import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clocks disagree by up to half a minute: that of whoever issues tokens, that of whoever
 * dates events, and that of the application. No revoked token gets in.
 */
@EnableFgaEmulator(seed = "classpath:live-changes.yaml", webhooks = true)
@TestPropertySource(properties = "fga.session.clock-skew=30s")
class ClockSkewTests extends AbstractLiveChangesTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "30, 0", "0, -30", "-30, 0", "0, 30", "30, 30", "-30, -30" })
	void requestWhenMembershipIsDeactivatedThenTokenFromBeforeIsRefused(int tokenOffset, int eventOffset) {
		String token = tokenAt(tokenOffset);
		this.emulator.advanceClock(Duration.ofSeconds(eventOffset - tokenOffset));
		this.workos.deactivate("om_alice");
		await().until(() -> get(VIEW, token) == 401);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "30, 0", "0, -30", "-30, 0", "0, 30", "30, 30", "-30, -30" })
	void requestWhenRoleIsTakenThenTokenFromBeforeGrantsNothing(int tokenOffset, int eventOffset) {
		String token = tokenAt(tokenOffset);
		this.emulator.advanceClock(Duration.ofSeconds(eventOffset - tokenOffset));
		this.workos.changeRoles("om_alice", "viewer");
		await().until(() -> get(EDIT, token) == 403);
		assertThat(isAskedFor(VIEW, token, 200)).isTrue();
	}

	private String tokenAt(int offset) {
		this.emulator.advanceClock(Duration.ofSeconds(offset));
		String token = tokenBuilder().build();
		assertThat(isTakenAsItIs(EDIT, token)).isTrue();
		return token;
	}

	/**
	 * The price: a token that was issued soon afterwards counts as older.
	 */
	@Test
	void requestWhenTokenIsIssuedLaterThanClocksMayDisagreeThenIsTakenAsItIs() {
		String token = tokenBuilder().build();
		this.workos.deactivate("om_alice");
		await().until(() -> get(VIEW, token) == 401);
		this.workos.reactivate("om_alice");
		assertThat(get(VIEW, tokenBuilder().build())).isEqualTo(401);
		this.emulator.advanceClock(Duration.ofSeconds(30));
		assertThat(isTakenAsItIs(VIEW, currentToken())).isTrue();
	}

}
