package io.github.fgaspring.endtoend;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that keeps answers, and evicts them where it cannot wait.
 */
@SpringBootTest(classes = ThingApplication.class,
		properties = { "fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=1h",
				"fga.decision-cache.deny-ttl=1h" })
@AutoConfigureMockMvc
class DecisionCacheTests extends AbstractEmulatorTests {

	private static final String THING = "/things/thing-4711";

	private static final String CURRENT_THING = "/always-current/thing-4711";

	@Autowired
	DecisionCache cache;

	@Test
	void requestWhenRevokedThenGrantedUntilEvicted() {
		assertThat(get(THING)).hasStatusOk();
		revoke();
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isOne();
		this.cache.evictMembership(ALICES_MEMBERSHIP);
		assertThat(get(THING)).hasStatus(403);
	}

	@Test
	void requestWhenAssignedThenDeniedUntilEvicted() {
		assertThat(getAs(BOB, THING)).hasStatus(403);
		this.emulator.assignRole("om_bob", "workspace-editor", "workspace", "w-1");
		assertThat(getAs(BOB, THING)).hasStatus(403);
		assertThat(checks()).isOne();
		this.cache.evictResource(ResourceReference.external("thing", "thing-4711"));
		assertThat(getAs(BOB, THING)).hasStatusOk();
	}

	@Test
	void requestWhenEvictedForSomebodyElseThenStillGranted() {
		assertThat(get(THING)).hasStatusOk();
		revoke();
		this.cache.evictMembership("om_bob");
		this.cache.evictOrganization("org_globex");
		this.cache.evictResource(ResourceReference.external("thing", "7"));
		assertThat(get(THING)).hasStatusOk();
		this.cache.evictOrganization(ACME);
		assertThat(get(THING)).hasStatus(403);
	}

	@Test
	void requestWhenAlwaysCurrentThenRevocationCountsAtOnceAndForAll() {
		assertThat(get(CURRENT_THING)).hasStatusOk();
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isOne();
		revoke();
		assertThat(get(CURRENT_THING)).hasStatus(403);
		assertThat(get(THING)).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestsWhenMembershipsDifferThenNothingIsShared() {
		assertThat(get(THING)).hasStatusOk();
		assertThat(getAs(BOB, THING)).hasStatus(403);
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenOutageThenCachedAnswerCountsAndOthersAreUnavailable() {
		assertThat(get(THING)).hasStatusOk();
		assertThat(getAs(BOB, THING)).hasStatus(403);
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get(THING)).hasStatusOk();
		assertThat(getAs(BOB, THING)).hasStatus(403);
		assertThat(get(CURRENT_THING)).hasStatus(503);
		assertThat(getAs(CAROL, THING)).hasStatus(503);
		this.emulator.clearFaults();
		assertThat(getAs(CAROL, THING)).hasStatus(403);
	}

	@Test
	void requestWhenTokenHasExpiredThenItsGrantIsNotKept() {
		Instant expiry = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
		String shortLived = tokenBuilder().expiresAt(expiry).build();
		assertThat(this.mvc.get().uri(THING).header("Authorization", "Bearer " + shortLived)).hasStatusOk();
		await().until(() -> !Instant.now().isBefore(expiry));
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isEqualTo(2);
		assertThat(get(THING)).hasStatusOk();
		assertThat(checks()).isEqualTo(2);
	}

	private void revoke() {
		this.emulator.removeRole(ALICES_MEMBERSHIP, "workspace-editor", "workspace", "w-1");
	}

}
