package io.github.fgaspring.benchmarks.starter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.benchmarks.Floor;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveSessionResolver;
import io.github.fgaspring.revocation.SessionMarks;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What a request with a session that is neither revoked nor out of date pays for changes
 * that take effect at once, with so many marks about others: the filters, and the session
 * as it is when a question is decided. The floor is one look-up in a map of that size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LiveChangesOnFastPath {

	private static final List<String> FILTERS = List.of("LiveSessionFilter", "OrganizationPolicyFilter");

	private static final FilterChain PASSED = (request, response) -> {
	};

	/**
	 * How many marks there are.
	 */
	@Param({ "0", "1000", "100000" })
	public int marks;

	private final ConcurrentMap<String, Object> map = new ConcurrentHashMap<>();

	private final Site site = new Site(1);

	private final Site siteWithPolicy = new Site(2, "fga.policies.defaults.max-session-age=8h");

	/**
	 * Mark the sessions of others.
	 * @throws Exception if the filters do not let the request pass
	 */
	@Setup
	public void mark() throws Exception {
		for (int i = 0; i < this.marks; i++) {
			this.map.put("session_" + i, this);
			this.site.mark(i);
			this.siteWithPolicy.mark(i);
		}
		this.site.requirePass(this.marks);
		this.siteWithPolicy.requirePass(this.marks);
	}

	/**
	 * Stop the applications.
	 */
	@TearDown
	public void stop() {
		this.site.close();
		this.siteWithPolicy.close();
	}

	/**
	 * Look a session up that is not there.
	 * @return nothing
	 */
	@Benchmark
	public @Nullable Object mapLookup() {
		return this.map.get(this.site.session.sessionId());
	}

	/**
	 * Ask for both kinds of marks.
	 * @return {@code false}
	 */
	@Benchmark
	@Floor("mapLookup")
	public boolean marksOnly() {
		return this.site.marks.isRevoked(this.site.session) || this.site.marks.isOutdated(this.site.session);
	}

	/**
	 * Pass the filters and resolve the session.
	 * @return the session
	 * @throws Exception if a filter fails
	 */
	@Benchmark
	@Floor("mapLookup")
	public @Nullable FgaSession everything() throws Exception {
		return this.site.pass();
	}

	/**
	 * Pass the filters and resolve the session where there is a policy.
	 * @return the session
	 * @throws Exception if a filter fails
	 */
	@Benchmark
	@Floor("mapLookup")
	public @Nullable FgaSession everythingWithPolicy() throws Exception {
		return this.siteWithPolicy.pass();
	}

	/**
	 * An application, and a request to it.
	 */
	private static final class Site {

		private final ConfigurableApplicationContext context;

		private final SessionMarks marks;

		private final List<Filter> filters;

		private final FgaSessionResolver resolver;

		private final Authentication authentication;

		private final FgaSession session;

		private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/projects/web");

		private final MockHttpServletResponse response = new MockHttpServletResponse();

		Site(int filters, String... properties) {
			this.context = new SpringApplicationBuilder(Application.class)
				.properties("fga.api-key=sk_test_benchmark", "fga.client-id=client_benchmark", "server.port=0",
						"spring.main.banner-mode=off", "logging.level.root=warn")
				.properties(properties)
				.run();
			this.marks = this.context.getBean(SessionMarks.class);
			this.filters = this.context.getBean(SecurityFilterChain.class)
				.getFilters()
				.stream()
				.filter((filter) -> FILTERS.contains(filter.getClass().getSimpleName()))
				.toList();
			require(this.filters.size() == filters);
			FgaSessionResolver resolver = this.context.getBean(FgaSessionResolver.class);
			this.resolver = new LiveSessionResolver(resolver, this.marks);
			this.authentication = this.context.getBean(FgaSessionConverter.class).convert(token());
			this.session = Objects.requireNonNull(resolver.resolve(this.authentication));
		}

		private static Jwt token() {
			Instant now = Instant.now();
			return Jwt.withTokenValue("token")
				.header("alg", "RS256")
				.issuer("https://api.workos.com")
				.subject("user_alice")
				.claim("sid", "session_alice")
				.claim("org_id", "org_acme")
				.claim("organization_membership_id", "om_alice")
				.claim("permissions", List.of("project:view", "project:edit"))
				.claim("auth_time", now.getEpochSecond())
				.issuedAt(now)
				.expiresAt(now.plus(Duration.ofHours(1)))
				.build();
		}

		/**
		 * Half of the marks are of each kind, and they are about all kinds of scopes.
		 */
		void mark(int i) {
			Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
			Kind kind = (i % 2 == 0) ? Kind.REVOKED : Kind.OUTDATED;
			FgaScope scope = switch (i / 2 % 5) {
				case 0 -> FgaScope.session("session_" + i);
				case 1 -> FgaScope.user("user_" + i);
				case 2 -> FgaScope.membership("om_" + i);
				case 3 -> FgaScope.userInOrganization("user_" + i, "org_acme");
				default -> (i < 10) ? FgaScope.everything() : FgaScope.organization("org_" + i);
			};
			this.marks.onChange(
					new LiveChange((scope instanceof FgaScope.Everything) ? Kind.OUTDATED : kind, scope, anHourAgo));
		}

		/**
		 * Require the usual way, as another one may be cheaper.
		 */
		void requirePass(int expectedMarks) throws Exception {
			int found = this.marks.getRevocations() + this.marks.getOutdated();
			FgaSession passed = pass();
			require(found >= expectedMarks * 9 / 10 && passed != null && !passed.permissions().isEmpty()
					&& this.response.getStatus() == 200);
		}

		private static void require(boolean condition) {
			if (!condition) {
				throw new IllegalStateException("The request does not go the way that is to be measured");
			}
		}

		@Nullable FgaSession pass() throws IOException, ServletException {
			SecurityContextHolder.getContext().setAuthentication(this.authentication);
			for (Filter filter : this.filters) {
				filter.doFilter(this.request, this.response, PASSED);
			}
			return this.resolver.resolve(this.authentication);
		}

		void close() {
			this.context.close();
		}

	}

	/**
	 * An application with nothing but the starter.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
