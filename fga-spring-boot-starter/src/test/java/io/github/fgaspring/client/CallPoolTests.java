package io.github.fgaspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class CallPoolTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final int SIZE = 3;

	private final CallPool pool = new CallPool(SIZE, LONG, ObservationRegistry.NOOP);

	/**
	 * Of other tests, which may still be idle.
	 */
	private final Set<Thread> others = Thread.getAllStackTraces().keySet();

	@AfterEach
	void close() {
		this.pool.close();
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void callThenReturnsResultsInOrder() {
		List<Supplier<Integer>> calls = IntStream.range(0, 1000).<Supplier<Integer>>mapToObj((i) -> () -> i).toList();
		assertThat(this.pool.call(calls)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
	}

	@Test
	void callWhenThereIsNothingToCallThenStartsNoThread() {
		assertThat(this.pool.call(List.of())).isEmpty();
		assertThat(threads()).isEmpty();
	}

	@Test
	void callWhenThereIsOneThenTheCurrentThreadMakesIt() {
		assertThat(this.pool.call(List.of(Thread::currentThread))).containsExactly(Thread.currentThread());
		assertThat(threads()).isEmpty();
	}

	@Test
	void callWhenThereAreSeveralThenNamedDaemonThreadsMakeThem() {
		assertThat(this.pool.call(times(10, Thread::currentThread)))
			.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("fga-call-"))
			.allSatisfy((thread) -> assertThat(thread.isDaemon()).isTrue());
	}

	@Test
	void callThenAsManyAreUnderWayAsThereAreThreadsAndNoMore() throws Exception {
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CyclicBarrier full = new CyclicBarrier(SIZE);
		Supplier<Boolean> call = () -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			awaitOthers(full);
			underWay.decrementAndGet();
			return true;
		};
		this.pool.call(times(SIZE * 20, call));
		assertThat(most).hasValue(SIZE);
	}

	@Test
	void callWhenThereAreSeveralBatchesThenTheyShareTheThreads() {
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Supplier<Boolean> call = () -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			Thread.yield();
			underWay.decrementAndGet();
			return true;
		};
		List<CompletableFuture<List<Boolean>>> batches = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			batches.add(inOtherThread(() -> this.pool.call(times(100, call))));
		}
		assertThat(batches).allSatisfy((batch) -> assertThat(batch.join()).hasSize(100));
		assertThat(most.get()).isBetween(1, SIZE);
	}

	@Test
	void callWhenALongBatchIsUnderWayThenAShortOneHasItsTurn() {
		CallPool single = new CallPool(1, LONG, ObservationRegistry.NOOP);
		CountDownLatch longBegan = new CountDownLatch(1);
		CountDownLatch shortBegan = new CountDownLatch(1);
		AtomicInteger longDone = new AtomicInteger();
		CompletableFuture<Integer> doneWhenShortWas = new CompletableFuture<>();
		CompletableFuture<List<Integer>> longBatch = inOtherThread(() -> single.call(times(500, () -> {
			longBegan.countDown();
			awaitLatch(shortBegan);
			return longDone.incrementAndGet();
		})));
		awaitLatch(longBegan);
		Thread caller = new Thread(() -> doneWhenShortWas.complete(single.call(times(2, longDone::get)).get(0)));
		caller.start();
		await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		shortBegan.countDown();
		assertThat(doneWhenShortWas.join()).isOne();
		assertThat(longBatch.join()).hasSize(500);
		single.close();
	}

	@Test
	void callWhenOneFailsThenFailsWithItAndNoMoreAreMade() {
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		AtomicInteger made = new AtomicInteger();
		List<Supplier<Integer>> calls = new ArrayList<>();
		calls.add(() -> {
			throw failure;
		});
		calls.addAll(times(1000, made::incrementAndGet));
		CountDownLatch hold = new CountDownLatch(1);
		calls.add(1, () -> awaitLatchToo(hold));
		calls.add(2, () -> awaitLatchToo(hold));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.pool.call(calls))
			.isSameAs(failure);
		hold.countDown();
		// The threads are free for others, and have not gone on with this.
		this.pool.call(times(SIZE * 2, () -> true));
		assertThat(made.get()).isZero();
	}

	@Test
	void callWhenOneFailsThenThoseUnderWayAreLeftAlone() {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch hold = new CountDownLatch(1);
		CompletableFuture<Boolean> held = new CompletableFuture<>();
		assertThatIllegalStateException().isThrownBy(() -> this.pool.call(List.of(() -> {
			began.countDown();
			return held.complete(awaitLatch(hold));
		}, () -> {
			awaitLatch(began);
			throw new IllegalStateException();
		})));
		hold.countDown();
		assertThat(held.join()).isTrue();
	}

	@Test
	void callWhenErrorThenThrown() {
		AssertionError error = new AssertionError();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.pool.call(List.of(() -> true, () -> {
			throw error;
		}))).isSameAs(error);
	}

	@Test
	void callThenCallsKeepToTheDeadline() {
		Duration day = Duration.ofDays(1);
		assertThat(this.pool.call(times(10, () -> Deadline.remaining(day)))).containsOnly(day);
		List<Duration> remaining = Deadline.within(Duration.ofHours(1),
				() -> this.pool.call(times(10, () -> Deadline.remaining(day))));
		assertThat(remaining).allSatisfy((duration) -> assertThat(duration).isLessThanOrEqualTo(Duration.ofHours(1)));
	}

	@Test
	void callWhenTimeIsOverThenUnavailableAndNoMoreAreMade() {
		CountDownLatch hold = new CountDownLatch(1);
		AtomicInteger made = new AtomicInteger();
		Supplier<Boolean> call = () -> {
			made.incrementAndGet();
			return awaitLatch(hold);
		};
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> Deadline.within(Duration.ofMillis(50), () -> this.pool.call(times(100, call))));
		hold.countDown();
		this.pool.call(times(SIZE * 2, () -> true));
		assertThat(made.get()).isLessThanOrEqualTo(SIZE);
	}

	@Test
	void callWhenTimeIsOverBeforeItsTurnThenNotMade() {
		CallPool single = new CallPool(1, LONG, ObservationRegistry.NOOP);
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch hold = new CountDownLatch(1);
		AtomicInteger made = new AtomicInteger();
		CompletableFuture<List<Boolean>> other = inOtherThread(() -> single.call(times(2, () -> {
			began.countDown();
			return awaitLatch(hold);
		})));
		awaitLatch(began);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(
				() -> Deadline.within(Duration.ofMillis(1), () -> single.call(times(2, made::incrementAndGet))));
		hold.countDown();
		assertThat(other.join()).hasSize(2);
		assertThat(made).hasValue(0);
		single.close();
	}

	@Test
	void callWhenThereIsNoDeadlineThenWaitsNoLongerThanToldTo() {
		CountDownLatch hold = new CountDownLatch(1);
		CallPool impatient = new CallPool(1, Duration.ofMillis(1), ObservationRegistry.NOOP);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> impatient.call(times(2, () -> awaitLatch(hold))));
		hold.countDown();
		impatient.close();
	}

	@Test
	void callWhenInterruptedThenUnavailableAndStaysInterruptedAndCallsAreInterrupted() throws Exception {
		CountDownLatch began = new CountDownLatch(SIZE);
		Set<Thread> interrupted = ConcurrentHashMap.newKeySet();
		AtomicInteger made = new AtomicInteger();
		Supplier<Boolean> call = () -> {
			made.incrementAndGet();
			began.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.add(Thread.currentThread());
			}
			return true;
		};
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicReference<Boolean> stays = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				this.pool.call(times(100, call));
			}
			catch (CheckUnavailableException ex) {
				failure.set(ex);
			}
			stays.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		awaitLatch(began);
		caller.interrupt();
		caller.join();
		assertThat(failure.get()).isInstanceOf(ApiFailureException.class);
		assertThat(((ApiFailureException) failure.get()).isFailedCall()).isFalse();
		assertThat(stays).hasValue(true);
		await().untilAsserted(() -> assertThat(interrupted).hasSize(SIZE));
		assertThat(this.pool.call(times(10, () -> Thread.currentThread().isInterrupted()))).containsOnly(false);
		assertThat(made).hasValue(SIZE);
	}

	@Test
	void callWhenObservedThenCallsHaveTheSameParent() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		CallPool observed = new CallPool(SIZE, LONG, registry);
		Observation parent = Observation.start("parent", registry);
		List<Observation> current = parent.scoped(() -> observed.call(times(10, registry::getCurrentObservation)));
		assertThat(current).containsOnly(parent);
		assertThat(observed.call(times(10, () -> registry.getCurrentObservation() == null))).containsOnly(true);
		observed.close();
	}

	@Test
	void callWhenObservedCallFailsThenNoScopeIsLeft() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		CallPool observed = new CallPool(1, LONG, registry);
		Observation parent = Observation.start("parent", registry);
		assertThatIllegalStateException().isThrownBy(() -> parent.scoped(() -> observed.call(times(2, () -> {
			throw new IllegalStateException();
		}))));
		assertThat(observed.call(times(2, () -> registry.getCurrentObservation() == null))).containsOnly(true);
		observed.close();
	}

	@Test
	void callThenThreadsInheritNothing() {
		InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
		local.set("request");
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(new ClassLoader() {
		});
		try {
			assertThat(this.pool.call(times(10, () -> local.get() == null))).containsOnly(true);
			assertThat(this.pool.call(times(10, () -> Thread.currentThread().getContextClassLoader())))
				.containsOnly(CallPool.class.getClassLoader());
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
			local.remove();
		}
	}

	@Test
	void closeThenCallsUnderWayAreInterruptedAndOthersAreUnavailable() {
		CountDownLatch began = new CountDownLatch(1);
		CompletableFuture<List<Boolean>> batch = inOtherThread(() -> this.pool.call(times(100, () -> {
			began.countDown();
			return awaitLatch(new CountDownLatch(1));
		})));
		awaitLatch(began);
		this.pool.close();
		assertThat(batch.handle((result, ex) -> ex.getCause() instanceof RuntimeException).join()).isTrue();
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.pool.call(times(2, () -> true)))
			.withMessageContaining("shutting down");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void createWhenSizeIsNotPositiveThenFails(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallPool(size, LONG, ObservationRegistry.NOOP));
	}

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallPool(1, null, ObservationRegistry.NOOP));
		assertThatIllegalArgumentException().isThrownBy(() -> new CallPool(1, LONG, null));
	}

	private List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("fga-call-") && !this.others.contains(thread))
			.toList();
	}

	private static <T> CompletableFuture<T> inOtherThread(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start());
	}

	private static <T> List<Supplier<T>> times(int times, Supplier<T> call) {
		return Collections.nCopies(times, call);
	}

	private static int awaitLatchToo(CountDownLatch latch) {
		return awaitLatch(latch) ? 1 : 0;
	}

	private static boolean awaitLatch(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitOthers(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
