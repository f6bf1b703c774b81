package io.github.fgaspring.benchmarks.starter;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.benchmarks.Floor;
import org.aopalliance.intercept.MethodInterceptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * A call of a bean's method that the caller has the permission for, one of twelve. All
 * beans are proxied by CGLIB. The floor is an interceptor written by hand that does no
 * more than is needed: who calls, what the method needs, whether it is there. The peers
 * are Spring Security's annotation with an authority, and with a bean that is asked about
 * a resource, as OpenFGA's starter does it; here the bean answers from memory. Ours finds
 * the permission in the claims, without a resource and with one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GuardedMethod {

	private static final String DOCUMENT = "document_42";

	/**
	 * Call a method of the proxy that nothing guards.
	 * @param bare the proxy
	 * @return the result
	 */
	@Benchmark
	public String unguarded(Bare bare) {
		return bare.documents.open();
	}

	/**
	 * Call a method that a bare interceptor guards.
	 * @param bare the proxy
	 * @return the result
	 */
	@Benchmark
	public String bareInterceptor(Bare bare) {
		return bare.documents.view();
	}

	/**
	 * Call a method that needs an authority.
	 * @param stock the proxy
	 * @return the result
	 */
	@Benchmark
	@Floor("bareInterceptor")
	public String preAuthorizeHasAuthority(Stock stock) {
		return stock.documents.view();
	}

	/**
	 * Call a method whose expression asks a bean.
	 * @param stock the proxy
	 * @return the result
	 */
	@Benchmark
	@Floor("bareInterceptor")
	public String preAuthorizeBean(Stock stock) {
		return stock.documents.view(DOCUMENT);
	}

	/**
	 * Call a method that needs a permission.
	 * @param ours the proxy
	 * @return the result
	 */
	@Benchmark
	@Floor("bareInterceptor")
	public String ours(Ours ours) {
		return ours.documents.view();
	}

	/**
	 * Call a method that needs a permission on a resource.
	 * @param ours the proxy
	 * @return the result
	 */
	@Benchmark
	@Floor("bareInterceptor")
	public String oursWithResource(Ours ours) {
		return ours.documents.view(DOCUMENT);
	}

	private static void setCaller(Authentication authentication) {
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
	}

	private static void requireDenied(Runnable call) {
		try {
			call.run();
		}
		catch (AccessDeniedException ex) {
			return;
		}
		Ways.require(false, "access without the permission");
	}

	/**
	 * An interceptor written by hand.
	 */
	@State(Scope.Benchmark)
	public static class Bare {

		private final BareDocuments documents = proxy();

		private static BareDocuments proxy() {
			ProxyFactory factory = new ProxyFactory(new BareDocuments());
			factory.setProxyTargetClass(true);
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(interceptor());
			advisor.setMappedNames("view", "erase");
			factory.addAdvisor(advisor);
			return (BareDocuments) factory.getProxy();
		}

		private static MethodInterceptor interceptor() {
			Map<Method, String> rules = Map.of(method("view"), "document:view", method("erase"), "document:erase");
			return (invocation) -> {
				Authentication caller = SecurityContextHolder.getContext().getAuthentication();
				if (caller == null || !(caller.getPrincipal() instanceof Caller known)
						|| !known.permissions().contains(rules.get(invocation.getMethod()))) {
					throw new AccessDeniedException("Access denied");
				}
				return invocation.proceed();
			};
		}

		private static Method method(String name) {
			return Arrays.stream(BareDocuments.class.getDeclaredMethods())
				.filter((method) -> method.getName().equals(name))
				.findFirst()
				.orElseThrow();
		}

		/**
		 * Let the measuring thread be the caller, and require that it matters who calls.
		 */
		@Setup(Level.Iteration)
		public void call() {
			setCaller(new TestingAuthenticationToken(new Caller(Set.of()), ""));
			requireDenied(this.documents::view);
			setCaller(new TestingAuthenticationToken(new Caller(Set.copyOf(SessionTokens.PERMISSIONS)), ""));
			requireDenied(this.documents::erase);
		}

	}

	/**
	 * Who calls.
	 *
	 * @param permissions what the caller may do
	 */
	private record Caller(Set<String> permissions) {

	}

	/**
	 * Guarded by hand.
	 */
	static class BareDocuments {

		String open() {
			return DOCUMENT;
		}

		String view() {
			return DOCUMENT;
		}

		void erase() {
		}

	}

	/**
	 * Spring Security.
	 */
	@State(Scope.Benchmark)
	public static class Stock {

		private final ConfigurableApplicationContext context = new SpringApplicationBuilder(StockApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn")
			.run();

		private final StockDocuments documents = this.context.getBean(StockDocuments.class);

		/**
		 * Let the measuring thread be the caller, and require that it matters who calls,
		 * and for what.
		 */
		@Setup(Level.Iteration)
		public void call() {
			setCaller(caller(Set.of()));
			requireDenied(this.documents::view);
			setCaller(caller(SessionTokens.PERMISSIONS));
			requireDenied(() -> this.documents.view("another"));
		}

		private static Authentication caller(Collection<String> authorities) {
			return new TestingAuthenticationToken("user", "", AuthorityUtils.createAuthorityList(authorities));
		}

		/**
		 * Stop the application.
		 */
		@TearDown
		public void stop() {
			this.context.close();
		}

	}

	/**
	 * Nothing but method security.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(proxyTargetClass = true)
	static class StockApplication {

		@Bean
		StockDocuments documents() {
			return new StockDocuments();
		}

		@Bean
		Checks checks() {
			return new Checks(Map.of("document:view", Set.of(DOCUMENT)));
		}

	}

	/**
	 * Guarded by Spring Security.
	 */
	static class StockDocuments {

		@PreAuthorize("hasAuthority('document:view')")
		String view() {
			return DOCUMENT;
		}

		@PreAuthorize("@checks.check('document', 'view', #id)")
		String view(String id) {
			return id;
		}

	}

	/**
	 * Answers from memory.
	 */
	public static final class Checks {

		private final Map<String, Set<String>> granted;

		Checks(Map<String, Set<String>> granted) {
			this.granted = granted;
		}

		/**
		 * Answers a question.
		 * @param type the type of the resource
		 * @param relation what the caller wants with it
		 * @param id its id
		 * @return whether the caller may
		 */
		public boolean check(String type, String relation, String id) {
			return type.equals("document") && relation.equals("view")
					&& Objects.requireNonNull(this.granted.get("document:view")).contains(id);
		}

	}

	/**
	 * The starter.
	 */
	@State(Scope.Benchmark)
	public static class Ours {

		private final SessionTokens tokens = new SessionTokens();

		private final StarterApplication application = StarterApplication.start(this.tokens.workOs());

		private final OurDocuments documents = this.application.bean(OurDocuments.class);

		/**
		 * Let the measuring thread be the caller, and require that it matters who calls,
		 * and that the claims decide.
		 */
		@Setup(Level.Iteration)
		public void call() {
			setCaller(this.application.authenticate(this.tokens.newString()));
			requireDenied(this.documents::erase);
			this.documents.view();
			this.documents.view(DOCUMENT);
			Ways.require(this.tokens.questions().isEmpty(), "questions to WorkOS");
		}

		/**
		 * Stop the application.
		 */
		@TearDown
		public void stop() {
			this.application.close();
			this.tokens.close();
		}

	}

	/**
	 * Guarded by the starter.
	 */
	static class OurDocuments {

		@RequiresPermission("document:view")
		String view() {
			return DOCUMENT;
		}

		@RequiresPermission("document:view")
		String view(@ResourceId("document") String id) {
			return id;
		}

		@RequiresPermission("document:erase")
		void erase() {
		}

	}

}
