package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.fgaspring.actuate.FgaEndpoint;
import io.github.fgaspring.actuate.FgaEndpoint.AgeLimitDescriptor;
import io.github.fgaspring.actuate.FgaEndpoint.CacheDescriptor;
import io.github.fgaspring.actuate.FgaEndpoint.HandlerDescriptor;
import io.github.fgaspring.actuate.FgaEndpoint.RuleDescriptor;
import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.observation.RecentDenials;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaEndpointAutoConfiguration}.
 */
class FgaEndpointAutoConfigurationTests {

	private static final String EXPOSE = "management.endpoints.web.exposure.include=*";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs).withPropertyValues(EXPOSE);

	/**
	 * Neither Spring MVC nor a web application.
	 */
	private final ApplicationContextRunner slimRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaEndpointAutoConfiguration.class,
				FgaObservationAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test", EXPOSE,
				"spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void contextWhenNotExposedThenHasNoEndpoint() {
		WebContexts.runner(workOs).run((context) -> assertThat(context).doesNotHaveBean(FgaEndpoint.class));
	}

	@Test
	void contextWhenAccessIsDeniedThenHasNoEndpoint() {
		this.contextRunner.withPropertyValues("management.endpoint.fga.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(FgaEndpoint.class));
	}

	@Test
	void contextWhenActuatorIsAbsentThenStartsWithout() {
		this.slimRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("fgaEndpoint")
				.doesNotHaveBean(RecentDenials.class));
	}

	@Test
	void rulesWhenHandlersAndOthersThenEachWithItsEnforcementPoint() {
		this.contextRunner.withBean(Reports.class).run((context) -> {
			String endpoints = WebContexts.Endpoints.class.getName();
			String reports = Reports.class.getName();
			assertThat(context.getBean(FgaEndpoint.class).describe().rules()).containsExactly(
					new RuleDescriptor(reports + ".archive(String)", null, List.of("report:read", "report:archive"),
							Match.ANY, "report", true, "method"),
					new RuleDescriptor(reports + ".share(ResourceReference)", null, List.of("report:share"), Match.ALL,
							null, false, "method"),
					new RuleDescriptor(endpoints + ".reports()", Set.of("GET /reports", "GET /public/reports"),
							List.of("report:read"), Match.ALL, "organization", false, "handler"));
		});
	}

	@Test
	void rulesWhenThereAreFiltersThenTheyFollowAndTheirHandlersAreDeclared() {
		this.contextRunner.withBean(Lists.class).run((context) -> {
			FgaEndpoint endpoint = context.getBean(FgaEndpoint.class);
			String endpoints = WebContexts.Endpoints.class.getName();
			String lists = Lists.class.getName();
			assertThat(endpoint.describe().rules()).containsExactly(
					new RuleDescriptor(lists + ".both()", null, List.of("report:list"), Match.ALL, "organization",
							false, "method"),
					new RuleDescriptor(endpoints + ".reports()", Set.of("GET /reports", "GET /public/reports"),
							List.of("report:read"), Match.ALL, "organization", false, "handler"),
					new RuleDescriptor(lists + ".both()", null, List.of("report:read"), Match.ALL, "report", false,
							"result"),
					new RuleDescriptor(lists + ".list()", Set.of("GET /lists"), List.of("report:read"), Match.ALL,
							"report", false, "result"));
			assertThat(endpoint.describe().undeclaredHandlers()).extracting(HandlerDescriptor::method)
				.containsExactly(endpoints + ".change()", endpoints + ".me(Authentication)");
		});
	}

	@Test
	void recentAuthenticationWhenMethodsDemandItThenEachWithItsLimit() {
		this.contextRunner.withBean(Keys.class).run((context) -> {
			FgaEndpoint endpoint = context.getBean(FgaEndpoint.class);
			String keys = Keys.class.getName();
			assertThat(endpoint.describe().recentAuthentication()).containsExactly(
					new AgeLimitDescriptor(keys + ".create()", Set.of("GET /keys"), Duration.ofMinutes(5)),
					new AgeLimitDescriptor(keys + ".rotate()", null, Duration.ofHours(1)));
			assertThat(endpoint.describe().undeclaredHandlers()).extracting(HandlerDescriptor::method)
				.contains(keys + ".create()");
		});
	}

	@Test
	void undeclaredHandlersThenWithAllTheirPaths() {
		this.contextRunner.run((context) -> {
			String endpoints = WebContexts.Endpoints.class.getName();
			assertThat(context.getBean(FgaEndpoint.class).describe().undeclaredHandlers()).containsExactly(
					new HandlerDescriptor(endpoints + ".change()", Set.of("POST /me")),
					new HandlerDescriptor(endpoints + ".me(Authentication)", Set.of("GET /me", "GET /public/me")));
		});
	}

	@Test
	void describeWhenThereIsNoSpringMvcThenShowsRulesAndNoHandlers() {
		this.slimRunner.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet", "jakarta.servlet"))
			.withBean(Reports.class)
			.run((context) -> {
				FgaEndpoint endpoint = context.getBean(FgaEndpoint.class);
				assertThat(endpoint.describe().rules()).extracting(RuleDescriptor::method)
					.containsExactly(Reports.class.getName() + ".archive(String)",
							Reports.class.getName() + ".share(ResourceReference)");
				assertThat(endpoint.describe().undeclaredHandlers()).isEmpty();
			});
	}

	@Test
	void configurationWhenEverythingIsOnThenHoldsEveryPropertyButTheKey() throws IOException {
		Set<String> documented = new TreeSet<>();
		JsonMapper.shared()
			.readTree(new FileSystemResource("target/classes/META-INF/spring-configuration-metadata.json")
				.getContentAsByteArray())
			.get("properties")
			.forEach((property) -> documented.add(property.get("name").asString()));
		documented.removeIf((name) -> name.startsWith("management."));
		assertThat(documented.remove("fga.api-key")).isTrue();
		assertThat(documented.remove("fga.session.sealed-cookie.password")).isTrue();
		assertThat(documented.remove("fga.session.providers")).isTrue();
		assertThat(documented.remove("fga.policies.organizations")).isTrue();
		assertThat(documented.remove("fga.webhooks.secret")).isTrue();
		assertThat(documented.remove("fga.webhooks.previous-secrets")).isTrue();
		this.slimRunner
			.withPropertyValues("fga.decision-cache.enabled=true", "fga.session.cookie-name=session",
					"fga.session.claims.permissions=permissions", "fga.session.sealed-cookie.domain=acme.test",
					"fga.session.sealed-cookie.password=a-secret-password-of-32-characters",
					"fga.remote.read-timeout=1500ms", "fga.webhooks.secret=whsec_secret", "fga.events.poll=true",
					"fga.events.cursor-file=cursor", "fga.web.stale-session-header=Session-Stale",
					"fga.policies.defaults.max-session-age=8h", "fga.policies.defaults.recent-authentication=5m")
			.run((context) -> {
				FgaEndpoint endpoint = context.getBean(FgaEndpoint.class);
				assertThat(endpoint.describe().configuration()).containsOnlyKeys(documented)
					.containsEntry("fga.base-url", "https://api.workos.com")
					.containsEntry("fga.client-id", "client_test")
					.containsEntry("fga.session.issuers",
							List.of("https://api.workos.com", "https://api.workos.com/",
									"https://api.workos.com/user_management/client_test"))
					.containsEntry("fga.session.jwk-set-uri", "https://api.workos.com/sso/jwks/client_test")
					.containsEntry("fga.session.cookie-name", "session")
					.containsEntry("fga.enforcement", "enforce")
					.containsEntry("fga.remote.deadline", "2s")
					.containsEntry("fga.remote.read-timeout", "1500ms")
					.containsEntry("fga.remote.circuit-breaker.window", 50)
					.containsEntry("fga.decision-cache.max-size", 10_000);
				assertThat(endpoint.describe().toString()).doesNotContain("sk_test_secret")
					.doesNotContain("a-secret-password");
			});
	}

	@Test
	void configurationWhenSomethingIsOffThenDoesNotHoldItsDetails() {
		this.slimRunner.withPropertyValues("fga.remote.resilience=false")
			.run((context) -> assertThat(context.getBean(FgaEndpoint.class).describe().configuration())
				.containsEntry("fga.remote.resilience", false)
				.containsEntry("fga.decision-cache.enabled", false)
				.doesNotContainKeys("fga.remote.max-attempts", "fga.remote.circuit-breaker.window",
						"fga.decision-cache.allow-ttl", "fga.session.cookie-name"));
	}

	@Test
	void configurationWhenConnectionBeanHasUserInUrlThenHidesIt() {
		this.slimRunner.withBean(FgaConnectionDetails.class, OwnConnection::new)
			.run((context) -> assertThat(context.getBean(FgaEndpoint.class).describe().configuration())
				.containsEntry("fga.base-url", "https://example.com:8443/workos")
				.containsEntry("fga.session.jwk-set-uri", "https://example.com:8443/workos/sso/jwks/client_own")
				.satisfies((configuration) -> assertThat(configuration.toString()).doesNotContain("secret")));
	}

	@Test
	void cachesWhenOffThenSaysSo() {
		this.slimRunner.run((context) -> {
			CacheDescriptor off = new CacheDescriptor(false, null, null, null, null);
			assertThat(context.getBean(FgaEndpoint.class).describe().caches()).hasSize(3)
				.containsEntry("decisions", off)
				.containsEntry("tenancy", off)
				.containsEntry("memberships", new CacheDescriptor(true, 0L, 0L, 0L, 0L));
		});
	}

	@Test
	void cachesWhenOnThenShowsTheirNumbers() {
		this.slimRunner.withPropertyValues("fga.decision-cache.enabled=true", "fga.fast-path.tenancy=verify")
			.run((context) -> {
				@SuppressWarnings("unchecked")
				Cache<Object, Object> decisions = (Cache<Object, Object>) context.getBean(DecisionCache.class)
					.getNativeCache();
				decisions.getIfPresent("one");
				decisions.getIfPresent("other");
				assertThat(context.getBean(FgaEndpoint.class).describe().caches())
					.containsEntry("decisions", new CacheDescriptor(true, 0L, 0L, 2L, 0L))
					.containsEntry("tenancy", new CacheDescriptor(true, 0L, 0L, 0L, 0L));
			});
	}

	@Test
	void cachesWhenApplicationKnowsTenancyThenThereIsNoCacheOfIt() {
		this.slimRunner.withPropertyValues("fga.fast-path.tenancy=verify")
			.withBean(ResourceTenancy.class, () -> (resource, organizationId) -> true)
			.run((context) -> assertThat(
					context.getBean(FgaEndpoint.class).describe().caches().get("tenancy").enabled())
				.isFalse());
	}

	@Test
	void cachesWhenApplicationKnowsMembershipsThenThereIsNoCacheOfThem() {
		this.slimRunner.withBean(MembershipResolver.class, () -> (session) -> null)
			.run((context) -> assertThat(
					context.getBean(FgaEndpoint.class).describe().caches().get("memberships").enabled())
				.isFalse());
	}

	@Test
	void sectionWhenUnknownThenNull() {
		this.slimRunner.run((context) -> {
			FgaEndpoint endpoint = context.getBean(FgaEndpoint.class);
			assertThat(endpoint.describe("decisions").denials()).isEmpty();
			assertThat(endpoint.describe("Decisions")).isNull();
			assertThat(endpoint.describe("rules")).isNull();
		});
	}

	public static class Reports {

		@RequiresPermission(value = { "report:read", "report:archive" }, match = Match.ANY, alwaysCurrent = true)
		void archive(@ResourceId("report") String id) {
		}

		@RequiresPermission(value = "report:share", resource = "#report")
		void share(ResourceReference report) {
		}

	}

	@RestController
	public static class Lists {

		@GetMapping("/lists")
		@FilterPermitted(value = "report:read", resourceType = "report")
		List<String> list() {
			return List.of();
		}

		@RequiresPermission("report:list")
		@FilterPermitted(value = "report:read", resourceType = "report")
		List<String> both() {
			return List.of();
		}

	}

	private static final class OwnConnection implements FgaConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return URI.create("https://user:secret@example.com:8443/workos?key=secret");
		}

		@Override
		public String getApiKey() {
			return "sk_test_secret";
		}

		@Override
		public String getClientId() {
			return "client_own";
		}

	}

	@RestController
	static class Keys {

		@GetMapping("/keys")
		@RequiresRecentAuthentication("5m")
		String create() {
			return "created";
		}

		@RequiresRecentAuthentication("1h")
		void rotate() {
		}

	}

}
