package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class ApiStatusTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final TestClock clock = new TestClock(NOW);

	private final ApiStatus status = new ApiStatus(this.clock);

	@Test
	void createWhenNoClockThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ApiStatus(null));
	}

	@Test
	void createThenKnowsOfNoCalls() {
		assertThat(this.status.getLastSuccess()).isNull();
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(this.status.isKeyRefused()).isFalse();
		assertThat(this.status.getSparedCalls()).isZero();
	}

	@Test
	void succeededThenIsNotLogged(CapturedOutput output) {
		this.status.succeeded();
		this.clock.advance(SECOND);
		this.status.succeeded();
		assertThat(this.status.getLastSuccess()).isEqualTo(NOW.plusSeconds(1));
		assertThat(lines(output)).isEmpty();
	}

	@Test
	void failedThenBeginOfOutageIsLoggedOnce(CapturedOutput output) {
		fail(Kind.TRANSIENT, "timed out");
		for (int i = 0; i < 100; i++) {
			this.clock.advance(SECOND);
			fail(Kind.BROKEN, "answered 500");
		}
		assertThat(this.status.getOutageBegin()).isEqualTo(NOW);
		assertThat(this.status.getLastFailure()).isEqualTo(new ApiStatus.Failure(NOW.plusSeconds(100), "answered 500"));
		assertThat(lines(output)).singleElement().asString().contains("WARN", "does not answer", "timed out", "503");
	}

	@Test
	void succeededWhenQuietThenEndOfOutageIsLoggedOnce(CapturedOutput output) {
		fail(Kind.TRANSIENT, "timed out");
		this.clock.advance(SECOND);
		fail(Kind.TRANSIENT, "timed out");
		this.clock.advance(ApiStatus.QUIET_PERIOD);
		this.status.succeeded();
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(this.status.getLastFailure()).isNotNull();
		assertThat(lines(output)).hasSize(2)
			.last()
			.asString()
			.contains("WARN", "answers again", "2 times", "2026-01-01T12:00:00Z", "2026-01-01T12:00:01Z");
	}

	@Test
	void succeededWhenItFailedAMomentAgoThenOutageGoesOn(CapturedOutput output) {
		fail(Kind.TRANSIENT, "timed out");
		this.clock.advance(ApiStatus.QUIET_PERIOD.minusNanos(1));
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isEqualTo(NOW);
		assertThat(lines(output)).hasSize(1);
		this.clock.advance(Duration.ofNanos(1));
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(lines(output)).hasSize(2);
	}

	@Test
	void failedWhenServiceFlapsThenIsOneOutage(CapturedOutput output) {
		for (int i = 0; i < 1000; i++) {
			fail(Kind.TRANSIENT, "timed out");
			this.clock.advance(SECOND);
			this.status.succeeded();
			this.clock.advance(SECOND);
		}
		assertThat(lines(output)).hasSize(1);
		this.clock.advance(ApiStatus.QUIET_PERIOD);
		this.status.succeeded();
		assertThat(lines(output)).hasSize(2).last().asString().contains("1000 times");
	}

	@Test
	void failedWhenAnOutageIsOverThenTheNextIsLogged(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			fail(Kind.TRANSIENT, "timed out");
			this.clock.advance(ApiStatus.QUIET_PERIOD);
			this.status.succeeded();
		}
		assertThat(lines(output)).hasSize(6);
	}

	@Test
	void failedWhenClockGoesBackThenOutageStillEnds() {
		fail(Kind.TRANSIENT, "timed out");
		this.clock.advance(Duration.ofHours(-1));
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isNotNull();
		this.clock.advance(Duration.ofHours(1).plus(ApiStatus.QUIET_PERIOD));
		this.status.succeeded();
		assertThat(this.status.getOutageBegin()).isNull();
	}

	@Test
	void failedWhenKeyIsRefusedThenErrorOncePerOutage(CapturedOutput output) {
		fail(Kind.KEY_REFUSED, "refused with status 401");
		fail(Kind.KEY_REFUSED, "refused with status 401");
		fail(Kind.TRANSIENT, "timed out");
		fail(Kind.KEY_REFUSED, "refused with status 401");
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("ERROR", "refused with status 401", "fga.api-key", "fga.client-id");
		this.clock.advance(ApiStatus.QUIET_PERIOD);
		this.status.succeeded();
		fail(Kind.KEY_REFUSED, "refused with status 401");
		assertThat(lines(output)).filteredOn((line) -> line.contains("ERROR")).hasSize(2);
	}

	@Test
	void failedWhenKeyIsRefusedDuringAnOutageThenErrorOnce(CapturedOutput output) {
		fail(Kind.TRANSIENT, "timed out");
		fail(Kind.KEY_REFUSED, "refused with status 401");
		fail(Kind.KEY_REFUSED, "refused with status 401");
		assertThat(lines(output)).hasSize(2).last().asString().contains("ERROR");
	}

	@Test
	void isKeyRefusedThenUntilItIsAccepted() {
		fail(Kind.KEY_REFUSED, "refused with status 401");
		assertThat(this.status.isKeyRefused()).isTrue();
		this.status.succeeded();
		assertThat(this.status.isKeyRefused()).isFalse();
	}

	@Test
	void isKeyRefusedWhenAnotherFailureFollowsThenStill() {
		fail(Kind.KEY_REFUSED, "refused with status 401");
		fail(Kind.TRANSIENT, "timed out");
		assertThat(this.status.isKeyRefused()).isTrue();
	}

	@Test
	void isKeyRefusedWhenItWasAcceptedBeforeThenStill() {
		this.status.succeeded();
		fail(Kind.KEY_REFUSED, "refused with status 401");
		assertThat(this.status.isKeyRefused()).isTrue();
	}

	@Test
	void resetThenKnowsOfNoCallsAndTheNextOutageIsLogged(CapturedOutput output) {
		this.status.succeeded();
		fail(Kind.KEY_REFUSED, "refused with status 401");
		this.status.reset();
		assertThat(this.status.getLastSuccess()).isNull();
		assertThat(this.status.getLastFailure()).isNull();
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(this.status.isKeyRefused()).isFalse();
		fail(Kind.TRANSIENT, "timed out");
		assertThat(lines(output)).hasSize(2);
	}

	@Test
	void sparedThenIsCounted() {
		this.status.spared();
		this.status.spared();
		assertThat(this.status.getSparedCalls()).isEqualTo(2);
	}

	private void fail(Kind kind, String message) {
		this.status.failed(new ApiFailureException(kind, message));
	}

	private static List<String> lines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("ApiStatus")).toList();
	}

}
