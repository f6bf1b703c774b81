package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.FilterPermittedInterceptor;
import io.github.fgaspring.authorization.FilterPermittedPointcut;
import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the wiring of {@code @FilterPermitted}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FilterPermittedWiringTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test", "fga.client-id=client_test")
		.withBean(FgaSessionResolver.class, () -> (authentication) -> FgaSession.of("user_alice").build())
		.withBean(PermissionChecker.class, () -> (question) -> visible(question.permission(), question.resource()));

	@AfterEach
	void forgetCaller() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void contextWhenConfiguredThenHasBeans() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(FilterRuleRegistry.class)
			.hasSingleBean(FilterPermittedInterceptor.class));
	}

	@Test
	void advisorWhenMethodHasRuleTooThenComesAfterItAndAfterPreAuthorize() {
		this.contextRunner.withBean(Projects.class).run((context) -> {
			List<Integer> orders = new ArrayList<>();
			for (var advisor : ((Advised) context.getBean(Projects.class)).getAdvisors()) {
				if (advisor instanceof Ordered ordered) {
					orders.add(ordered.getOrder());
					assertThat(((PointcutAdvisor) advisor).getPointcut() instanceof FilterPermittedPointcut)
						.isEqualTo(ordered.getOrder() == AuthorizationInterceptorsOrder.POST_FILTER.getOrder());
				}
			}
			assertThat(orders).containsExactly(AuthorizationInterceptorsOrder.PRE_AUTHORIZE.getOrder() - 1,
					AuthorizationInterceptorsOrder.POST_FILTER.getOrder());
		});
	}

	@Test
	void callWhenSomeArePermittedThenFiltered() {
		SecurityContextHolder.setContext(authenticated());
		this.contextRunner.withBean(Projects.class)
			.run((context) -> assertThat(context.getBean(Projects.class).list()).containsExactly("visible"));
	}

	@Test
	void callWhenRuleDeniesThenDeniedBeforeMethodIsEntered() {
		SecurityContextHolder.setContext(authenticated());
		this.contextRunner.withBean(Projects.class)
			.run((context) -> assertThatExceptionOfType(AuthorizationDeniedException.class)
				.isThrownBy(context.getBean(Projects.class)::guardedList));
	}

	@Test
	void callWhenApplicationHasOwnStrategyThenItKnowsTheCaller() {
		SecurityContextHolderStrategy strategy = mock(SecurityContextHolderStrategy.class);
		given(strategy.getContext()).willReturn(authenticated());
		this.contextRunner.withBean(SecurityContextHolderStrategy.class, () -> strategy)
			.withBean(Projects.class)
			.run((context) -> assertThat(context.getBean(Projects.class).list()).containsExactly("visible"));
	}

	@Test
	void startThenNoBeanIsCreatedTooEarly(CapturedOutput output) {
		this.contextRunner.withBean(Projects.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void startWhenResultCannotBeFilteredThenAnalysisNamesMethodAndWhatToReturn() {
		this.contextRunner.withBean(Unfilterable.class).run((context) -> {
			FailureAnalysis analysis = new UnprotectedAnnotationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription())
				.startsWith("These methods carry @RequiresPermission, @FilterPermitted or")
				.contains(Unfilterable.class.getName() + ".map(): @FilterPermitted cannot filter java.util.Map; return"
						+ " an Iterable, Collection, List, Set or SortedSet, an array of objects, an Optional, a Stream,"
						+ " or a Page or Slice of Spring Data, or move the annotation to a method that does");
			assertThat(analysis.getAction()).startsWith("Correct the annotation");
		});
	}

	private static PermissionDecision visible(String permission, ResourceReference resource) {
		return ResourceReference.external("project", "visible").equals(resource)
				? PermissionDecision.grant(permission, DecisionSource.REMOTE)
				: PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	private static SecurityContextImpl authenticated() {
		return new SecurityContextImpl(new TestingAuthenticationToken("user_alice", "", AuthorityUtils.NO_AUTHORITIES));
	}

	static class Projects {

		@FilterPermitted(value = "project:view", resourceType = "project", id = "#root")
		public List<String> list() {
			return List.of("hidden", "visible");
		}

		@RequiresPermission("project:list")
		@FilterPermitted(value = "project:view", resourceType = "project", id = "#root")
		public List<String> guardedList() {
			throw new UnsupportedOperationException();
		}

	}

	static class Unfilterable {

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Map<String, String> map() {
			return Map.of();
		}

	}

}
