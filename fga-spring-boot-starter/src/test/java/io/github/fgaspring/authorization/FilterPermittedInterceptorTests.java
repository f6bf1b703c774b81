package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermissionFilter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class FilterPermittedInterceptorTests {

	private static final FgaSession SESSION = FgaSession.of("user_alice").build();

	private static final Authentication ALICE = authenticated();

	private static final PermissionChecker UNAVAILABLE = (question) -> {
		throw new CheckUnavailableException("down", null);
	};

	private final SecurityContextHolderStrategy contexts = new OneContext();

	private final List<PermissionQuestion> asked = new ArrayList<>();

	private final Items items = new Items();

	@Test
	void invokeWhenSomeArePermittedThenTheseInTheirOrder() {
		this.items.result = Arrays.asList(item(5), item(2), null, item(4), item(2), item(1));
		assertThat(proxy(even()).list()).containsExactly(item(2), item(4), item(2));
		assertThat(this.asked).extracting(PermissionQuestion::resource)
			.containsExactly(project(5), project(2), project(4), project(1));
		assertThat(this.asked).allSatisfy((question) -> {
			assertThat(question.session()).isEqualTo(SESSION);
			assertThat(question.permission()).isEqualTo("project:view");
			assertThat(question.alwaysCurrent()).isFalse();
		});
	}

	@Test
	void invokeWhenMethodReturnsNullThenNullAndNobodyIsAsked() {
		assertThat(proxy(even()).list()).isNull();
		assertThat(this.items.entered).isOne();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void invokeWhenCheckersLeaveUndecidedThenLeftOut() {
		this.items.result = List.of(item(2));
		assertThat(proxy((question) -> null).list()).isEmpty();
	}

	@Test
	void invokeWhenIdIsNullOrUnusableThenLeftOutWhateverIsGranted() {
		this.items.result = List.of(new Item(null), new Item(" "), item(1));
		assertThat(proxy((question) -> grant()).list()).containsExactly(item(1));
	}

	@Test
	void invokeWhenIdCannotBeEvaluatedThenLeftOutWhateverIsGranted() {
		this.items.result = Arrays.asList(item(1), "no item", item(2));
		assertThat(proxy((question) -> grant()).list()).isEqualTo(List.of(item(1), item(2)));
	}

	@Test
	void invokeWhenOneAnswerCannotBeHadThenNoResult() {
		this.items.result = List.of(item(1), item(2), item(3));
		PermissionChecker failing = (question) -> project(3).equals(question.resource()) ? UNAVAILABLE.check(question)
				: grant();
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(proxy(failing)::list);
	}

	@Test
	void invokeWhenMethodThrowsThenItsExceptionAndNobodyIsAsked() {
		this.items.failure = new UnsupportedOperationException();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(proxy(even())::list);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void invokeWhenNobodyIsLoggedInThenMethodIsNotEntered() {
		for (Authentication caller : Arrays.asList(null, anonymous(), new TestingAuthenticationToken("eve", ""),
				authenticatedWithoutSession())) {
			this.contexts.setContext(new SecurityContextImpl(caller));
			Items proxy = proxyForCurrent(even(), Enforcement.ENFORCE);
			assertThatExceptionOfType(InsufficientAuthenticationException.class).isThrownBy(proxy::list);
		}
		assertThat(this.items.entered).isZero();
	}

	@Test
	void invokeWhenMethodChangesTheCallerThenTheOneThatHasCalledCounts() {
		this.items.result = List.of(item(2));
		this.items.work = this.contexts::clearContext;
		assertThat(proxy(even()).list()).containsExactly(item(2));
		assertThat(this.asked).extracting(PermissionQuestion::session).containsExactly(SESSION);
	}

	@Test
	void invokeWhenSomebodyReplacesResultByAnotherTypeThenExceptionAndNotTheResult() {
		ProxyFactory factory = new ProxyFactory(this.items);
		factory.setProxyTargetClass(true);
		this.contexts.setContext(new SecurityContextImpl(ALICE));
		factory.addAdvisor(advisor((question) -> grant(), Enforcement.ENFORCE));
		factory.addAdvice((MethodInterceptor) (invocation) -> "something else");
		Items proxy = (Items) factory.getProxy();
		assertThatIllegalStateException().isThrownBy(proxy::list)
			.withMessage(
					Items.class.getName() + ".list() filters by [project:view], but has returned java.lang.String");
	}

	@Test
	void invokeWhenStreamIsConsumedThenException() {
		Stream<Item> stream = Stream.of(item(2));
		stream.toList();
		this.items.result = stream;
		assertThatIllegalStateException().isThrownBy(proxy(even())::stream);
	}

	@Test
	void invokeWhenOptionalThenPermittedOrEmpty() {
		this.items.result = Optional.of(item(2));
		assertThat(proxy(even()).optional()).contains(item(2));
		this.items.result = Optional.of(item(1));
		assertThat(proxy(even()).optional()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void invokeWhenMonitoringThenNothingIsLeftOutButLogged(Kind kind, CapturedOutput output) {
		List<Object> elements = Arrays.asList(item(3), null, item(2));
		this.items.result = kind.of(elements);
		assertThat(kind.list(proxy(even(), Enforcement.MONITOR))).isEqualTo(elements);
		assertThat(output).containsOnlyOnce("Would have been left out: 2 element(s), " + Items.class.getName() + "."
				+ kind.method + "() filters by [project:view]");
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void invokeWhenMonitoringAndAllArePermittedThenNothingToLog(CapturedOutput output) {
		this.items.result = List.of(item(2));
		assertThat(proxy(even(), Enforcement.MONITOR).list()).containsExactly(item(2));
		assertThat(output).doesNotContain("Would have");
	}

	@Test
	void invokeWhenMonitoringAndNoSessionThenUnfilteredAndLogged(CapturedOutput output) {
		this.items.result = List.of(item(1));
		assertThat(proxyForCurrent(even(), Enforcement.MONITOR).list()).containsExactly(item(1));
		assertThat(output).containsOnlyOnce(
				"Would have been refused: " + Items.class.getName() + ".list() filters by [project:view], NO_SESSION");
		assertThat(this.asked).isEmpty();
	}

	@Test
	void invokeWhenMonitoringAndUnavailableThenUnfilteredAndLogged(CapturedOutput output) {
		this.items.result = List.of(item(1));
		assertThat(proxy(UNAVAILABLE, Enforcement.MONITOR).list()).containsExactly(item(1));
		assertThat(output).containsOnlyOnce("filters by [project:view], UNAVAILABLE");
	}

	@Property(tries = 200)
	void invokeThenResultIsExactlyThePermittedSubsequence(
			@ForAll @Size(max = 30) List<@WithNull(0.1) @IntRange(max = 12) Integer> ids,
			@ForAll Set<@IntRange(max = 12) Integer> permitted, @ForAll Kind kind) {
		this.asked.clear();
		List<Object> elements = new ArrayList<>();
		ids.forEach((id) -> elements.add((id != null) ? item(id) : null));
		this.items.result = kind.of(elements);
		List<Object> expected = new ArrayList<>();
		for (Object element : kind.normalized(elements)) {
			if (element instanceof Item item && permitted.contains(Integer.valueOf(item.id()))) {
				expected.add(element);
			}
		}
		Items proxy = proxy((question) -> (question.resource() instanceof ResourceReference.External external
				&& permitted.contains(Integer.valueOf(external.externalId()))) ? grant() : deny());
		assertThat(kind.list(proxy)).isEqualTo(expected);
		assertThat(this.asked).extracting(PermissionQuestion::resource).doesNotHaveDuplicates();
	}

	private Items proxy(PermissionChecker checker) {
		return proxy(checker, Enforcement.ENFORCE);
	}

	private Items proxy(PermissionChecker checker, Enforcement enforcement) {
		this.contexts.setContext(new SecurityContextImpl(ALICE));
		return proxyForCurrent(checker, enforcement);
	}

	private Items proxyForCurrent(PermissionChecker checker, Enforcement enforcement) {
		ProxyFactory factory = new ProxyFactory(this.items);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(advisor(checker, enforcement));
		return (Items) factory.getProxy();
	}

	private DefaultPointcutAdvisor advisor(PermissionChecker checker, Enforcement enforcement) {
		FilterRuleRegistry filters = new FilterRuleRegistry(new AnnotationTemplateExpressionDefaults());
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		PermissionChecker recording = (question) -> {
			this.asked.add(question);
			return checker.check(question);
		};
		PermissionRuleAuthorizer authorizer = new PermissionRuleAuthorizer(
				new PermissionQuestioner((authentication) -> (authentication == ALICE) ? SESSION : null, recording),
				new ResourceExpressionEvaluator(beans), new DecisionEventPublisher((event) -> {
				}));
		return new DefaultPointcutAdvisor(new FilterPermittedPointcut(filters),
				new FilterPermittedInterceptor(filters, authorizer, new ElementResourceEvaluator(beans),
						new PermissionFilter(recording), new MonitorMode(enforcement), this.contexts));
	}

	private static PermissionChecker even() {
		return (question) -> (question.resource() instanceof ResourceReference.External external
				&& external.externalId() != null && Integer.parseInt(external.externalId()) % 2 == 0) ? grant()
						: deny();
	}

	private static PermissionDecision grant() {
		return PermissionDecision.grant("project:view", DecisionSource.REMOTE);
	}

	private static PermissionDecision deny() {
		return PermissionDecision.deny("project:view", DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
	}

	private static ResourceReference project(int id) {
		return ResourceReference.external("project", Integer.toString(id));
	}

	private static Item item(int id) {
		return new Item(Integer.toString(id));
	}

	private static Authentication authenticated() {
		return new TestingAuthenticationToken("alice", "", AuthorityUtils.NO_AUTHORITIES);
	}

	private static Authentication authenticatedWithoutSession() {
		return authenticated();
	}

	private static Authentication anonymous() {
		return new AnonymousAuthenticationToken("key", "anonymousUser", AuthorityUtils.createAuthorityList("NOBODY"));
	}

	record Item(String id) {

	}

	/**
	 * Kinds of results that may have any elements.
	 */
	enum Kind {

		LIST("list", (elements) -> elements, Items::list),

		ITERABLE("iterable", (elements) -> (Iterable<Object>) elements::iterator,
				(items) -> (List<?>) items.iterable()),

		SET("set", LinkedHashSet::new, (items) -> new ArrayList<>(items.set())),

		ARRAY("array", (elements) -> elements.toArray(new Item[0]), (items) -> Arrays.asList(items.array())),

		STREAM("stream", List::stream, (items) -> items.stream().toList()),

		PAGE("page", (elements) -> new PageImpl<>(elements, PageRequest.of(0, 100), 100),
				(items) -> items.page().getContent());

		private final String method;

		private final Function<List<Object>, Object> of;

		private final Function<Items, List<?>> list;

		Kind(String method, Function<List<Object>, Object> of, Function<Items, List<?>> list) {
			this.method = method;
			this.of = of;
			this.list = list;
		}

		Object of(List<Object> elements) {
			return this.of.apply(elements);
		}

		List<?> list(Items items) {
			return this.list.apply(items);
		}

		List<?> normalized(List<Object> elements) {
			return (this == SET) ? new ArrayList<>(new LinkedHashSet<>(elements)) : elements;
		}

	}

	static class Items {

		private Object result;

		private RuntimeException failure;

		private Runnable work = () -> {
		};

		private int entered;

		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<Object> list() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Iterable<Object> iterable() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Set<Object> set() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Item[] array() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Stream<Object> stream() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Page<Object> page() {
			return result();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Optional<Item> optional() {
			return result();
		}

		@SuppressWarnings("unchecked")
		private <T> T result() {
			this.entered++;
			this.work.run();
			if (this.failure != null) {
				throw this.failure;
			}
			return (T) this.result;
		}

	}

	private static final class OneContext implements SecurityContextHolderStrategy {

		private SecurityContext context = createEmptyContext();

		@Override
		public void clearContext() {
			this.context = createEmptyContext();
		}

		@Override
		public SecurityContext getContext() {
			return this.context;
		}

		@Override
		public void setContext(SecurityContext context) {
			this.context = context;
		}

		@Override
		public SecurityContext createEmptyContext() {
			return new SecurityContextImpl();
		}

	}

}
