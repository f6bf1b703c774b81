package io.github.fgaspring.benchmarks.starter;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the fast path allocates at most, before the compiler spares some of it. Unlike
 * time, that is the same on every machine. Who needs more for a good reason raises a
 * bound, and says what for.
 */
class AllocationTests {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int CALLS = 1000;

	@AfterEach
	void reset() {
		SecurityContextHolder.clearContext();
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void repeatedTokenThenAllocatesNothingThatGrowsWithTheClaims() throws Exception {
		TokenRepeated.Ours state = new TokenRepeated.Ours();
		TokenRepeated.Cached strings = new TokenRepeated.Cached();
		TokenRepeated benchmark = new TokenRepeated();
		try {
			state.check();
			long string = bytesPerCall(() -> benchmark.newStringOnly(strings));
			assertThat(bytesPerCall(() -> benchmark.ours(state)) - string).isBetween(1L, 160L);
		}
		finally {
			strings.stop();
			state.stop();
		}
	}

	@Test
	void guardedMethodThenAllocatesLittle() throws Exception {
		GuardedMethod.Ours state = new GuardedMethod.Ours();
		GuardedMethod benchmark = new GuardedMethod();
		try {
			state.call();
			assertThat(bytesPerCall(() -> benchmark.ours(state))).isBetween(1L, 256L);
			assertThat(bytesPerCall(() -> benchmark.oursWithResource(state))).isBetween(1L, 288L);
		}
		finally {
			state.stop();
		}
	}

	@Test
	void handlerRuleThenAllocatesLittle() throws Exception {
		HandlerRule benchmark = new HandlerRule();
		try {
			benchmark.serve();
			long preparation = bytesPerCall(benchmark::preparation);
			assertThat(bytesPerCall(benchmark::ours) - preparation).isBetween(1L, 240L);
			assertThat(bytesPerCall(benchmark::oursWithPathVariable) - preparation).isBetween(1L, 272L);
		}
		finally {
			benchmark.stop();
		}
	}

	/**
	 * The least of several attempts, because something of the JVM's own may come in
	 * between.
	 */
	private static long bytesPerCall(Callable<?> call) throws Exception {
		long least = Long.MAX_VALUE;
		for (int attempt = 0; attempt < 5; attempt++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				requireGrant(call.call());
			}
			least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	private static void requireGrant(@Nullable Object result) {
		if (Boolean.FALSE.equals(result)) {
			throw new AssertionError("The call was refused");
		}
	}

}
