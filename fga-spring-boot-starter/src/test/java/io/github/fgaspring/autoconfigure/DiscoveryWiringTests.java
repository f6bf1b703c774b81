package io.github.fgaspring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.ResourceDiscovery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What questions about many depend on.
 */
class DiscoveryWiringTests {

	private static final String VIEW = "project:view";

	private static final ResourceReference WORKSPACE = ResourceReference.external("workspace", "w-1");

	private static final FgaSession SESSION = FgaSession.of("user_alice")
		.organizationId("org_acme")
		.organizationMembershipId("om_alice")
		.permissions(VIEW)
		.build();

	private final Set<String> threads = ConcurrentHashMap.newKeySet();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test")
		.withBean(FgaClient.class, () -> (membership, permission, resource) -> {
			this.threads.add(Thread.currentThread().getName());
			return PermissionDecision.grant(permission, DecisionSource.REMOTE);
		});

	@Test
	void listWhenTokenGrantsThenEverything() {
		this.contextRunner.run((context) -> assertThat(isEverything(context)).isTrue());
	}

	@Test
	void listWhenFastPathIsOffThenNotEverything() {
		this.contextRunner.withPropertyValues("fga.fast-path.enabled=false")
			.run((context) -> assertThat(isEverything(context)).isFalse());
	}

	@Test
	void listWhenTenancyIsVerifiedThenEverythingIfTheParentBelongsThere() {
		this.contextRunner.withPropertyValues("fga.fast-path.tenancy=verify").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(isEverything(context)).isFalse();
		});
		this.contextRunner.withPropertyValues("fga.fast-path.tenancy=verify")
			.withBean(ResourceTenancy.class, () -> (resource, organizationId) -> resource.equals(WORKSPACE))
			.run((context) -> assertThat(isEverything(context)).isTrue());
	}

	@Test
	void listWhenApplicationHasItsOwnCheckerThenNotEverything() {
		this.contextRunner.withBean(PermissionChecker.class, () -> (question) -> null)
			.run((context) -> assertThat(isEverything(context)).isFalse());
	}

	@Test
	void filterWhenApplicationHasItsOwnCheckerThenThatIsAsked() {
		this.contextRunner
			.withBean(PermissionChecker.class,
					() -> (question) -> PermissionDecision.grant(question.permission(), DecisionSource.NONE))
			.run((context) -> assertThat(context.getBean(PermissionFilter.class)
				.filter(SESSION, "project:edit", List.of("a", "b"), (id) -> ResourceReference.external("project", id)))
				.containsExactly("a", "b"));
		assertThat(this.threads).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, true", "2, 1, true", "3, 1, true", "7, 3, true", "64, 32, true", "7, 3, false" })
	void filterThenTakesHalfOfTheCallsThatMayBeUnderWay(int maxConcurrent, int expected, boolean resilience) {
		this.contextRunner
			.withPropertyValues("fga.remote.max-concurrent=" + maxConcurrent, "fga.remote.resilience=" + resilience)
			.run((context) -> {
				assertThat(context.getBean(RemoteSettings.class).parallelCalls()).isEqualTo(expected);
				context.getBean(PermissionChecker.class).checkEach(questions());
			});
		assertThat(this.threads).hasSizeBetween(1, expected)
			.allSatisfy((name) -> assertThat(name).startsWith("fga-call-"));
	}

	@Test
	void filterWhenContextIsClosedThenUnavailable() {
		AtomicReference<PermissionChecker> checker = new AtomicReference<>();
		this.contextRunner.run((context) -> {
			checker.set(context.getBean(PermissionChecker.class));
			assertThat(checker.get().checkEach(questions())).allMatch(PermissionDecision::isGranted);
		});
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> checker.get().checkEach(questions()))
			.withMessageContaining("shutting down");
	}

	private static boolean isEverything(ApplicationContext context) {
		return context.getBean(ResourceDiscovery.class).list(SESSION, VIEW, WORKSPACE).isEverything();
	}

	private static List<PermissionQuestion> questions() {
		return IntStream.range(0, 50)
			.mapToObj((i) -> new PermissionQuestion(SESSION, "project:edit",
					ResourceReference.external("project", "p-" + i), false))
			.toList();
	}

}
