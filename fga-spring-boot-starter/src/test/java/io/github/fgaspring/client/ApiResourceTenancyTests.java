package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class ApiResourceTenancyTests {

	private static final Duration MAX_WAIT = Duration.ofSeconds(50);

	private static final Duration MOMENT = Duration.ofNanos(1);

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private final AtomicLong nanos = new AtomicLong();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final TenancyClient client = new TenancyClient();

	private final CallPool pool = new CallPool(2, MAX_WAIT, ObservationRegistry.NOOP);

	private final ApiResourceTenancy tenancy = new ApiResourceTenancy(this.client, this.pool, MAX_WAIT, this.status,
			this.nanos::get);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		Ticker ticker = Ticker.systemTicker();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiResourceTenancy(null, this.pool, MAX_WAIT, this.status, ticker));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiResourceTenancy(this.client, null, MAX_WAIT, this.status, ticker));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiResourceTenancy(this.client, this.pool, null, this.status, ticker));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiResourceTenancy(this.client, this.pool, MAX_WAIT, null, ticker));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiResourceTenancy(this.client, this.pool, MAX_WAIT, this.status, null));
	}

	@Test
	void belongsToWhenItDoesThenIsBelievedForLong() {
		this.client.answer = true;
		assertThat(belongs()).isTrue();
		this.client.answer = false;
		advance(ApiResourceTenancy.POSITIVE_TTL.minus(MOMENT));
		assertThat(belongs()).isTrue();
		advance(MOMENT);
		assertThat(belongs()).isFalse();
		assertThat(this.client.calls).containsExactly("org_acme p-1", "org_acme p-1");
	}

	@Test
	void belongsToWhenItDoesNotThenIsBelievedBriefly() {
		assertThat(belongs()).isFalse();
		this.client.answer = true;
		advance(LookupCache.NEGATIVE_TTL.minus(MOMENT));
		assertThat(belongs()).isFalse();
		advance(MOMENT);
		assertThat(belongs()).isTrue();
		assertThat(this.client.calls).hasSize(2);
	}

	@Test
	void belongsToWhenOrganizationOrResourceDiffersThenAsks() {
		this.client.answer = true;
		belongs();
		this.client.answer = false;
		assertThat(this.tenancy.belongsTo(PROJECT, "org_other")).isFalse();
		assertThat(this.tenancy.belongsTo(ResourceReference.external("project", "p-2"), "org_acme")).isFalse();
		assertThat(this.tenancy.belongsTo(ResourceReference.external("document", "p-1"), "org_acme")).isFalse();
		assertThat(this.client.calls).hasSize(4);
	}

	@Test
	void belongsToWhenUnavailableThenIsNotRemembered() {
		this.client.failure = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(this::belongs)
			.isSameAs(this.client.failure);
		this.client.failure = null;
		this.client.answer = true;
		assertThat(belongs()).isTrue();
	}

	@Test
	void belongsToWhenTheSameIsBeingAskedThenSharesTheCall() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.client.answer = true;
		this.client.beforeAnswer = () -> {
			started.countDown();
			release.await();
			return null;
		};
		CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(this::belongs, ApiResourceTenancyTests::run);
		started.await();
		CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(this::belongs, ApiResourceTenancyTests::run);
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		release.countDown();
		assertThat(first.join()).isTrue();
		assertThat(second.join()).isTrue();
		assertThat(this.client.calls).hasSize(1);
	}

	@Test
	void belongsToWhenClientCannotFindOutThenFalse() {
		FgaClient checksOnly = (membership, permission, resource) -> {
			throw new AssertionError("Asked for a permission");
		};
		assertThat(new ApiResourceTenancy(checksOnly, this.pool, MAX_WAIT, this.status, Ticker.systemTicker())
			.belongsTo(PROJECT, "org_acme")).isFalse();
	}

	@Test
	void belongingThenAsksForWhatIsNotKnownAndBelievesIt() {
		ResourceReference other = ResourceReference.external("project", "p-2");
		ResourceReference third = ResourceReference.external("project", "p-3");
		this.client.answer = true;
		belongs();
		this.client.answer = false;
		assertThat(this.tenancy.belonging(List.of(other, PROJECT, third), "org_acme")).containsExactly(PROJECT);
		assertThat(this.client.calls).containsExactlyInAnyOrder("org_acme p-1", "org_acme p-2", "org_acme p-3");
		this.client.answer = true;
		assertThat(this.tenancy.belonging(List.of(other, PROJECT, third), "org_acme")).containsExactly(PROJECT);
		assertThat(this.client.calls).hasSize(3);
		advance(LookupCache.NEGATIVE_TTL);
		assertThat(this.tenancy.belonging(List.of(other, PROJECT, third), "org_acme")).containsExactlyInAnyOrder(other,
				PROJECT, third);
		assertThat(this.tenancy.belonging(List.of(), "org_acme")).isEmpty();
	}

	@Test
	void belongingWhenOneIsUnavailableThenUnavailable() {
		this.client.failure = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.tenancy.belonging(List.of(PROJECT, ResourceReference.external("project", "p-2")),
					"org_acme"))
			.isSameAs(this.client.failure);
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void evictThenAsksAgainAboutWhatIsInTheScope(FgaScope scope, boolean affected) {
		belongs();
		this.client.answer = true;
		this.tenancy.evict(scope);
		assertThat(belongs()).isEqualTo(affected);
	}

	static Stream<Arguments> scopes() {
		return Stream.of(Arguments.of(FgaScope.organization("org_acme"), true),
				Arguments.of(FgaScope.resource(PROJECT), true), Arguments.of(FgaScope.everything(), true),
				Arguments.of(FgaScope.organization("org_other"), false),
				Arguments.of(FgaScope.resource(ResourceReference.external("project", "p-2")), false),
				Arguments.of(FgaScope.userInOrganization("user_alice", "org_acme"), false),
				Arguments.of(FgaScope.user("org_acme"), false), Arguments.of(FgaScope.membership("org_acme"), false),
				Arguments.of(FgaScope.session("org_acme"), false));
	}

	@Test
	void resetThenAsksAgain() {
		this.client.answer = true;
		belongs();
		this.tenancy.reset();
		this.client.answer = false;
		assertThat(belongs()).isFalse();
	}

	@Test
	void cacheThenHasStatisticsAndHoldsNoIdsInItsText() {
		belongs();
		belongs();
		assertThat(this.tenancy.getNativeCache().stats().hitCount()).isOne();
		assertThat(this.tenancy.getNativeCache().asMap().toString()).contains("project")
			.doesNotContain("org_acme", "p-1");
	}

	private boolean belongs() {
		return this.tenancy.belongsTo(PROJECT, "org_acme");
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	private static void run(Runnable work) {
		new Thread(work).start();
	}

	private static final class TenancyClient implements FgaClient {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private volatile boolean answer;

		private volatile CheckUnavailableException failure;

		private volatile Callable<Void> beforeAnswer = () -> null;

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			throw new AssertionError("Asked for a permission");
		}

		@Override
		public boolean isInOrganization(String organizationId, ResourceReference resource) {
			this.calls.add(organizationId + " " + ((ResourceReference.External) resource).externalId());
			try {
				this.beforeAnswer.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			if (this.failure != null) {
				throw this.failure;
			}
			return this.answer;
		}

	}

}
