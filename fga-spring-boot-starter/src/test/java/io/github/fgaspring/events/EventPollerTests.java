package io.github.fgaspring.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.support.SignedMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class EventPollerTests extends AbstractEventFeedTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final String FROM_THE_BEGINNING = "order=asc&limit=100&range_start=2026-01-01T11:55:00Z";

	private final List<FgaEvent> published = new ArrayList<>();

	/**
	 * What a listener throws on the event that it does not like.
	 */
	private Throwable failure;

	private String failsOn = "";

	private final RecordedCursors cursors = new RecordedCursors();

	private final RecordedLease lease = new RecordedLease();

	private final LocalReceivedEvents receivedEvents = new LocalReceivedEvents(this.clock);

	private EventPoller poller = poller();

	private EventPoller poller() {
		return new EventPoller(this.api, new EventReceiver(this.receivedEvents, this.changes, this::publish),
				this.changes, () -> this.cursors, () -> this.lease, INTERVAL, this.clock);
	}

	@Test
	void createWhenArgumentIsUnusableThenFails() {
		EventReceiver receiver = new EventReceiver(this.receivedEvents, this.changes, this::publish);
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EventPoller(null, receiver, this.changes, () -> null, () -> null, INTERVAL, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EventPoller(this.api, null, this.changes, () -> null, () -> null, INTERVAL, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventPoller(this.api, receiver, null, () -> null, () -> null, INTERVAL, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EventPoller(this.api, receiver, this.changes, null, () -> null, INTERVAL, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EventPoller(this.api, receiver, this.changes, () -> null, null, INTERVAL, this.clock));
		assertThatIllegalArgumentException().isThrownBy(() -> new EventPoller(this.api, receiver, this.changes,
				() -> null, () -> null, Duration.ZERO, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new EventPoller(this.api, receiver, this.changes, () -> null, () -> null, INTERVAL, null));
	}

	@Test
	void stepWhenNoCursorThenReadsFromALittleBeforeTheStart() {
		answer(page());
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(queries()).containsExactly(FROM_THE_BEGINNING, FROM_THE_BEGINNING);
		assertThat(this.cursors.saved).isEmpty();
	}

	@Test
	void stepWhenThereHasBeenNoEventForLongThenReadsNoMoreThanThirtyDays() {
		answer(page());
		this.clock.advance(Duration.ofDays(60));
		this.poller.step();
		assertThat(queries()).containsExactly("order=asc&limit=100&range_start=2026-01-31T13:00:00Z");
	}

	@Test
	void stepThenDealsWithEventsInTheirOrderAndReadsOnAfterTheLast() {
		answer(page(revocation(1), revocation(2), revocation(3)));
		workOs.server()
			.stubFor(events().withQueryParam("after", WireMock.equalTo("event_3")).willReturn(page(revocation(4))));
		workOs.server().stubFor(events().withQueryParam("after", WireMock.equalTo("event_4")).willReturn(page()));
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.cursors.saved).containsExactly("event_1", "event_2", "event_3");
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(queries()).containsExactly(FROM_THE_BEGINNING, "order=asc&limit=100&after=event_3",
				"order=asc&limit=100&after=event_4");
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_2", "event_3", "event_4");
		assertThat(this.applied).containsExactly(ended(1), ended(2), ended(3), ended(4));
		assertThat(this.told).isEqualTo(this.applied);
	}

	@Test
	void stepWhenPageIsFullThenTheNextFollowsAtOnce() {
		answer(page(IntStream.range(0, 100).mapToObj(AbstractEventFeedTests::revocation).toArray(String[]::new)));
		assertThat(this.poller.step()).isZero();
		assertThat(this.published).hasSize(100);
	}

	@Test
	void stepWhenCursorIsKeptThenReadsOnFromThere() {
		this.cursors.cursor = "event_41";
		answer(page(revocation(42)));
		this.poller.step();
		assertThat(queries()).containsExactly("order=asc&limit=100&after=event_41");
		assertThat(this.cursors.cursor).isEqualTo("event_42");
	}

	@Test
	void stepWhenNothingKeepsTheCursorThenRemembersIt() {
		EventPoller alone = new EventPoller(this.api,
				new EventReceiver(this.receivedEvents, this.changes, this::publish), this.changes, () -> null,
				() -> null, INTERVAL, this.clock);
		answer(page(revocation(1)));
		alone.step();
		alone.step();
		alone.reset();
		alone.step();
		assertThat(queries()).containsExactly(FROM_THE_BEGINNING, "order=asc&limit=100&after=event_1",
				FROM_THE_BEGINNING);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badAnswers")
	void stepWhenAnswerIsBadThenLosesNothing(String name, ResponseDefinitionBuilder answer, CapturedOutput output) {
		answer(page(revocation(1)));
		this.poller.step();
		answer(answer);
		for (int i = 0; i < 3; i++) {
			assertThat(this.poller.step()).isPositive();
		}
		answer(page(revocation(2)));
		assertThat(this.poller.step()).isPositive();
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_2");
		assertThat(this.poller.getFailingSince()).isNull();
		assertThat(output).doesNotContain("\tat ", "event_", "session_");
	}

	@Test
	void stepWhenOneEventOfAPageHasNoIdThenTheOthersTakeEffect() {
		answer(page(revocation(1), "{}", revocation(2)));
		assertBackOff(1000);
		assertThat(this.cursors.cursor).isEqualTo("event_1");
		assertThat(this.applied).contains(ended(1), ended(2));
	}

	@Test
	void stepWhenFailingThenWaitsTwiceAsLongUpToAMinuteAndLogsOnce(CapturedOutput output) {
		answer(WireMock.serverError());
		for (long longest : new long[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 }) {
			assertBackOff(longest * 1000);
			assertThat(this.poller.getFailingSince()).isEqualTo(NOW);
		}
		assertThat(output).containsOnlyOnce("cannot be dealt with at the moment");
		answer(page());
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.poller.getFailingSince()).isNull();
		assertThat(output).containsOnlyOnce("can be read again");
		answer(WireMock.serverError());
		assertBackOff(1000);
	}

	@Test
	void stepWhenManyFailThenNotAllWaitAsLong() {
		answer(WireMock.serverError());
		assertThat(IntStream.range(0, 20).mapToObj((i) -> poller().step()).distinct()).hasSizeGreaterThan(1);
	}

	@Test
	void stepWhenApiAsksToWaitThenDoes() {
		answer(WireMock.aResponse().withStatus(429).withHeader("Retry-After", "30"));
		assertThat(this.poller.step()).isEqualTo(Duration.ofSeconds(30));
		answer(WireMock.aResponse().withStatus(503).withHeader("Retry-After", "0"));
		assertThat(this.poller.step()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
	}

	@Test
	void stepWhenFailingThenAsksForSmallerPages() {
		answer(WireMock.serverError());
		IntStream.range(0, 9).forEach((i) -> this.poller.step());
		answer(page());
		IntStream.range(0, 8).forEach((i) -> this.poller.step());
		assertThat(requests()).extracting((request) -> request.queryParameter("limit").firstValue())
			.containsExactly("100", "50", "25", "12", "6", "3", "1", "1", "1", "1", "2", "4", "8", "16", "32", "64",
					"100");
	}

	@Test
	void stepWhenSmallPageIsFullThenTheNextFollowsAtOnce() {
		answer(WireMock.serverError());
		IntStream.range(0, 6).forEach((i) -> this.poller.step());
		answer(page(revocation(1)));
		assertThat(this.poller.step()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void stepWhenCursorIsRefusedThenReadsFromTheLastKnownEvent(int status, CapturedOutput output) {
		answer(page(revocation(1)));
		this.poller.step();
		this.clock.advance(Duration.ofDays(2));
		workOs.server()
			.stubFor(events().withQueryParam("after", WireMock.equalTo("event_1"))
				.willReturn(WireMock.aResponse().withStatus(status)));
		answerFrom("2026-01-01T11:38:21Z", page(revocation(1), revocation(2)));
		workOs.server().stubFor(events().withQueryParam("after", WireMock.equalTo("event_2")).willReturn(page()));
		assertThat(this.poller.step()).isPositive();
		assertThat(output).containsOnlyOnce("WorkOS does not know the event").doesNotContain("event_1");
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_2");
		assertThat(queries()).endsWith("order=asc&limit=100&after=event_2");
	}

	@Test
	void stepWhenLastKnownEventIsOfTheFutureThenReadsFromALittleBeforeNow() {
		answer(page(SignedMessages.sessionRevoked("event_1", NOW.plus(Duration.ofDays(300)), "session_1")));
		this.poller.step();
		answer(WireMock.aResponse().withStatus(422));
		this.poller.step();
		this.poller.step();
		assertThat(queries().get(2)).isEqualTo(FROM_THE_BEGINNING);
	}

	@Test
	void stepWhenCursorIsRefusedAfterAStartThenReadsAsFarBackAsPossible() {
		this.cursors.cursor = "event_of_another_environment";
		answer(WireMock.aResponse().withStatus(422));
		answerFrom("2025-12-02T13:00:00Z", page(revocation(1)));
		this.poller.step();
		this.poller.step();
		assertThat(this.published).hasSize(1);
		assertThat(this.cursors.cursor).isEqualTo("event_1");
	}

	/**
	 * However often, and never at full speed.
	 */
	@Test
	void stepWhenEveryCursorIsRefusedThenGoesOn() {
		answer(WireMock.aResponse().withStatus(400));
		workOs.server()
			.stubFor(events().withQueryParam("after", WireMock.absent())
				.willReturn(page(
						IntStream.range(0, 100).mapToObj(AbstractEventFeedTests::revocation).toArray(String[]::new))));
		List<Duration> pauses = IntStream.range(0, 20).mapToObj((i) -> this.poller.step()).toList();
		assertThat(pauses.stream().filter(Duration::isZero).count()).isLessThanOrEqualTo(10);
		assertThat(this.published).hasSize(100);
	}

	@Test
	void stepWhenAnEventMakesNoSenseThenItIsLeftOut(CapturedOutput output) {
		answer(page(revocation(1), SignedMessages.event("event_2", "session.revoked", NOW, "{}"),
				"{\"id\":\"event_3\"}", revocation(4)));
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_4");
		assertThat(this.cursors.saved).containsExactly("event_1", "event_2", "event_3", "event_4");
		assertThat(output).containsOnlyOnce("An event of type session.revoked has no usable 'id'")
			.containsOnlyOnce("An event has no usable 'data'");
	}

	@Test
	void stepWhenTypeIsUnknownThenIsPublished() {
		answer(page(SignedMessages.event("event_1", "of.a.kind.yet.unknown", NOW, "{}")));
		this.poller.step();
		assertThat(this.published).extracting(FgaEvent::type).containsExactly("of.a.kind.yet.unknown");
	}

	@Test
	void stepWhenListenerFailsThenOthersWaitButTakeEffectEverywhere() {
		failOn("event_2", new IllegalStateException("The database is down"));
		answer(page(revocation(1), revocation(2), revocation(3)));
		workOs.server().stubFor(events().withQueryParam("after", WireMock.equalTo("event_3")).willReturn(page()));
		assertBackOff(1000);
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1");
		assertThat(this.cursors.cursor).isEqualTo("event_1");
		assertThat(this.applied).contains(ended(3));
		assertThat(this.told).contains(ended(3));
		assertBackOff(2000);
		failOn("", null);
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_2", "event_3");
	}

	@Test
	void stepWhenListenerFailsThenReadsOnlyEventsOfEffectAheadAndEachOnce() {
		failOn("event_1", new IllegalStateException("The database is down"));
		answer(page(revocation(1), revocation(2)));
		this.poller.step();
		workOs.server()
			.stubFor(events().withQueryParam("after", WireMock.equalTo("event_2")).willReturn(page(revocation(3))));
		this.poller.step();
		String types = "&events=" + String.join(",", EventEffects.TYPES);
		assertThat(queries()).containsExactly(FROM_THE_BEGINNING,
				"order=asc&limit=100" + types + "&range_start=2026-01-01T11:55:00Z", FROM_THE_BEGINNING,
				"order=asc&limit=100" + types + "&after=event_2");
		assertThat(this.applied).contains(ended(2), ended(3));
	}

	@Test
	void stepWhenListenerBreaksThenGoesOn() {
		failOn("event_1", new StackOverflowError());
		answer(page(revocation(1), revocation(2)));
		assertBackOff(1000);
		assertThat(this.applied).contains(ended(2));
		failOn("", null);
		this.poller.step();
		assertThat(this.published).hasSize(2);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("I do not like this one"), new StackOverflowError());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void stepWhenListenerFailsForAnHourThenTheEventIsGivenUp(Throwable failure, CapturedOutput output) {
		failOn("event_1", failure);
		answer(page(revocation(1), revocation(2)));
		this.poller.step();
		this.clock.advance(EventPoller.GIVE_UP_AFTER.minusMillis(1));
		this.poller.step();
		assertThat(this.published).isEmpty();
		assertThat(output).doesNotContain("is given up");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(output).containsOnlyOnce("An event of type session.revoked is given up");
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_2");
		assertThat(this.cursors.saved).containsExactly("event_1", "event_2");
	}

	@Test
	void stepWhenListenerFailsOnTheNextEventThenItsTimeBeginsAnew() {
		failOn("event_1", new IllegalStateException("Not yet"));
		answer(page(revocation(1), revocation(2)));
		this.poller.step();
		this.clock.advance(EventPoller.GIVE_UP_AFTER);
		failOn("event_2", new IllegalStateException("Not this one either"));
		this.poller.step();
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1");
		assertThat(this.cursors.cursor).isEqualTo("event_1");
	}

	@Test
	void stepWhenOthersCannotBeToldThenNothingIsGivenUp() {
		this.shared = false;
		answer(page(revocation(1), revocation(2)));
		this.poller.step();
		this.clock.advance(EventPoller.GIVE_UP_AFTER.multipliedBy(3));
		this.poller.step();
		assertThat(this.published).isEmpty();
		assertThat(this.cursors.saved).isEmpty();
		assertThat(this.applied).contains(ended(1), ended(2));
		this.shared = true;
		this.poller.step();
		assertThat(this.published).hasSize(2);
	}

	@Test
	void stepWhenAWebhookIsDealingWithTheEventThenWaits() {
		this.receivedEvents.begin("event_1");
		answer(page(revocation(1), revocation(2)));
		assertBackOff(1000);
		assertThat(this.cursors.saved).isEmpty();
		this.receivedEvents.complete("event_1");
		this.poller.step();
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_2");
		assertThat(this.cursors.cursor).isEqualTo("event_2");
	}

	@Test
	void stepWhenNotItsTurnThenAsksNothing() {
		this.lease.answer = false;
		assertThat(this.poller.step()).isEqualTo(INTERVAL);
		assertThat(requests()).isEmpty();
		this.lease.answer = true;
		answer(page());
		this.poller.step();
		assertThat(requests()).hasSize(1);
	}

	@Test
	void stepWhenNobodyKnowsWhoseTurnItIsThenEventsTakeEffect() {
		this.lease.answer = false;
		this.clock.advance(Duration.ofDays(1));
		this.poller.step();
		this.lease.answer = null;
		answer(page(revocation(1)));
		assertBackOff(1000);
		assertThat(this.applied).containsExactly(ended(1));
		assertThat(this.published).isEmpty();
		assertThat(this.cursors.saved).isEmpty();
		assertThat(requests().get(0).queryParameter("range_start").firstValue()).isEqualTo("2026-01-02T11:55:00Z");
	}

	@Test
	void stepWhenCursorCannotBeReadThenEventsTakeEffect(CapturedOutput output) {
		this.cursors.readable = false;
		answer(page(revocation(1)));
		assertBackOff(1000);
		assertThat(this.applied).containsExactly(ended(1));
		assertThat(this.published).isEmpty();
		assertThat(output).contains("The cursor cannot be read");
	}

	@Test
	void stepWhenCursorCannotBeReadAnyMoreThenWhatFollowsTakesEffect() {
		answer(page(revocation(1)));
		this.poller.step();
		this.cursors.readable = false;
		workOs.server()
			.stubFor(events().withQueryParam("after", WireMock.equalTo("event_1")).willReturn(page(revocation(2))));
		this.poller.step();
		assertThat(this.applied).containsExactly(ended(1), ended(2));
		assertThat(this.published).hasSize(1);
	}

	@Test
	void stepWhenCursorCannotBeWrittenThenEachEventIsStillPublishedOnce() {
		this.cursors.writable = false;
		answer(page(revocation(1), revocation(2)));
		assertBackOff(1000);
		assertBackOff(2000);
		this.cursors.writable = true;
		this.poller.step();
		assertThat(this.published).extracting(FgaEvent::id).containsExactly("event_1", "event_2");
	}

	@Test
	void resetThenBeginsAnew() {
		answer(page(revocation(1)));
		this.poller.step();
		this.clock.advance(Duration.ofDays(1));
		this.cursors.cursor = null;
		this.poller.reset();
		this.poller.step();
		assertThat(queries()).endsWith("order=asc&limit=100&range_start=2026-01-02T11:55:00Z");
	}

	@Test
	@Timeout(60)
	void startThenPollsInADaemonThreadUntilStopped() throws Exception {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		EventPoller polling = new EventPoller(this.api,
				new EventReceiver(this.receivedEvents, this.changes, (event) -> {
					threads.add(Thread.currentThread());
					throw new StackOverflowError();
				}), this.changes, () -> this.cursors, () -> this.lease, INTERVAL, this.clock);
		answer(page(revocation(1)));
		assertThat(polling.isAutoStartup()).isTrue();
		assertThat(polling.isRunning()).isFalse();
		polling.start();
		polling.start();
		assertThat(polling.isRunning()).isTrue();
		Thread thread = threads.poll(20, TimeUnit.SECONDS);
		assertThat(thread).isNotNull();
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).isEqualTo("fga-events");
		assertThat(threads.poll(20, TimeUnit.SECONDS)).as("after a failure").isSameAs(thread);
		polling.stop();
		polling.stop();
		assertThat(polling.isRunning()).isFalse();
		assertThat(thread.isAlive()).isFalse();
		assertThat(this.lease.released).isEqualTo(1);
		threads.clear();
		polling.start();
		assertThat(threads.poll(20, TimeUnit.SECONDS)).isNotNull().isNotSameAs(thread);
		polling.stop();
	}

	private void failOn(String id, Throwable failure) {
		this.failsOn = id;
		this.failure = failure;
	}

	private void publish(Object event) {
		FgaEvent published = (FgaEvent) event;
		if (published.id().equals(this.failsOn)) {
			if (this.failure instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) this.failure;
		}
		this.published.add(published);
	}

	private void assertBackOff(long longest) {
		assertThat(this.poller.step()).isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
	}

	private static void answerFrom(String start, ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(events().withQueryParam("range_start", WireMock.equalTo(start)).willReturn(answer));
	}

	private static final class RecordedCursors implements EventCursorStore {

		private final List<String> saved = new ArrayList<>();

		private String cursor;

		private boolean readable = true;

		private boolean writable = true;

		@Override
		public String load() {
			if (!this.readable) {
				throw new IllegalStateException("The cursor cannot be read");
			}
			return this.cursor;
		}

		@Override
		public void save(String eventId) {
			if (!this.writable) {
				throw new IllegalStateException("The cursor cannot be written");
			}
			this.saved.add(eventId);
			this.cursor = eventId;
		}

	}

	private static final class RecordedLease implements PollingLease {

		private volatile Boolean answer = true;

		private volatile int released;

		@Override
		public boolean acquire() {
			if (this.answer == null) {
				throw new IllegalStateException("Nobody knows");
			}
			return this.answer;
		}

		@Override
		public void release() {
			this.released++;
		}

	}

}
