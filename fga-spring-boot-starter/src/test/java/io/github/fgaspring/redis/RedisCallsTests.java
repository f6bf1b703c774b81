package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class RedisCallsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	private final RedisStatus status = new RedisStatus(Clock.systemUTC());

	private final RedisConnection connection = Mockito.mock(RedisConnection.class);

	private final RedisConnectionFactory connections = Mockito.mock(RedisConnectionFactory.class);

	private final CountDownLatch never = new CountDownLatch(1);

	private RedisCalls calls = new RedisCalls(this.connections, TIMEOUT, this.status);

	@AfterEach
	void close() {
		this.never.countDown();
		this.calls.close();
	}

	@Test
	void callThenGivesTheConnectionBack() {
		connect();
		assertThat(this.calls.<String>call((connection) -> "answer")).isEqualTo("answer");
		Mockito.verify(this.connection).close();
		assertThat(this.status.getOutageBegin()).isNull();
	}

	@Test
	void callWhenRedisHangsThenEndsInTimeAndIsInterrupted() {
		CountDownLatch interrupted = new CountDownLatch(1);
		connect();
		long start = System.nanoTime();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.calls.call((connection) -> {
			try {
				this.never.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return true;
		})).withMessageContaining("no answer in time");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.plusSeconds(2));
		assertThat(this.status.getOutageBegin()).isNotNull();
		Awaitility.await().until(() -> interrupted.getCount() == 0);
	}

	/**
	 * As long as a driver does that cannot be interrupted.
	 */
	@Test
	void callWhenAllThreadsHangThenNobodyWaitsLonger() {
		connect();
		List<CompletableFuture<Boolean>> outcomes = IntStream.range(0, 20)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> isAvailable(this::hang),
					(work) -> new Thread(work).start()))
			.toList();
		long start = System.nanoTime();
		assertThat(outcomes).extracting(CompletableFuture::join).containsOnly(false);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plusSeconds(2));
	}

	@Test
	void callWhenTooMuchWaitsThenEndsAtOnce() {
		connect();
		this.calls.close();
		this.calls = new RedisCalls(this.connections, Duration.ofSeconds(50), this.status);
		List<CompletableFuture<Boolean>> waiting = Stream.generate(
				() -> CompletableFuture.supplyAsync(() -> isAvailable(this::hang), (work) -> new Thread(work).start()))
			.limit(260)
			.toList();
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> this.calls.call((connection) -> hang()))
				.withMessage("Too much waits for Redis"));
		assertThat(this.status.getOutageBegin()).isNull();
		this.never.countDown();
		assertThat(waiting).extracting(CompletableFuture::join).contains(true);
	}

	@Test
	void callWhenFailingThenIsLeftAloneForATimeAndThenTriedAgain() {
		AtomicInteger attempts = new AtomicInteger();
		Mockito.when(this.connections.getConnection()).thenAnswer((invocation) -> {
			attempts.incrementAndGet();
			throw new RedisConnectionFailureException("refused");
		});
		IntStream.range(0, 100).forEach((i) -> assertThat(isAvailable(() -> true)).isFalse());
		assertThat(attempts).hasValue(5);
		Mockito.reset(this.connections);
		connect();
		assertThat(isAvailable(() -> true)).isFalse();
		Awaitility.await().atMost(RedisCalls.OPEN_FOR.plusSeconds(5)).until(() -> isAvailable(() -> true));
	}

	@Test
	void callWhenAKeyHoldsSomethingElseThenFailsButIsNoOutage() {
		connect();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> this.calls.call((connection) -> {
					throw new RedisSystemException("Error in execution",
							new IllegalStateException("WRONGTYPE Operation against a key"));
				}))
				.withMessageContaining("WRONGTYPE");
		}
		assertThat(this.status.getOutageBegin()).isNull();
		assertThat(isAvailable(() -> true)).isTrue();
	}

	@Test
	void callWhenRefusedThenTellsWhyWithoutKeysAndValues() {
		connect();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.calls.call((connection) -> {
			throw new RedisSystemException("Error in execution",
					new IllegalStateException("NOPERM no permission for fga:{client_1}:secret"));
		})).withMessage("Redis fails: RedisSystemException (NOPERM)");
	}

	@Test
	void callWhenInterruptedThenEndsAndStaysInterrupted() {
		connect();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> this.calls.call((connection) -> hang()));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.status.getOutageBegin()).isNull();
	}

	@Test
	void callWhenAnErrorThenIsNoAnswer() {
		connect();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.calls.call((connection) -> {
			throw new NoClassDefFoundError("driver");
		}));
	}

	@Test
	void laterThenDoneByAnotherThread() {
		connect();
		CompletableFuture<Thread> done = new CompletableFuture<>();
		this.calls.later((connection) -> done.complete(Thread.currentThread()),
				() -> done.completeExceptionally(new AssertionError("Not done")));
		assertThat(done.join()).isNotEqualTo(Thread.currentThread()).matches(Thread::isDaemon);
	}

	@Test
	void laterWhenFailingOrClosedThenTheOtherIsDone() {
		Mockito.when(this.connections.getConnection()).thenThrow(new RedisConnectionFailureException("refused"));
		CountDownLatch otherwise = new CountDownLatch(1);
		this.calls.later((connection) -> {
		}, otherwise::countDown);
		Awaitility.await().until(() -> otherwise.getCount() == 0);
		this.calls.close();
		CountDownLatch again = new CountDownLatch(1);
		this.calls.later((connection) -> {
		}, again::countDown);
		assertThat(again.getCount()).isZero();
	}

	private void connect() {
		Mockito.when(this.connections.getConnection()).thenReturn(this.connection);
	}

	private boolean isAvailable(BooleanSupplier command) {
		try {
			return this.calls.call((connection) -> command.getAsBoolean());
		}
		catch (RedisUnavailableException ex) {
			return false;
		}
	}

	private boolean hang() {
		while (this.never.getCount() > 0) {
			try {
				this.never.await();
			}
			catch (InterruptedException ex) {
				// It cannot be.
			}
		}
		return true;
	}

}
