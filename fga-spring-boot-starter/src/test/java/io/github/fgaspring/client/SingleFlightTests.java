package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * On platform threads, and on virtual threads where there are any.
 */
@Timeout(60)
@ParameterizedClass
@MethodSource("threads")
class SingleFlightTests {

	private static final int FOLLOWERS = 20;

	private static final Duration LONG = Duration.ofSeconds(50);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final SingleFlight<String, String> flight = new SingleFlight<>(LONG, this.status);

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicReference<Thread> leader = new AtomicReference<>();

	private final ExecutorService executor;

	SingleFlightTests(Supplier<ExecutorService> threads) {
		this.executor = threads.get();
	}

	static Stream<Named<Supplier<ExecutorService>>> threads() throws NoSuchMethodException {
		Named<Supplier<ExecutorService>> platform = Named.of("platform threads", Executors::newCachedThreadPool);
		if (Runtime.version().feature() < 21) {
			return Stream.of(platform);
		}
		var virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
		return Stream.of(platform,
				Named.of("virtual threads", () -> (ExecutorService) ReflectionUtils.invokeMethod(virtual, null)));
	}

	@AfterEach
	void nothingIsLeft() throws InterruptedException {
		this.release.countDown();
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
		assertThat((Map<?, ?>) ReflectionTestUtils.getField(this.flight, "flights")).isEmpty();
	}

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SingleFlight<>(null, this.status));
		assertThatIllegalArgumentException().isThrownBy(() -> new SingleFlight<>(LONG, null));
	}

	@Test
	void flyWhenManyAskTheSameThenOneCallsAndAllGetItsResult() throws Exception {
		Future<String> first = lead(() -> "answer");
		List<Future<String>> followers = follow(FOLLOWERS, () -> "another answer");
		this.release.countDown();
		assertThat(first.get()).isEqualTo("answer");
		for (Future<String> follower : followers) {
			assertThat(follower.get()).isEqualTo("answer");
		}
		assertThat(this.calls).hasValue(1);
		assertThat(this.status.getSparedCalls()).isEqualTo(FOLLOWERS);
	}

	@Test
	void flyWhenAnotherKeyThenDoesNotWait() throws Exception {
		Future<String> first = lead(() -> "answer");
		assertThat(submit(() -> this.flight.fly("other", () -> "another answer")).get()).isEqualTo("another answer");
		assertThat(first).isNotDone();
	}

	@Test
	void flyWhenOneAfterTheOtherThenEachCalls() {
		for (int i = 1; i <= 3; i++) {
			assertThat(this.flight.fly("key", () -> "answer " + this.calls.incrementAndGet())).isEqualTo("answer " + i);
		}
		assertThat(this.status.getSparedCalls()).isZero();
	}

	@Test
	void flyWhenUnavailableThenIsSharedAndNotKept() throws Exception {
		ApiFailureException failure = new ApiFailureException(Kind.TRANSIENT, "down");
		Future<String> first = lead(() -> {
			throw failure;
		});
		List<Future<String>> followers = follow(FOLLOWERS, () -> "another answer");
		this.release.countDown();
		assertThat(failureOf(first)).isSameAs(failure);
		for (Future<String> follower : followers) {
			assertThat(failureOf(follower)).isSameAs(failure);
		}
		assertThat(this.calls).hasValue(1);
		assertThat(this.flight.fly("key", () -> "next answer")).isEqualTo("next answer");
	}

	@Test
	void flyWhenApplicationsClientIsUnavailableThenIsShared() throws Exception {
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		Future<String> first = lead(() -> {
			throw failure;
		});
		List<Future<String>> followers = follow(1, () -> "another answer");
		this.release.countDown();
		assertThat(failureOf(first)).isSameAs(failure);
		assertThat(failureOf(followers.get(0))).isSameAs(failure);
	}

	@Test
	void flyWhenLeaderIsInterruptedThenOneFollowerCallsForAllOthers() throws Exception {
		Future<String> first = lead(() -> "never");
		List<Future<String>> followers = follow(FOLLOWERS, this::answerOnceAllOthersWaitAgain);
		this.leader.get().interrupt();
		assertThat(failureOf(first)).isInstanceOf(ApiFailureException.class);
		for (Future<String> follower : followers) {
			assertThat(follower.get()).isEqualTo("another answer");
		}
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void flyWhenLeaderFailsByMistakeThenOneFollowerCallsForAllOthers() throws Exception {
		IllegalStateException mistake = new IllegalStateException("mistake");
		Future<String> first = lead(() -> {
			throw mistake;
		});
		List<Future<String>> followers = follow(FOLLOWERS, this::answerOnceAllOthersWaitAgain);
		this.release.countDown();
		assertThat(failureOf(first)).isSameAs(mistake);
		for (Future<String> follower : followers) {
			assertThat(follower.get()).isEqualTo("another answer");
		}
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void flyWhenLeaderFailsWithErrorThenFollowerCalls() throws Exception {
		Future<String> first = lead(() -> {
			throw new StackOverflowError();
		});
		List<Future<String>> followers = follow(1, () -> "another answer");
		this.release.countDown();
		assertThat(failureOf(first)).isInstanceOf(StackOverflowError.class);
		assertThat(followers.get(0).get()).isEqualTo("another answer");
	}

	@Test
	void flyWhenLeaderHadNoTimeToCallThenFollowerCalls() throws Exception {
		Future<String> first = lead(() -> {
			throw new ApiFailureException(Kind.NOT_CALLED, "The time for the decision is over");
		});
		List<Future<String>> followers = follow(1, () -> "another answer");
		this.release.countDown();
		assertThat(failureOf(first)).isInstanceOf(ApiFailureException.class);
		assertThat(followers.get(0).get()).isEqualTo("another answer");
	}

	@Test
	void flyWhenLeaderHadNoTimeToCallForTheRestThenFollowerCalls() throws Exception {
		Future<String> first = lead(() -> {
			throw new IncompleteAnswerException(RemoteAnswer.NOTHING,
					new ApiFailureException(Kind.NOT_CALLED, "The time for the decision is over"));
		});
		List<Future<String>> followers = follow(1, () -> "another answer");
		this.release.countDown();
		assertThat(failureOf(first)).isInstanceOf(IncompleteAnswerException.class);
		assertThat(followers.get(0).get()).isEqualTo("another answer");
	}

	@Test
	void flyWhenAllFailByMistakeThenEachGetsItsOwn() throws Exception {
		Supplier<String> mistake = () -> {
			throw new IllegalStateException(Thread.currentThread().toString());
		};
		Future<String> first = lead(mistake);
		List<Future<String>> followers = follow(FOLLOWERS, mistake);
		this.release.countDown();
		assertThat(failureOf(first)).isInstanceOf(IllegalStateException.class);
		List<Throwable> failures = new ArrayList<>();
		for (Future<String> follower : followers) {
			failures.add(failureOf(follower));
		}
		assertThat(failures).doesNotHaveDuplicates().hasOnlyElementsOfType(IllegalStateException.class);
		assertThat(this.calls).hasValue(1 + FOLLOWERS);
	}

	@Test
	void flyWhenDeadlineOfFollowerPassesThenOnlyThatOneGivesUp() throws Exception {
		Future<String> first = lead(() -> "answer");
		List<Future<String>> followers = follow(1, () -> "another answer");
		Future<String> hurried = submit(() -> Deadline.within(SHORT, () -> this.flight.fly("key", () -> "never")));
		assertThat(failureOf(hurried)).isInstanceOfSatisfying(ApiFailureException.class,
				(failure) -> assertThat(failure.isOutage()).isTrue());
		assertThat(first).isNotDone();
		assertThat(followers.get(0)).isNotDone();
		this.release.countDown();
		assertThat(first.get()).isEqualTo("answer");
		assertThat(followers.get(0).get()).isEqualTo("answer");
	}

	@Test
	void flyWhenDeadlineHasPassedThenGivesUpAtOnce() throws Exception {
		lead(() -> "answer");
		Future<String> late = submit(
				() -> Deadline.within(Duration.ofNanos(1), () -> this.flight.fly("key", () -> "never")));
		assertThat(failureOf(late)).isInstanceOf(CheckUnavailableException.class);
	}

	@Test
	void flyWhenFollowerHasNoDeadlineThenWaitsNoLongerThanTheLongestWait() throws Exception {
		SingleFlight<String, String> impatient = new SingleFlight<>(SHORT, this.status);
		Future<String> first = submit(() -> impatient.fly("key", () -> blocked(() -> "answer")));
		this.started.await();
		assertThat(failureOf(submit(() -> impatient.fly("key", () -> "never"))))
			.isInstanceOf(CheckUnavailableException.class);
		this.release.countDown();
		assertThat(first.get()).isEqualTo("answer");
	}

	@Test
	void flyWhenFollowerIsInterruptedThenOnlyThatOneGivesUpAndStaysInterrupted() throws Exception {
		Future<String> first = lead(() -> "answer");
		List<Future<String>> followers = follow(1, () -> "another answer");
		Future<Boolean> interrupted = submit(() -> {
			Thread.currentThread().interrupt();
			Throwable failure = catchThrowable(() -> this.flight.fly("key", () -> "never"));
			assertThat(failure).isInstanceOfSatisfying(ApiFailureException.class,
					(ex) -> assertThat(ex.isOutage()).isFalse());
			return Thread.currentThread().isInterrupted();
		});
		assertThat(interrupted.get()).isTrue();
		assertThat(first).isNotDone();
		this.release.countDown();
		assertThat(followers.get(0).get()).isEqualTo("answer");
	}

	@Test
	void flyWhenWaitingFollowerIsInterruptedThenGivesUp() throws Exception {
		lead(() -> "answer");
		AtomicReference<Thread> thread = new AtomicReference<>();
		Future<String> follower = submit(() -> {
			thread.set(Thread.currentThread());
			return this.flight.fly("key", () -> "never");
		});
		Awaitility.await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);
		thread.get().interrupt();
		assertThat(failureOf(follower)).isInstanceOf(CheckUnavailableException.class);
	}

	/**
	 * Calls until it is released or interrupted.
	 */
	private Future<String> lead(Supplier<String> outcome) throws InterruptedException {
		Future<String> first = submit(() -> this.flight.fly("key", () -> blocked(outcome)));
		this.started.await();
		return first;
	}

	private String blocked(Supplier<String> outcome) {
		this.calls.incrementAndGet();
		this.leader.set(Thread.currentThread());
		this.started.countDown();
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ApiFailureException(Kind.INTERRUPTED, "Interrupted");
		}
		return outcome.get();
	}

	/**
	 * Lets threads wait for the one that calls.
	 */
	private List<Future<String>> follow(int number, Supplier<String> call) {
		List<Future<String>> followers = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			followers.add(submit(() -> this.flight.fly("key", () -> {
				this.calls.incrementAndGet();
				return call.get();
			})));
		}
		awaitWaits(number);
		return followers;
	}

	private String answerOnceAllOthersWaitAgain() {
		awaitWaits(FOLLOWERS + FOLLOWERS - 1);
		return "another answer";
	}

	private void awaitWaits(int number) {
		Awaitility.await().until(() -> this.status.getSparedCalls() == number);
	}

	private <T> Future<T> submit(Callable<T> work) {
		return this.executor.submit(work);
	}

	private static Throwable failureOf(Future<?> future) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.satisfies((ex) -> failure.set(ex.getCause()));
		return failure.get();
	}

}
