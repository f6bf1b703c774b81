package io.github.fgaspring.endtoend;

import java.util.Random;

import org.springframework.test.context.TestPropertySource;

/**
 * The same with a circuit breaker that opens and closes all the time, and with a decision
 * cache that keeps grants during outages.
 */
@TestPropertySource(properties = { "fga.remote.circuit-breaker.window=20",
		"fga.remote.circuit-breaker.minimum-calls=10", "fga.remote.circuit-breaker.open-for=5ms",
		"fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=5ms", "fga.decision-cache.deny-ttl=2ms",
		"fga.decision-cache.stale-if-error=20ms" })
class FaultFuzzWithCircuitBreakerTests extends FaultFuzzTests {

	private static final int ONE_RECOVERY_IN = 20;

	@Override
	void afterQuestion(Random random) {
		// While the breaker is open, faults are injected that nothing uses up.
		if (random.nextInt(ONE_RECOVERY_IN) == 0) {
			this.emulator.clearFaults();
		}
	}

}
