package io.github.fgaspring.events;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.support.SignedMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EventCatchUpTests extends AbstractEventFeedTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String FIRST = "order=desc&limit=100&events=" + String.join(",", EventEffects.TYPES)
			+ "&range_start=2025-12-31T12:00:00Z";

	private final EventCatchUp catchUp = new EventCatchUp(this.api, this.changes, DAY, PATIENCE, this.clock);

	@Test
	void createWhenArgumentIsUnusableThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventCatchUp(null, this.changes, DAY, PATIENCE, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventCatchUp(this.api, null, DAY, PATIENCE, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventCatchUp(this.api, this.changes, Duration.ZERO, PATIENCE, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventCatchUp(this.api, this.changes, DAY, Duration.ofMillis(-1), this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventCatchUp(this.api, this.changes, DAY, PATIENCE, null));
	}

	@Test
	void stepThenPutsIntoEffectInThisInstanceTheLatestFirst() {
		answer(page(revocation(-1), revocation(-2)));
		assertThat(this.catchUp.isCaughtUp()).isFalse();
		assertThat(this.catchUp.step()).isNull();
		assertThat(this.catchUp.isCaughtUp()).isTrue();
		assertThat(this.applied).containsExactly(ended(-1), ended(-2));
		assertThat(this.told).isEmpty();
		assertThat(queries()).containsExactly(FIRST);
	}

	@Test
	void stepWhenThereAreSeveralPagesThenReadsThemAll() {
		answer(page(IntStream.range(0, 100).mapToObj((i) -> revocation(-i)).toArray(String[]::new)));
		workOs.server()
			.stubFor(
					events().withQueryParam("after", WireMock.equalTo("event_-99")).willReturn(page(revocation(-100))));
		assertThat(this.catchUp.step()).isZero();
		assertThat(this.catchUp.isCaughtUp()).isFalse();
		this.clock.advance(DAY);
		assertThat(this.catchUp.step()).isNull();
		assertThat(this.catchUp.isCaughtUp()).isTrue();
		assertThat(this.applied).hasSize(101);
		assertThat(queries()).containsExactly(FIRST, FIRST + "&after=event_-99");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void stepWhenAnswerIsBadThenIsTriedAgain(String name, ResponseDefinitionBuilder answer, CapturedOutput output) {
		answer(answer);
		assertThat(this.catchUp.step()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
		assertThat(this.catchUp.step()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
		assertThat(this.catchUp.isCaughtUp()).isFalse();
		assertThat(this.catchUp.getFailingSince()).isEqualTo(NOW);
		answer(page(revocation(-1)));
		assertThat(this.catchUp.step()).isNull();
		assertThat(this.applied).containsExactly(ended(-1));
		assertThat(output).containsOnlyOnce("cannot be dealt with at the moment").doesNotContain("\tat ", "event_");
	}

	/**
	 * Events that make no sense are no reason to read them again.
	 */
	static Stream<Arguments> stepWhenAnswerIsBadThenIsTriedAgain() {
		return badAnswers().filter((answer) -> !answer.get()[0].toString().startsWith("body {\"data\":[")
				|| answer.get()[0].equals("body {\"data\":[]"));
	}

	@Test
	void stepWhenCursorIsRefusedThenBeginsAnew() {
		answer(page(IntStream.range(0, 100).mapToObj((i) -> revocation(-i)).toArray(String[]::new)));
		this.catchUp.step();
		answer(WireMock.aResponse().withStatus(422));
		this.catchUp.step();
		answer(page());
		assertThat(this.catchUp.step()).isNull();
		assertThat(queries()).hasSize(3).endsWith(FIRST);
	}

	@Test
	void stepWhenEventsMakeNoSenseThenTheyAreLeftOut(CapturedOutput output) {
		answer(page(revocation(-1), "{}", "null", "1", SignedMessages.event("event_2", "session.revoked", NOW, "{}"),
				revocation(-3)));
		assertThat(this.catchUp.step()).isNull();
		assertThat(this.applied).containsExactly(ended(-1), ended(-3));
		assertThat(output).contains("An event of type session.revoked has no usable 'id'");
	}

	@Test
	void startThenWaitsForTheOutcome() {
		answer(page(revocation(-1)).withFixedDelay(300));
		this.catchUp.start();
		assertThat(this.catchUp.isCaughtUp()).isTrue();
		assertThat(this.applied).containsExactly(ended(-1));
		this.catchUp.stop();
		assertThat(this.catchUp.isRunning()).isFalse();
	}

	@Test
	void startWhenApiFailsThenWaitsNoLonger() {
		answer(WireMock.serverError());
		EventCatchUp patient = new EventCatchUp(this.api, this.changes, DAY, Duration.ofDays(1), this.clock);
		patient.start();
		assertThat(patient.isCaughtUp()).isFalse();
		answer(page(revocation(-1)));
		await(patient);
		patient.stop();
	}

	@Test
	void startWhenApiIsSlowThenDoesNotWaitForLong(CapturedOutput output) {
		answer(page(revocation(-1)).withFixedDelay(2_000));
		EventCatchUp impatient = new EventCatchUp(this.api, this.changes, DAY, Duration.ofMillis(1), this.clock);
		impatient.start();
		assertThat(impatient.isCaughtUp()).isFalse();
		assertThat(output).contains("still being read");
		await(impatient);
		assertThat(this.applied).containsExactly(ended(-1));
		impatient.stop();
	}

	@Test
	void startWhenStartedAgainThenCatchesUpAgain() {
		answer(page(revocation(-1)));
		this.catchUp.start();
		this.catchUp.stop();
		answer(page(revocation(1)));
		this.clock.advance(Duration.ofMinutes(1));
		this.catchUp.start();
		assertThat(this.catchUp.isCaughtUp()).isTrue();
		assertThat(this.applied).containsExactly(ended(-1), ended(1));
		this.catchUp.stop();
	}

	@Test
	void startWhenTokensLiveLongerThanEventsThenSaysSo(CapturedOutput output) {
		answer(page());
		EventCatchUp far = new EventCatchUp(this.api, this.changes, Duration.ofDays(36_500), PATIENCE, this.clock);
		far.start();
		far.stop();
		assertThat(output).contains("from the last 30 days only");
		assertThat(requests().get(0).queryParameter("range_start").firstValue()).isEqualTo("2025-12-02T13:00:00Z");
	}

	@Test
	void phaseThenIsBeforeTheWebServers() {
		assertThat(this.catchUp.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	private static void await(EventCatchUp catchUp) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!catchUp.isCaughtUp() && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(catchUp.isCaughtUp()).isTrue();
	}

}
