package io.github.fgaspring.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.client.Resilience.Settings;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(60)
class ResilienceTests {

	private static final Duration BACKOFF = Duration.ofMillis(2);

	private static final Duration OPEN_FOR = Duration.ofMinutes(5);

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	/**
	 * What a busy machine may take for next to nothing.
	 */
	private static final Duration SHORT = Duration.ofSeconds(5);

	private final AtomicInteger attempts = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private CompletableFuture<String> blocked;

	@AfterEach
	void release() {
		this.release.countDown();
		if (this.blocked != null) {
			this.blocked.join();
		}
	}

	@Test
	void createWhenNoSettingsThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Resilience(null));
	}

	@Test
	void callWhenFirstAttemptSucceedsThenIsTheOnlyOne() {
		assertThat(resilience(3).call(outcomes((Kind) null))).isEqualTo("answer");
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenTransientThenTriesAgain() {
		assertThat(resilience(3).call(outcomes(Kind.TRANSIENT, Kind.TRANSIENT, null))).isEqualTo("answer");
		assertThat(this.attempts).hasValue(3);
	}

	@Test
	void callWhenAllAttemptsFailThenLastFailure() {
		assertFailure(resilience(2), Kind.TRANSIENT, Kind.TRANSIENT, null).withMessage("attempt 2");
		assertThat(this.attempts).hasValue(2);
	}

	@Test
	void callWhenOneAttemptIsAllowedThenDoesNotTryAgain() {
		assertFailure(resilience(1), Kind.TRANSIENT, null).withMessage("attempt 1");
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenSecondFailureIsOfAnotherKindThenStops() {
		assertFailure(resilience(5), Kind.TRANSIENT, Kind.BROKEN, null).withMessage("attempt 2");
		assertThat(this.attempts).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSIENT")
	void callWhenNotTransientThenDoesNotTryAgain(Kind kind) {
		assertFailure(resilience(3), kind, null).withMessage("attempt 1");
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenProgrammingErrorThenDoesNotTryAgain() {
		Resilience resilience = resilience(3);
		assertThatIllegalStateException().isThrownBy(() -> resilience.call(this::mistake));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> resilience.call(this::error));
		assertThat(this.attempts).hasValue(2);
	}

	@Test
	void callWhenApplicationsExceptionIsThrownThenDoesNotTryAgain() {
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> resilience(3).call(() -> {
			this.attempts.incrementAndGet();
			throw new CheckUnavailableException("down", null);
		}));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenRetryAfterFitsTheDeadlineThenWaitsThatLong() {
		Duration retryAfter = Duration.ofMillis(200);
		long begin = System.nanoTime();
		assertThat(Deadline.<String>within(DEADLINE, () -> resilience(2).call(busy(retryAfter)))).isEqualTo("answer");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(retryAfter);
		assertThat(this.attempts).hasValue(2);
	}

	@Test
	void callWhenRetryAfterIsZeroThenTriesAgainSoon() {
		assertThat(Deadline.<String>within(DEADLINE, () -> resilience(2).call(busy(Duration.ZERO))))
			.isEqualTo("answer");
	}

	@ParameterizedTest
	@ValueSource(longs = { 19_990, 20_000, 60_000, 3_600_000 })
	void callWhenRetryAfterDoesNotFitTheDeadlineThenPassesItOnAtOnce(long millis) {
		Duration retryAfter = Duration.ofMillis(millis);
		long begin = System.nanoTime();
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> Deadline.<String>within(DEADLINE, () -> resilience(5).call(busy(retryAfter))))
			.satisfies((failure) -> assertThat(failure.getRetryAfter()).isEqualTo(retryAfter));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenNoDeadlineThenLongRetryAfterIsPassedOnAtOnce() {
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> resilience(5).call(busy(Duration.ofSeconds(30))));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenBackoffDoesNotFitTheDeadlineThenDoesNotWait() {
		Resilience resilience = new Resilience(new Settings(5, DEADLINE, 10, 100, 100, 100, OPEN_FOR));
		long begin = System.nanoTime();
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> Deadline.<String>within(DEADLINE, () -> resilience.call(outcomes(Kind.TRANSIENT))));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenItFailsAgainAndAgainThenEndsBeforeTheDeadline() {
		Resilience resilience = new Resilience(
				new Settings(Integer.MAX_VALUE, Duration.ofMillis(100), 10, 100, 10_000, 10_000, OPEN_FOR));
		Duration deadline = Duration.ofSeconds(1);
		long begin = System.nanoTime();
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(
				() -> Deadline.<String>within(deadline, () -> resilience.call(() -> fail(Kind.TRANSIENT, null))));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(deadline.plus(SHORT));
		assertThat(this.attempts).hasValueBetween(2, 20);
	}

	@Test
	void callWhenInterruptedBetweenAttemptsThenEndsAtOnceAndStaysInterrupted() {
		long begin = System.nanoTime();
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> Deadline.<String>within(DEADLINE, () -> resilience(3).call(() -> {
				Thread.currentThread().interrupt();
				return fail(Kind.TRANSIENT, Duration.ofSeconds(15));
			})));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void callWhenInterruptedBeforeThenUnavailableAndStaysInterrupted() {
		Resilience resilience = resilience(3);
		Thread.currentThread().interrupt();
		ApiFailureException failure = catchThrowableOfType(ApiFailureException.class,
				() -> resilience.call(outcomes((Kind) null)));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure.isOutage()).isFalse();
		assertThat(failure.isFailedCall()).isFalse();
		assertThat(this.attempts).hasValue(0);
		assertThat(resilience.getRejectedCalls()).isZero();
	}

	@Test
	void callWhenTooManyAreUnderWayThenUnavailableAtOnce() {
		Resilience resilience = new Resilience(new Settings(3, BACKOFF, 1, 100, 100, 100, OPEN_FOR));
		block(resilience);
		long begin = System.nanoTime();
		ApiFailureException failure = catchThrowableOfType(ApiFailureException.class,
				() -> resilience.call(outcomes((Kind) null)));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
		assertThat(failure).hasMessage("There are already 1 calls under way");
		assertThat(failure.isOutage()).isTrue();
		assertThat(failure.isFailedCall()).isFalse();
		assertThat(this.attempts).hasValue(0);
		assertThat(resilience.getRejectedCalls()).isOne();
		release();
		assertThat(resilience.call(outcomes((Kind) null))).isEqualTo("answer");
		assertThat(resilience.getRejectedCalls()).isOne();
	}

	@Test
	void callWhenCallsHaveFailedInWhateverWayThenTheirPlaceIsFree() {
		Resilience resilience = new Resilience(new Settings(2, BACKOFF, 1, 100, 100, 100, OPEN_FOR));
		for (Kind kind : Kind.values()) {
			assertFailure(resilience, kind, kind);
		}
		assertThatIllegalStateException().isThrownBy(() -> resilience.call(this::mistake));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> resilience.call(this::error));
		assertThat(resilience.call(outcomes((Kind) null))).isEqualTo("answer");
	}

	@ParameterizedTest
	@EnumSource(names = { "TRANSIENT", "BROKEN" })
	void callWhenServiceIsDeadThenIsLeftAlone(Kind kind) {
		Resilience resilience = breaking();
		assertFailure(resilience, kind);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
		assertFailure(resilience, kind);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("open");
		ApiFailureException failure = catchThrowableOfType(ApiFailureException.class,
				() -> resilience.call(outcomes((Kind) null)));
		assertThat(failure).hasMessage("The circuit breaker is open");
		assertThat(failure.getRetryAfter()).isEqualTo(OPEN_FOR);
		assertThat(failure.isFailedCall()).isFalse();
		assertThat(failure.isOutage()).isTrue();
		assertThat(this.attempts).hasValue(2);
	}

	@Test
	void callWhenBreakerOpensBetweenAttemptsThenDoesNotTryAgain() {
		Resilience resilience = new Resilience(new Settings(5, BACKOFF, 10, 50, 2, 2, OPEN_FOR));
		assertThatExceptionOfType(ApiFailureException.class)
			.isThrownBy(() -> resilience.call(() -> fail(Kind.TRANSIENT, null)))
			.withMessage("The circuit breaker is open");
		assertThat(this.attempts).hasValue(2);
	}

	@Test
	void callWhenHalfOfTheCallsFailThenBreakerOpens() {
		Resilience resilience = new Resilience(new Settings(1, BACKOFF, 10, 50, 4, 4, OPEN_FOR));
		resilience.call(() -> "answer");
		assertFailure(resilience, Kind.TRANSIENT);
		resilience.call(() -> "answer");
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
		assertFailure(resilience, Kind.TRANSIENT);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("open");
	}

	@ParameterizedTest
	@EnumSource(names = { "INTERRUPTED", "NOT_CALLED", "KEY_REFUSED" })
	void callWhenServiceIsNotToBlameThenBreakerStaysClosed(Kind kind) {
		Resilience resilience = breaking();
		for (int i = 0; i < 10; i++) {
			assertFailure(resilience, kind);
		}
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void callWhenProgrammingErrorsThenBreakerStaysClosed() {
		Resilience resilience = breaking();
		for (int i = 0; i < 10; i++) {
			assertThatIllegalStateException().isThrownBy(() -> resilience.call(this::mistake));
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> resilience.call(this::error));
		}
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void callWhenNeitherCountedThenFailuresBeforeAreNotForgotten() {
		Resilience resilience = breaking();
		assertFailure(resilience, Kind.TRANSIENT);
		assertFailure(resilience, Kind.INTERRUPTED);
		assertFailure(resilience, Kind.NOT_CALLED);
		assertThatIllegalStateException().isThrownBy(() -> resilience.call(this::mistake));
		assertFailure(resilience, Kind.TRANSIENT);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("open");
	}

	@Test
	void callWhenBreakerHasBeenOpenLongEnoughThenOneCallProbes() {
		Resilience resilience = new Resilience(new Settings(1, BACKOFF, 10, 50, 2, 2, Duration.ofMillis(20)));
		assertFailure(resilience, Kind.TRANSIENT);
		assertFailure(resilience, Kind.TRANSIENT);
		Awaitility.await().ignoreExceptions().until(() -> resilience.call(() -> "answer").equals("answer"));
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void callWhenAProbeIsUnderWayThenNoOtherCallIsMade() {
		Resilience resilience = halfOpen();
		block(resilience);
		assertThatExceptionOfType(ApiFailureException.class).isThrownBy(() -> resilience.call(outcomes((Kind) null)))
			.withMessage("The circuit breaker is open");
		assertThat(this.attempts).hasValue(0);
		release();
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
		assertThat(resilience.call(outcomes((Kind) null))).isEqualTo("answer");
	}

	@Test
	void callWhenProbeFailsThenBreakerIsOpenAgain() {
		Resilience resilience = halfOpen();
		assertFailure(resilience, Kind.TRANSIENT);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("open");
	}

	@Test
	void callWhenProbeFindsKeyRefusedThenServiceIsBack() {
		Resilience resilience = halfOpen();
		assertFailure(resilience, Kind.KEY_REFUSED);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@ParameterizedTest
	@EnumSource(names = { "INTERRUPTED", "NOT_CALLED" })
	void callWhenProbeTellsNothingThenTheNextCallProbes(Kind kind) {
		Resilience resilience = halfOpen();
		assertFailure(resilience, kind);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("half_open");
		assertThat(resilience.call(() -> "answer")).isEqualTo("answer");
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void callWhenProbeFailsByMistakeThenTheNextCallProbes() {
		Resilience resilience = halfOpen();
		assertThatIllegalStateException().isThrownBy(() -> resilience.call(this::mistake));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> resilience.call(this::error));
		assertThat(resilience.call(() -> "answer")).isEqualTo("answer");
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void resetThenFailuresAreForgotten() {
		Resilience resilience = breaking();
		assertFailure(resilience, Kind.TRANSIENT);
		assertFailure(resilience, Kind.TRANSIENT);
		resilience.reset();
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
		assertFailure(resilience, Kind.TRANSIENT);
		assertThat(resilience.getCircuitBreakerState()).isEqualTo("closed");
	}

	@Test
	void registriesThenHoldWhatCallsGoThrough() {
		Resilience resilience = breaking();
		resilience.call(() -> "answer");
		assertThat(resilience.getBulkheads().find(Resilience.NAME)).isPresent();
		assertThat(resilience.getRetries().find(Resilience.NAME)).isPresent();
		CircuitBreaker breaker = resilience.getCircuitBreakers().find(Resilience.NAME).orElseThrow();
		assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	private static Resilience resilience(int maxAttempts) {
		return new Resilience(new Settings(maxAttempts, BACKOFF, 10, 100, 100, 100, OPEN_FOR));
	}

	/**
	 * Its circuit breaker opens after two failures.
	 */
	private static Resilience breaking() {
		return new Resilience(new Settings(1, BACKOFF, 10, 50, 2, 2, OPEN_FOR));
	}

	private static Resilience halfOpen() {
		Resilience resilience = breaking();
		CircuitBreaker breaker = resilience.getCircuitBreakers().circuitBreaker(Resilience.NAME);
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		return resilience;
	}

	private void block(Resilience resilience) {
		CountDownLatch started = new CountDownLatch(1);
		this.blocked = CompletableFuture.supplyAsync(() -> resilience.call(() -> {
			started.countDown();
			await(this.release);
			return "answer";
		}), (work) -> new Thread(work).start());
		await(started);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fails in these ways one after the other, and succeeds where there is none.
	 */
	private Supplier<String> outcomes(Kind... kinds) {
		int before = this.attempts.get();
		return () -> {
			Kind kind = kinds[this.attempts.get() - before];
			if (kind != null) {
				return fail(kind, null);
			}
			this.attempts.incrementAndGet();
			return "answer";
		};
	}

	/**
	 * Too many requests, the first time.
	 */
	private Supplier<String> busy(Duration retryAfter) {
		return () -> {
			if (this.attempts.get() == 0) {
				return fail(Kind.TRANSIENT, retryAfter);
			}
			this.attempts.incrementAndGet();
			return "answer";
		};
	}

	private String fail(Kind kind, Duration retryAfter) {
		throw new ApiFailureException(kind, "attempt " + this.attempts.incrementAndGet(), retryAfter, null);
	}

	private String mistake() {
		this.attempts.incrementAndGet();
		throw new IllegalStateException("mistake");
	}

	private String error() {
		this.attempts.incrementAndGet();
		throw new StackOverflowError();
	}

	private ThrowableAssertAlternative<ApiFailureException> assertFailure(Resilience resilience, Kind... kinds) {
		return assertThatExceptionOfType(ApiFailureException.class).isThrownBy(() -> resilience.call(outcomes(kinds)));
	}

}
