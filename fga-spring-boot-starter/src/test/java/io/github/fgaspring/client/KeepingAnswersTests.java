package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeepingAnswers} behind those who share calls.
 */
@Timeout(60)
class KeepingAnswersTests extends AbstractCacheTests {

	private static final Duration MAX_WAIT = Duration.ofSeconds(50);

	private final RecordingAnswers api = new RecordingAnswers();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	/**
	 * A grant that was true when it was asked for, a denial that must be current and is
	 * known first, and somebody who joins the slow call only then.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void findWhenSlowGrantIsJoinedAfterADenialThenItIsNotKept(boolean denialsAreKept) {
		DecisionCache cache = cache(1000, ALLOW_TTL, denialsAreKept ? DENY_TTL : Duration.ZERO, STALE_IF_ERROR);
		RemoteAnswers answers = answers(cache);
		this.api.answer((question) -> {
			this.started.countDown();
			await(this.release);
			return answer(grant("a"));
		});
		CompletableFuture<RemoteAnswer> slow = ask(answers, all("a"));
		await(this.started);
		advance(MOMENT);
		this.api.answer(answer(deny("a")));
		assertThat(answers.find(alwaysCurrent(all("a"))).get("a")).isEqualTo(deny("a"));
		advance(DENY_TTL);
		CompletableFuture<RemoteAnswer> joining = ask(answers, all("a"));
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		this.release.countDown();
		assertThat(slow.join().get("a")).isEqualTo(grant("a"));
		assertThat(joining.join().get("a")).isEqualTo(grant("a"));
		assertThat(answers.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(cache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenJoinedByALongerSessionThenNotKeptLongerThanTheOneThatAsked() {
		DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		RemoteAnswers answers = answers(cache);
		this.api.answer((question) -> {
			this.started.countDown();
			await(this.release);
			return answer(grant("a"));
		});
		Instant soon = NOW.plusSeconds(3);
		CompletableFuture<RemoteAnswer> first = ask(answers, until(soon, all("a")));
		await(this.started);
		CompletableFuture<RemoteAnswer> joining = ask(answers, until(NOW.plusSeconds(300), all("a")));
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		this.release.countDown();
		first.join();
		joining.join();
		advance(Duration.ofSeconds(3).minus(MOMENT));
		assertThat(cache.find(SUBJECT, "a")).isEqualTo(grant("a"));
		advance(MOMENT);
		assertThat(cache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenEvictedWhileUnderWayThenNotKept() {
		DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		RemoteAnswers answers = answers(cache);
		this.api.answer((question) -> {
			cache.evictMembership("om_somebody");
			return answer(grant("a"));
		});
		assertThat(answers.find(all("a")).get("a")).isEqualTo(grant("a"));
		assertThat(cache.findStale(SUBJECT, "a")).isNull();
	}

	@Test
	void findWhenOutageInTheMiddleThenWhatIsKnownIsKeptAndOnlyTheFailureIsTold() {
		DecisionCache cache = cache(1000, ALLOW_TTL, DENY_TTL, STALE_IF_ERROR);
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		this.api.fail(new IncompleteAnswerException(answer(deny("a")), failure));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> answers(cache).find(any("a", "b")))
			.isSameAs(failure);
		assertThat(cache.find(SUBJECT, "a")).isEqualTo(deny("a"));
		assertThat(cache.find(SUBJECT, "b")).isNull();
	}

	private RemoteAnswers answers(DecisionCache cache) {
		return new CachedAnswers(cache, new CallPool(2, MAX_WAIT, ObservationRegistry.NOOP),
				new CoalescedAnswers(cache::generation, MAX_WAIT, this.status, new KeepingAnswers(cache, this.api)));
	}

	private static CompletableFuture<RemoteAnswer> ask(RemoteAnswers answers, RemoteQuestion question) {
		return CompletableFuture.supplyAsync(() -> answers.find(question), (work) -> new Thread(work).start());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
