package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.fgaspring.decision.CheckUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class LookupCacheTests {

	private static final Duration MOMENT = Duration.ofNanos(1);

	private static final Duration POSITIVE_TTL = Duration.ofMinutes(5);

	private final AtomicLong nanos = new AtomicLong();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final LookupCache<String, Optional<String>> cache = new LookupCache<>(Optional::isPresent, POSITIVE_TTL,
			Duration.ofSeconds(50), this.status, this.nanos::get);

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void findWhenFoundThenIsKeptForLong() {
		assertThat(find("found")).contains("found");
		advance(POSITIVE_TTL.minus(MOMENT));
		assertThat(find(null)).contains("found");
		advance(MOMENT);
		assertThat(find(null)).isEmpty();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void findWhenNotFoundThenIsKeptBriefly() {
		assertThat(find(null)).isEmpty();
		advance(LookupCache.NEGATIVE_TTL.minus(MOMENT));
		assertThat(find("found")).isEmpty();
		advance(MOMENT);
		assertThat(find("found")).contains("found");
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void findWhenCallTookLongThenTimeCountsFromItsBeginning() {
		this.cache.find("key", () -> {
			advance(Duration.ofSeconds(3));
			return Optional.of("found");
		});
		advance(POSITIVE_TTL.minusSeconds(3));
		assertThat(find(null)).isEmpty();
	}

	@Test
	void findWhenCallTookLongerThanItsResultIsKeptThenNothingIsKept() {
		assertThat(this.cache.find("key", () -> {
			advance(POSITIVE_TTL.plusSeconds(1));
			return Optional.of("found");
		})).contains("found");
		assertThat(find(null)).isEmpty();
	}

	@Test
	void findWhenKeyDiffersThenLooksUp() {
		find("found");
		assertThat(this.cache.find("other", () -> answer(null))).isEmpty();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void findWhenCallFailsThenNothingIsKept() {
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.cache.find("key", () -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(this.cache.getNativeCache().asMap()).isEmpty();
		assertThat(find("found")).contains("found");
	}

	@Test
	void findCurrentWhenKeptThenLooksUpAndReplacesIt() {
		find("old");
		assertThat(findCurrent("new")).contains("new");
		assertThat(find("never asked")).contains("new");
		assertThat(findCurrent(null)).isEmpty();
		assertThat(find("never asked")).isEmpty();
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void findCurrentWhenCallFailsThenWhatWasKeptStays() {
		find("old");
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.cache.findCurrent("key", () -> {
				throw new CheckUnavailableException("down", null);
			}));
		assertThat(find("never asked")).contains("old");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void findCurrentWhenAnEarlierCallIsUnderWayThenNeitherWaitsForItNorIsUndoneByIt(boolean found) {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Optional<String>> earlier = inThread(() -> this.cache.find("key", () -> {
			started.countDown();
			await(release);
			return answer("old");
		}));
		await(started);
		advance(MOMENT);
		Optional<String> current = findCurrent(found ? "new" : null);
		assertThat(current).isEqualTo(Optional.ofNullable(found ? "new" : null));
		release.countDown();
		assertThat(earlier.join()).contains("old");
		assertThat(find("never asked")).isEqualTo(current);
		assertThat(this.calls).hasValue(2);
		advance((found ? POSITIVE_TTL : LookupCache.NEGATIVE_TTL).minus(MOMENT));
		assertThat(find("never asked")).isEqualTo(current);
		advance(MOMENT);
		assertThat(find("at last")).contains("at last");
	}

	@Test
	void findWhenTheSameIsBeingLookedUpThenSharesTheCall() {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Supplier<Optional<String>> slow = () -> {
			started.countDown();
			await(release);
			return answer("found");
		};
		CompletableFuture<Optional<String>> first = inThread(() -> this.cache.find("key", slow));
		await(started);
		CompletableFuture<Optional<String>> second = inThread(() -> this.cache.find("key", slow));
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		release.countDown();
		assertThat(first.join()).contains("found");
		assertThat(second.join()).contains("found");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void findWhenManyThreadsWantTheSameThenOneCall() {
		CountDownLatch start = new CountDownLatch(1);
		List<CompletableFuture<Optional<String>>> all = IntStream.range(0, 50).mapToObj((i) -> inThread(() -> {
			await(start);
			return find("found");
		})).toList();
		start.countDown();
		assertThat(all).allSatisfy((one) -> assertThat(one.join()).contains("found"));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void cacheThenIsBounded() {
		for (int i = 0; i < 10_500; i++) {
			this.cache.find("key " + i, () -> Optional.of("found"));
		}
		this.cache.getNativeCache().cleanUp();
		assertThat(this.cache.getNativeCache().estimatedSize()).isEqualTo(10_000);
	}

	@Test
	void cacheThenCountsEachQuestionOnce() {
		find("found");
		find("found");
		assertThat(this.cache.getNativeCache().stats().hitCount()).isOne();
		assertThat(this.cache.getNativeCache().stats().missCount()).isOne();
	}

	@Test
	void evictThenForgetsWhatIsAffectedByKeyOrByWhatWasFound() {
		for (String key : List.of("a", "b", "c", "d")) {
			this.cache.find(key, () -> key.equals("d") ? Optional.empty() : Optional.of("found " + key));
		}
		this.cache.evict((key, found) -> key.equals("a") || found.isEmpty() || found.get().equals("found b"));
		assertThat(this.cache.getIfKnown("a")).isNull();
		assertThat(this.cache.getIfKnown("b")).isNull();
		assertThat(this.cache.getIfKnown("c")).contains("found c");
		assertThat(this.cache.getIfKnown("d")).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void evictWhenUnderWayThenNeitherKeptNorJoined(boolean found) {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Optional<String>> earlier = inThread(() -> this.cache.find("key", () -> {
			started.countDown();
			await(release);
			return answer(found ? "old" : null);
		}));
		await(started);
		this.cache.evict((key, value) -> false);
		assertThat(find("new")).contains("new");
		this.cache.evict((key, value) -> true);
		release.countDown();
		assertThat(earlier.join()).isEqualTo(Optional.ofNullable(found ? "old" : null));
		assertThat(this.cache.getNativeCache().asMap()).isEmpty();
		assertThat(find("newer")).contains("newer");
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void evictWhenACurrentLookUpIsUnderWayThenItIsNotKept() {
		this.cache.findCurrent("key", () -> {
			this.cache.evict((key, value) -> true);
			return answer("old");
		});
		assertThat(find("new")).contains("new");
	}

	@Test
	void evictWhenItRacesLookUpsThenNothingFromBeforeIsSeenAfterwards() {
		AtomicInteger current = new AtomicInteger();
		AtomicInteger evicted = new AtomicInteger();
		AtomicBoolean stop = new AtomicBoolean();
		List<CompletableFuture<Boolean>> readers = IntStream.range(0, 3).mapToObj((i) -> inThread(() -> {
			boolean stale = false;
			while (!stop.get()) {
				int before = evicted.get();
				stale |= Integer.parseInt(this.cache.find("key", () -> Optional.of(String.valueOf(current.get())))
					.orElseThrow()) < before;
			}
			return stale;
		})).toList();
		for (int i = 0; i < 20_000; i++) {
			int changed = current.incrementAndGet();
			this.cache.evict((key, value) -> true);
			evicted.set(changed);
		}
		stop.set(true);
		assertThat(readers).noneMatch(CompletableFuture::join);
	}

	@Test
	void resetThenLooksUp() {
		find("old");
		this.cache.reset();
		assertThat(find("new")).contains("new");
	}

	private Optional<String> find(String answer) {
		return this.cache.find("key", () -> answer(answer));
	}

	private Optional<String> findCurrent(String answer) {
		return this.cache.findCurrent("key", () -> answer(answer));
	}

	private Optional<String> answer(String answer) {
		this.calls.incrementAndGet();
		return Optional.ofNullable(answer);
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	private static <T> CompletableFuture<T> inThread(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start());
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
