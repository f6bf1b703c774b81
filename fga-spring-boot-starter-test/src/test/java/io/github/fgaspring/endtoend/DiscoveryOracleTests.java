package io.github.fgaspring.endtoend;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionCheckerChain;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.PermittedMember;
import io.github.fgaspring.discovery.PermittedResource;
import io.github.fgaspring.discovery.ResourceDiscovery;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.membership.IdKind;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.WorkOsIds;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In random worlds, whatever is said about many is what is said about each of them; and
 * where that cannot be found out, nothing is said.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiscoveryOracleTests {

	private static final int WORLDS = 6;

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final Resilience.Settings RESILIENCE = new Resilience.Settings(3, Duration.ofMillis(2), 16, 100,
			10_000, 10_000, Duration.ofSeconds(1));

	private static final List<String> MEMBERS = List.of("alice", "bob", "carol");

	private static final Map<String, String> TYPES = Map.of("workspace:0", "workspace", "workspace:1", "workspace",
			"project:0", "project", "project:1", "project", "project:2", "project", "no-such:permission", "none");

	private static final List<ResourceReference> PARENTS = List.of(
			ResourceReference.external("organization", "org_acme"), ResourceReference.external("workspace", "w-0"),
			ResourceReference.external("workspace", "w-1"), ResourceReference.external("workspace", "w-2"),
			ResourceReference.external("workspace", "w-unknown"));

	private Random random;

	/**
	 * The children of each parent.
	 */
	private final Map<ResourceReference, List<ResourceReference>> children = new HashMap<>();

	/**
	 * What the token of each member says.
	 */
	private final Map<String, Set<String>> tokens = new HashMap<>();

	private FgaEmulator emulator;

	private FgaClient client;

	private final CallPool pool = new CallPool(4, LIMIT, ObservationRegistry.NOOP);

	private PermissionChecker checker;

	private PermissionFilter filter;

	private ResourceDiscovery discovery;

	@AfterEach
	void end() {
		RequestContextHolder.resetRequestAttributes();
		this.pool.close();
		this.emulator.close();
	}

	static List<Long> worlds() {
		return IntStream.range(0, WORLDS).mapToObj((i) -> 20261121L + i).toList();
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void manyWhenAskedTogetherThenSameAsOneByOne(long seed) {
		begin(seed);
		int some = 0;
		for (boolean fastPath : new boolean[] { true, false }) {
			wire(fastPath);
			for (String member : MEMBERS) {
				for (ResourceReference parent : PARENTS) {
					for (String permission : TYPES.keySet()) {
						some += assertSame(session(member), permission, parent);
					}
				}
				this.children.values()
					.forEach((resources) -> resources
						.forEach((resource) -> assertPermissionsAreRight(session(member), resource)));
			}
		}
		assertThat(some).isPositive();
	}

	private int assertSame(FgaSession session, String permission, ResourceReference parent) {
		List<ResourceReference> items = this.children.getOrDefault(parent, List.of());
		List<ResourceReference> oneByOne = items.stream().filter((item) -> can(session, permission, item)).toList();
		newRequest();
		assertThat(this.filter.filter(session, permission, items, (item) -> item)).isEqualTo(oneByOne);
		int calls = this.emulator.requests().size();
		assertThat(items.stream().filter((item) -> can(session, permission, item)).toList()).isEqualTo(oneByOne);
		assertThat(this.emulator.requests()).as("calls for what the filter knows").hasSize(calls);
		assertThat(this.discovery.list(session, permission, parent).stream().map(DiscoveryOracleTests::reference))
			.containsExactlyInAnyOrderElementsOf(oneByOne);
		return oneByOne.size();
	}

	private void assertPermissionsAreRight(FgaSession session, ResourceReference resource) {
		String type = ((ResourceReference.External) resource).type();
		Set<String> expected = new TreeSet<>();
		for (String permission : TYPES.keySet()) {
			boolean told = type.equals(TYPES.get(permission)) || session.permissions().contains(permission);
			if (told && can(session, permission, resource)) {
				expected.add(permission);
			}
		}
		newRequest();
		assertThat(this.discovery.permissions(session, resource)).isEqualTo(expected);
		for (String permission : expected) {
			assertThat(can(session, permission, resource)).isTrue();
		}
		assertThat(this.discovery.permissions(session, resource)).isEqualTo(expected);
		assertThat(this.emulator.requests()).as("calls for a list and what it tells").hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void membersThenThoseOfWhomACheckSaysSo(long seed) {
		begin(seed);
		wire(true);
		for (List<ResourceReference> resources : this.children.values()) {
			for (ResourceReference resource : resources) {
				for (String permission : TYPES.keySet()) {
					List<String> expected = MEMBERS.stream()
						.map((member) -> "om_" + member)
						.filter((membership) -> this.client.check(membership, permission, resource).isGranted())
						.toList();
					assertThat(this.discovery.members(session("alice"), resource, permission)
						.stream()
						.map(PermittedMember::membershipId)).containsExactlyInAnyOrderElementsOf(expected);
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void manyWhenApiFailsAtRandomThenAllOrNothing(long seed) {
		begin(seed);
		wire(false);
		List<FaultKind> kinds = FaultKind.quick();
		Set<Boolean> outcomes = new HashSet<>();
		List<ResourceReference> all = this.children.values().stream().flatMap(List::stream).toList();
		for (int i = 0; i < 120; i++) {
			FgaSession session = session(any(MEMBERS));
			String permission = any(TYPES.keySet().stream().sorted().toList());
			ResourceReference parent = any(PARENTS);
			List<ResourceReference> some = all.stream().filter((item) -> this.random.nextInt(3) != 0).toList();
			this.emulator.clearFaults();
			List<ResourceReference> permitted = some.stream()
				.filter((item) -> isGranted(session, permission, item))
				.toList();
			List<ResourceReference> below = this.children.getOrDefault(parent, List.of())
				.stream()
				.filter((item) -> isGranted(session, permission, item))
				.toList();
			FaultKind kind = any(kinds);
			for (int fault = this.random.nextInt(3); fault > 0; fault--) {
				this.emulator.inject(kind.on("/authorization/**", 1 + this.random.nextInt(4)));
			}
			newRequest();
			try {
				assertThat(this.filter.filter(session, permission, some, (item) -> item)).as("%s", kind)
					.isEqualTo(permitted);
				outcomes.add(true);
			}
			catch (CheckUnavailableException ex) {
				outcomes.add(false);
			}
			try {
				assertThat(
						this.discovery.list(session, permission, parent).stream().map(DiscoveryOracleTests::reference))
					.as("%s", kind)
					.containsExactlyInAnyOrderElementsOf(below);
			}
			catch (CheckUnavailableException ex) {
				outcomes.add(false);
			}
		}
		assertThat(outcomes).containsExactlyInAnyOrder(true, false);
	}

	private static ResourceReference reference(PermittedResource resource) {
		return ResourceReference.external(resource.type(), resource.externalId());
	}

	/**
	 * As the application would ask, and not remembered.
	 */
	private boolean can(FgaSession session, String permission, ResourceReference resource) {
		return this.checker.check(new PermissionQuestion(session, permission, resource, false)).isGranted();
	}

	/**
	 * As the API says, without joining a call that is still under way.
	 */
	private boolean isGranted(FgaSession session, String permission, ResourceReference resource) {
		return this.client.check(session.organizationMembershipId(), permission, resource).isGranted();
	}

	private void newRequest() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
		this.emulator.clearRequests();
	}

	private FgaSession session(String member) {
		return FgaSession.of("user_" + member)
			.organizationId("org_acme")
			.organizationMembershipId("om_" + member)
			.permissions(this.tokens.get(member))
			.build();
	}

	private void begin(long seed) {
		this.random = new Random(seed);
		this.emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(Seed.of(world())));
	}

	private void wire(boolean fastPath) {
		RequestContextHolder.resetRequestAttributes();
		Clock clock = Clock.systemUTC();
		ApiStatus status = new ApiStatus(clock);
		WorkOsApi api = new WorkOsApi(RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.baseUrl(this.emulator.baseUrl())
			.defaultHeaders((headers) -> headers.setBearerAuth(this.emulator.apiKey()))
			.build(), new ApiCalls(status, new Resilience(RESILIENCE)), clock);
		this.client = new RestFgaClient(api);
		PermissionChecker claims = fastPath ? ClaimsPermissionChecker.trustingTenancy()
				: ClaimsPermissionChecker.withoutFastPath();
		RemotePermissionChecker remote = new RemotePermissionChecker(this.client, DecisionCache.disabled(), LIMIT,
				status, this.pool);
		this.checker = new PermissionCheckerChain(List.of(claims, remote), LIMIT);
		this.filter = new PermissionFilter(this.checker);
		this.discovery = new ResourceDiscovery(claims,
				new Memberships((session) -> null,
						new WorkOsIds(api, IdKind.WORKOS, IdKind.WORKOS, LIMIT, status, Ticker.systemTicker(), clock)),
				remote, this.client, LIMIT);
	}

	/**
	 * A seed with random roles and assignments in a random tree.
	 */
	private String world() {
		StringBuilder seed = new StringBuilder("""
				resource-types:
				  - { slug: workspace, parents: [organization] }
				  - { slug: project, parents: [workspace, organization] }
				organizations:
				  - { id: org_acme, name: Acme }
				permissions:
				""");
		TYPES.forEach((permission, type) -> {
			if (!type.equals("none")) {
				line(seed, "slug: '%s', resource-type: %s", permission, type);
			}
		});
		List<String> ofProjects = TYPES.keySet().stream().filter((slug) -> slug.startsWith("project:")).toList();
		List<String> all = TYPES.keySet().stream().filter((slug) -> !slug.startsWith("no-such")).toList();
		seed.append("roles:\n");
		for (String member : MEMBERS) {
			Set<String> token = new HashSet<>(some(all, 4));
			this.tokens.put(member, token);
			line(seed, "slug: role-of-%s, permissions: %s", member, quoted(token));
		}
		for (int i = 0; i < 2; i++) {
			line(seed, "slug: workspace-role-%s, resource-type: workspace, permissions: %s", i, quoted(some(all, 2)));
			line(seed, "slug: project-role-%s, resource-type: project, permissions: %s", i,
					quoted(some(ofProjects, 2)));
		}
		seed.append("users:\n");
		MEMBERS.forEach((member) -> line(seed, "id: user_%s, email: %s@acme.test", member, member));
		seed.append("memberships:\n");
		MEMBERS.forEach((member) -> line(seed, "id: om_%s, user: user_%s, organization: org_acme, roles: [role-of-%s]",
				member, member, member));
		seed.append("resources:\n");
		for (int i = 0; i < 3; i++) {
			line(seed, "type: workspace, external-id: w-%s, organization: org_acme", i);
			child(PARENTS.get(0), ResourceReference.external("workspace", "w-" + i));
		}
		for (int i = 0; i < 12; i++) {
			int parent = this.random.nextInt(4);
			child(PARENTS.get(parent), ResourceReference.external("project", "p-" + i));
			line(seed, "type: project, external-id: p-%s, organization: org_acme%s", i,
					(parent != 0) ? ", parent: { type: workspace, external-id: w-" + (parent - 1) + " }" : "");
		}
		seed.append("assignments:\n");
		for (String member : MEMBERS) {
			line(seed, "membership: om_%s, role: workspace-role-%s, resource: { type: workspace, external-id: w-%s }",
					member, this.random.nextInt(2), this.random.nextInt(3));
			for (int i = this.random.nextInt(4); i < 12; i += 4) {
				line(seed, "membership: om_%s, role: project-role-%s, resource: { type: project, external-id: p-%s }",
						member, this.random.nextInt(2), i);
			}
		}
		return seed.toString();
	}

	private void child(ResourceReference parent, ResourceReference child) {
		this.children.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(child);
	}

	private static void line(StringBuilder seed, String format, Object... arguments) {
		seed.append("  - { ").append(format.formatted(arguments)).append(" }\n");
	}

	/**
	 * One in so many.
	 */
	private List<String> some(List<String> all, int one) {
		return new TreeSet<>(all).stream().filter((permission) -> this.random.nextInt(one) == 0).toList();
	}

	private static List<String> quoted(Collection<String> slugs) {
		return slugs.stream().sorted().map("'%s'"::formatted).toList();
	}

	private <T> T any(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

}
