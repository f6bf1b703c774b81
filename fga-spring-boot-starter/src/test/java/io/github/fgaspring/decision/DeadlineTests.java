package io.github.fgaspring.decision;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DeadlineTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/**
	 * A leftover would shorten the life of all tests that this thread runs next.
	 */
	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(Deadline.remaining(DAY)).isEqualTo(DAY);
	}

	@Test
	void remainingWhenNoDeadlineThenIsTheLimit() {
		assertThat(Deadline.remaining(HOUR)).isEqualTo(HOUR);
		assertThat(Deadline.remaining(Duration.ZERO)).isZero();
	}

	@Test
	void remainingWhenDeadlineIsFartherThanTheLimitThenIsTheLimit() {
		assertThat(Deadline.<Duration>within(HOUR, () -> Deadline.remaining(MINUTE))).isEqualTo(MINUTE);
	}

	@Test
	void remainingWhenDeadlineIsNearerThanTheLimitThenIsTheTimeUntilIt() {
		Duration remaining = Deadline.within(HOUR, () -> Deadline.remaining(DAY));
		assertThat(remaining).isBetween(HOUR.minus(MINUTE), HOUR);
	}

	@Test
	void remainingWhenDeadlineHasPassedThenIsZero() {
		Duration remaining = Deadline.within(Duration.ofNanos(1), () -> {
			spin();
			return Deadline.remaining(DAY);
		});
		assertThat(remaining).isZero();
	}

	@Test
	void hasPassedThenOnlyAfterTheDeadline() {
		assertThat(Deadline.hasPassed()).isFalse();
		assertThat(Deadline.<Boolean>within(HOUR, Deadline::hasPassed)).isFalse();
		boolean passed = Deadline.within(Duration.ofNanos(1), () -> {
			spin();
			return Deadline.hasPassed();
		});
		assertThat(passed).isTrue();
	}

	@Test
	void withinWhenInnerEndsEarlierThenItCountsUntilItIsDone() {
		Deadline.within(HOUR, () -> {
			Duration inner = Deadline.within(MINUTE, () -> Deadline.remaining(DAY));
			assertThat(inner).isLessThanOrEqualTo(MINUTE);
			assertThat(Deadline.remaining(DAY)).isBetween(HOUR.minus(MINUTE), HOUR);
			return null;
		});
	}

	@Test
	void withinWhenInnerEndsLaterThenOuterCounts() {
		Deadline.within(MINUTE, () -> {
			Duration inner = Deadline.within(HOUR, () -> Deadline.remaining(DAY));
			assertThat(inner).isLessThanOrEqualTo(MINUTE);
			assertThat(Deadline.remaining(DAY)).isLessThanOrEqualTo(MINUTE);
			return null;
		});
	}

	@Test
	void withinWhenNestedThriceThenTheEarliestCounts() {
		Duration innermost = Deadline.within(HOUR,
				() -> Deadline.within(MINUTE, () -> Deadline.within(DAY, () -> Deadline.remaining(DAY))));
		assertThat(innermost).isLessThanOrEqualTo(MINUTE);
	}

	@Test
	void withinWhenWorkFailsThenDeadlineBeforeIsRestored() {
		Deadline.within(HOUR, () -> {
			assertThatExceptionOfType(StackOverflowError.class)
				.isThrownBy(() -> Deadline.within(MINUTE, DeadlineTests::fail));
			assertThat(Deadline.remaining(DAY)).isBetween(HOUR.minus(MINUTE), HOUR);
			return null;
		});
	}

	@Test
	void withinWhenWorkFailsThenNothingIsLeft() {
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> Deadline.within(MINUTE, DeadlineTests::fail));
		assertThat(Deadline.remaining(DAY)).isEqualTo(DAY);
	}

	private static Object fail() {
		throw new StackOverflowError();
	}

	@Test
	void withinThenOtherThreadsAreNotAffected() {
		Deadline.within(MINUTE, () -> {
			assertThat(CompletableFuture.supplyAsync(() -> Deadline.remaining(DAY), DeadlineTests::inNewThread).join())
				.isEqualTo(DAY);
			return null;
		});
	}

	private static void inNewThread(Runnable work) {
		new Thread(work).start();
	}

	@Test
	void handedOverThenTheOtherThreadKeepsToTheDeadlineOfThisOne() {
		Duration remaining = Deadline.within(HOUR,
				() -> inOtherThread(Deadline.handedOver(() -> Deadline.remaining(DAY))));
		assertThat(remaining).isBetween(HOUR.minus(MINUTE), HOUR);
	}

	@Test
	void handedOverWhenDoneLaterThenTheTimeHasGoneOn() {
		Supplier<Boolean> work = Deadline.within(Duration.ofNanos(1), () -> Deadline.handedOver(Deadline::hasPassed));
		spin();
		assertThat(inOtherThread(work)).isTrue();
	}

	@Test
	void handedOverWhenNestedThenTheEarliestIsHandedOver() {
		Duration remaining = Deadline.within(MINUTE,
				() -> Deadline.within(HOUR, () -> inOtherThread(Deadline.handedOver(() -> Deadline.remaining(DAY)))));
		assertThat(remaining).isLessThanOrEqualTo(MINUTE);
	}

	@Test
	void handedOverWhenTheOtherThreadHasAnEarlierDeadlineThenThatCountsAndIsRestored() {
		Supplier<Duration> work = Deadline.within(HOUR, () -> Deadline.handedOver(() -> Deadline.remaining(DAY)));
		Deadline.within(MINUTE, () -> {
			assertThat(work.get()).isLessThanOrEqualTo(MINUTE);
			return null;
		});
		Deadline.within(DAY, () -> {
			assertThat(work.get()).isLessThanOrEqualTo(HOUR);
			assertThat(Deadline.remaining(DAY)).isBetween(DAY.minus(MINUTE), DAY);
			return null;
		});
	}

	@Test
	void handedOverThenNothingIsLeftOnTheOtherThread() {
		Supplier<Duration> work = Deadline.within(HOUR, () -> Deadline.handedOver(() -> Deadline.remaining(DAY)));
		assertThat(inOtherThread(() -> {
			assertThat(work.get()).isLessThanOrEqualTo(HOUR);
			return Deadline.remaining(DAY);
		})).isEqualTo(DAY);
	}

	@Test
	void handedOverWhenWorkFailsThenNothingIsLeftOnTheOtherThread() {
		Supplier<Object> work = Deadline.within(HOUR, () -> Deadline.handedOver(DeadlineTests::fail));
		assertThat(inOtherThread(() -> {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(work::get);
			return Deadline.remaining(DAY);
		})).isEqualTo(DAY);
	}

	@Test
	void handedOverWhenThereIsNoDeadlineThenTheOtherThreadKeepsToItsOwn() {
		Supplier<Duration> work = Deadline.handedOver(() -> Deadline.remaining(DAY));
		assertThat(inOtherThread(work)).isEqualTo(DAY);
		assertThat(Deadline.<Duration>within(MINUTE, work::get)).isLessThanOrEqualTo(MINUTE);
	}

	private static <T> T inOtherThread(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, DeadlineTests::inNewThread).join();
	}

	@Test
	void withinThenReturnsWhatTheWorkReturns() {
		assertThat(Deadline.<String>within(HOUR, () -> "done")).isEqualTo("done");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void withinWhenLimitIsNotPositiveThenFailsWithoutWork(long nanos) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Deadline.within(Duration.ofNanos(nanos), DeadlineTests::fail));
	}

	private static void spin() {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < 1000) {
			Thread.onSpinWait();
		}
	}

}
