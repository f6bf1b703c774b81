package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many requests at once whose membership must be looked up.
 */
@SpringBootTest(classes = ThingApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.circuit-breaker.window=10000", "fga.remote.circuit-breaker.minimum-calls=10000",
				"fga.remote.max-concurrent=8", "server.tomcat.threads.max=60" })
@EnableFgaEmulator(seed = "classpath:memberships.yaml")
class ConcurrentMembershipLookupTests extends AbstractServerTests {

	private static final int REQUESTS = 50;

	private static final String MEMBERSHIPS = "/user_management/organization_memberships";

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private static final Duration LONGEST = DEADLINE.plusMillis(250);

	@Autowired
	ApiMembershipResolver resolver;

	@BeforeEach
	void forget() {
		this.resolver.reset();
	}

	@Test
	void requestsWhenOfOneUserThenOneLookup() {
		this.emulator.inject(Fault.on(MEMBERSHIPS).delay(Duration.ofMillis(300)));
		assertThat(sendAll(Collections.nCopies(REQUESTS, "/things/thing-4711")))
			.allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertThat(lookups()).isOne();
	}

	@Test
	void requestsWhenLookupHangsThenAllAreUnavailableWithinTheDeadline() {
		this.emulator.inject(Fault.on(MEMBERSHIPS).delay(Duration.ofSeconds(30)));
		Duration slowest = LONGEST;
		// A machine that is busy with something else may be late once.
		for (int round = 0; round < 3 && slowest.compareTo(LONGEST) >= 0; round++) {
			this.emulator.clearRequests();
			List<Answer> answers = sendAll(Collections.nCopies(REQUESTS, "/things/thing-4711"));
			assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(503));
			// Who comes too late for the first call shares the next one.
			assertThat(lookups()).isBetween(2, 4);
			slowest = answers.stream().map(Answer::time).max(Comparator.naturalOrder()).orElseThrow();
		}
		assertThat(slowest).isLessThan(LONGEST);
		assertThat(checks()).isZero();
	}

	@Test
	void requestsWhenLookupsOfManyUsersHangThenNoMoreThanTheLimitAreUnderWay() {
		this.emulator.inject(Fault.on(MEMBERSHIPS).delay(Duration.ofSeconds(30)));
		List<CompletableFuture<Answer>> answers = IntStream.range(0, REQUESTS)
			.mapToObj((i) -> this.load.send("/things/thing-4711", token("user_" + i)))
			.toList();
		assertThat(LoadGenerator.join(answers)).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(503));
		// Each with a second attempt.
		assertThat(lookups()).isLessThanOrEqualTo(2 * 8);
	}

	private String token(String user) {
		return this.emulator.sessionTokenBuilder().claim("sub", user).claim("org_id", ACME).build();
	}

	private int lookups() {
		return this.emulator.requests(MEMBERSHIPS).size();
	}

}
