package io.github.fgaspring.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.observation.RecentDenials.Denial;
import io.github.fgaspring.observation.RecentDenials.Ids;
import io.github.fgaspring.support.TestClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RecentDenials}.
 */
class RecentDenialsTests {

	private static final String PERMISSION = "project:view";

	private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	private final TestClock clock = new TestClock(NOON);

	private final RecentDenials denials = new RecentDenials(false, this.clock);

	private final RecentDenials denialsWithIds = new RecentDenials(true, this.clock);

	@Test
	void createWhenNoClockThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RecentDenials(false, null))
			.withMessage("clock cannot be null");
	}

	@Test
	void addWhenGrantThenFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.denials.add(question(PERMISSION, null),
				PermissionDecision.grant(PERMISSION, DecisionSource.REMOTE)));
		assertThat(this.denials.latest()).isEmpty();
	}

	@Test
	void latestWhenIdsMayNotBeShownThenHoldsNone() {
		this.denials.add(question(PERMISSION, ResourceReference.external("project", "p-1")), denial(PERMISSION));
		assertThat(this.denials.latest()).containsExactly(new Denial(NOON, List.of(PERMISSION), "project",
				DenialReason.MISSING_PERMISSION, DecisionSource.REMOTE, null));
	}

	@Test
	void latestWhenIdsMayBeShownThenHoldsThem() {
		this.denialsWithIds.add(question(PERMISSION, ResourceReference.external("project", "p-1")), denial(PERMISSION));
		this.denialsWithIds.add(question(PERMISSION, ResourceReference.id("authz_resource_01")), denial(PERMISSION));
		this.denialsWithIds.add(question(PERMISSION, null), denial(PERMISSION));
		assertThat(this.denialsWithIds.latest()).extracting(Denial::ids)
			.containsExactly(new Ids("user_alice", "org_acme", "om_alice", null),
					new Ids("user_alice", "org_acme", "om_alice", "authz_resource_01"),
					new Ids("user_alice", "org_acme", "om_alice", "p-1"));
		assertThat(this.denialsWithIds.latest()).extracting(Denial::resourceType)
			.containsExactly(null, null, "project");
	}

	@Test
	void toStringWhenIdsMayBeShownThenStillHoldsNone() {
		this.denialsWithIds.add(question(PERMISSION, ResourceReference.external("project", "p-1")), denial(PERMISSION));
		assertThat(this.denialsWithIds.latest().toString()).contains(PERMISSION)
			.doesNotContain("user_alice", "org_acme", "om_alice", "p-1");
	}

	@Test
	void latestWhenTooManyThenForgetsTheOldest() {
		for (int i = 0; i < RecentDenials.MAX_SIZE + 5; i++) {
			this.denials.add(question(PERMISSION, null), denial("permission:" + i));
			this.clock.advance(Duration.ofSeconds(1));
		}
		List<Denial> latest = this.denials.latest();
		assertThat(latest).hasSize(RecentDenials.MAX_SIZE)
			.isSortedAccordingTo((one, other) -> other.time().compareTo(one.time()));
		assertThat(latest.get(0).permissions()).containsExactly("permission:" + (RecentDenials.MAX_SIZE + 4));
		assertThat(latest.get(RecentDenials.MAX_SIZE - 1).permissions()).containsExactly("permission:5");
	}

	@Test
	void latestWhenChangedThenIsACopy() {
		this.denials.add(question(PERMISSION, null), denial(PERMISSION));
		this.denials.latest().clear();
		assertThat(this.denials.latest()).hasSize(1);
	}

	@Test
	void latestWhenTextsAreLongThenKeepsTheirBeginning() {
		String text = "x".repeat(100_000);
		String beginning = "x".repeat(128) + "…";
		this.denialsWithIds.add(question(text, ResourceReference.external(text, text)), denial(text));
		assertThat(this.denialsWithIds.latest()).singleElement().satisfies((denial) -> {
			assertThat(denial.permissions()).containsExactly(beginning);
			assertThat(denial.resourceType()).isEqualTo(beginning);
			assertThat(denial.ids().resourceId()).isEqualTo(beginning);
		});
	}

	@Test
	void addWhenFromManyThreadsThenKeepsAsManyAsItMay() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<? extends Future<?>> done = IntStream.range(0, 8).mapToObj((thread) -> executor.submit(() -> {
				start.await();
				for (int i = 0; i < RecentDenials.MAX_SIZE; i++) {
					this.denials.add(question(PERMISSION, null), denial(PERMISSION));
					assertThat(this.denials.latest()).hasSizeBetween(1, RecentDenials.MAX_SIZE);
				}
				return null;
			})).toList();
			start.countDown();
			for (Future<?> future : done) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.denials.latest()).hasSize(RecentDenials.MAX_SIZE).doesNotContainNull();
	}

	private static PermissionDecision denial(String permission) {
		return PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	private static PermissionQuestion question(String permission, ResourceReference resource) {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.build();
		return new PermissionQuestion(session, permission, resource, false);
	}

}
