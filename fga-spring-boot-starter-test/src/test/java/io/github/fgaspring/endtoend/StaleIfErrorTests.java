package io.github.fgaspring.endtoend;

import java.time.Duration;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that keeps grants for a moment, and for the time of an outage longer.
 */
@SpringBootTest(classes = ThingApplication.class,
		properties = { "fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=200ms",
				"fga.decision-cache.deny-ttl=200ms", "fga.decision-cache.stale-if-error=1h",
				"fga.remote.circuit-breaker.open-for=100ms" })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class StaleIfErrorTests extends AbstractEmulatorTests {

	private static final String THING = "/things/thing-4711";

	@Test
	void requestWhenRevokedThenDeniedAfterTheTime() {
		assertThat(get(THING)).hasStatusOk();
		revoke();
		await().untilAsserted(() -> assertThat(get(THING)).hasStatus(403));
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenOutageThenGrantCountsLongerAndDenialDoesNot(CapturedOutput output) {
		assertThat(get(THING)).hasStatusOk();
		assertThat(getAs(BOB, THING)).hasStatus(403);
		this.emulator.clearRequests();
		this.emulator.inject(Fault.on(CHECKS).status(500));
		// From then on the time is over, and each request asks.
		await().untilAsserted(() -> {
			assertThat(get(THING)).hasStatusOk();
			assertThat(checks()).isPositive();
		});
		assertThat(output).contains("because the WorkOS API does not answer")
			.doesNotContain("thing-4711")
			.doesNotContain(ALICES_MEMBERSHIP);
		assertThat(get("/always-current/thing-4711")).hasStatus(503);
		assertThat(getAs(CAROL, THING)).hasStatus(503);
		await().untilAsserted(() -> assertThat(getAs(BOB, THING)).hasStatus(503));
	}

	@Test
	void requestWhenRevokedDuringOutageThenDeniedOnceItIsOver() {
		assertThat(get(THING)).hasStatusOk();
		this.emulator.inject(Fault.on(CHECKS).resetConnection());
		revoke();
		await().untilAsserted(() -> {
			assertThat(get(THING)).hasStatusOk();
			assertThat(checks()).isGreaterThan(1);
		});
		this.emulator.clearFaults();
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(get(THING)).hasStatus(403));
	}

	@Test
	void requestWhenKeyIsRefusedThenGrantDoesNotCountLonger() {
		assertThat(get(THING)).hasStatusOk();
		this.emulator.inject(Fault.on(CHECKS).status(401));
		await().untilAsserted(() -> assertThat(get(THING)).hasStatus(503));
	}

	private void revoke() {
		this.emulator.removeRole(ALICES_MEMBERSHIP, "workspace-editor", "workspace", "w-1");
	}

}
