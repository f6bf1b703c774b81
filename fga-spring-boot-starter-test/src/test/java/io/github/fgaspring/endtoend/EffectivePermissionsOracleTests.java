package io.github.fgaspring.endtoend;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In random worlds, random rules come to the same with lists of permissions as with one
 * check for each permission, in no more calls.
 */
class EffectivePermissionsOracleTests {

	private static final int WORLDS = 8;

	private static final int REQUESTS = 25;

	/**
	 * Of how many permissions a list has a second and a third page.
	 */
	private static final int MANY = 250;

	private static final List<String> MEMBERSHIPS = List.of("om_alice", "om_bob");

	private static final List<ResourceReference> RESOURCES = List.of(ResourceReference.external("workspace", "w-0"),
			ResourceReference.external("workspace", "w-1"), ResourceReference.external("project", "p-0"),
			ResourceReference.external("project", "p-1"), ResourceReference.external("project", "p-2"),
			ResourceReference.external("project", "p-3"), ResourceReference.external("project", "p-unknown"),
			ResourceReference.external("organization", "org_acme"));

	private static final List<String> PERMISSIONS = List.of("workspace:0", "workspace:1", "workspace:2", "project:0",
			"project:1", "project:2", "project:3", "project:4", "org:0", "no-such:permission");

	@AfterEach
	void endRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void rulesWhenListedThenSameAsWithChecksInNoMoreCalls(long seed) {
		Random random = new Random(seed);
		assertSame(random, world(random, List.of()), 0);
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void rulesWhenListsAreLongThenSameAsWithChecksInAFewMoreCalls(long seed) {
		Random random = new Random(seed);
		List<String> many = IntStream.range(0, MANY).mapToObj((i) -> "project:many-" + i).toList();
		// Nobody knows how long a list is before having read it: once per question.
		assertSame(random, world(random, many), 2);
	}

	static List<Long> worlds() {
		return IntStream.range(0, WORLDS).mapToObj((i) -> 20260721L + i).toList();
	}

	private void assertSame(Random random, String world, int moreCallsPerRule) {
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(Seed.of(world)))) {
			Clock clock = Clock.systemUTC();
			ApiStatus status = new ApiStatus(clock);
			FgaClient client = new RestFgaClient(new WorkOsApi(RestClient.builder()
				.baseUrl(emulator.baseUrl())
				.defaultHeaders((headers) -> headers.setBearerAuth(emulator.apiKey()))
				.build(), new ApiCalls(status, null), clock));
			PermissionChecker checker = new RemotePermissionChecker(client, DecisionCache.disabled(),
					Duration.ofSeconds(5), status, new CallPool(2, Duration.ofSeconds(5), ObservationRegistry.NOOP));
			int granted = 0;
			for (int request = 0; request < REQUESTS; request++) {
				List<Rule> rules = rules(random);
				emulator.clearRequests();
				List<PermissionDecision> expected = checkOneByOne(client, rules);
				int calls = emulator.requests().size();
				emulator.clearRequests();
				RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
				List<PermissionDecision> decisions = rules.stream().map((rule) -> decide(checker, rule)).toList();
				assertThat(emulator.requests().size()).as("calls for %s", rules)
					.isLessThanOrEqualTo(calls + moreCallsPerRule * rules.size());
				for (int i = 0; i < rules.size(); i++) {
					PermissionDecision decision = decisions.get(i);
					assertThat(decision.granted()).as("%s", rules).isEqualTo(expected.get(i).granted());
					assertThat(isTrue(decision, rules.get(i), client)).as("%s of %s", decision, rules).isTrue();
					granted += decision.granted() ? 1 : 0;
				}
			}
			assertThat(granted).isPositive();
		}
	}

	/**
	 * Asks as if there were no lists; not twice the same in a request, and no more than
	 * it takes.
	 */
	private static List<PermissionDecision> checkOneByOne(FgaClient client, List<Rule> rules) {
		List<PermissionDecision> outcomes = new ArrayList<>();
		Map<String, PermissionDecision> known = new HashMap<>();
		for (Rule rule : rules) {
			List<PermissionDecision> decisions = new ArrayList<>(Collections.nCopies(rule.permissions.size(), null));
			for (int i = 0; i < decisions.size(); i++) {
				String permission = rule.permissions.get(i);
				PermissionDecision decision = known.computeIfAbsent(
						rule.membership + RESOURCES.indexOf(rule.resource) + permission,
						(key) -> client.check(rule.membership, permission, rule.resource));
				decisions.set(i, decision);
				if (decision.settles(rule.match)) {
					break;
				}
			}
			outcomes.add(PermissionDecision.combine(rule.permissions, decisions, rule.match));
		}
		return outcomes;
	}

	/**
	 * Whether what is missing really is; which of several, is not defined.
	 */
	private static boolean isTrue(PermissionDecision decision, Rule rule, FgaClient client) {
		return decision.granted() || ((rule.match == Match.ANY) ? decision.permissions().equals(rule.permissions)
				: decision.permissions().size() == 1 && rule.permissions.contains(decision.permissions().get(0))
						&& !client.check(rule.membership, decision.permissions().get(0), rule.resource).granted());
	}

	private static PermissionDecision decide(PermissionChecker checker, Rule rule) {
		FgaSession session = FgaSession.of("user")
			.organizationId("org_acme")
			.organizationMembershipId(rule.membership)
			.build();
		List<PermissionQuestion> questions = rule.permissions.stream()
			.map((permission) -> new PermissionQuestion(session, permission, rule.resource, false))
			.toList();
		return PermissionDecision.combine(rule.permissions, checker.checkAll(questions, rule.match), rule.match);
	}

	/**
	 * The rules of a request: one to four, mostly about the same resource.
	 */
	private static List<Rule> rules(Random random) {
		List<Rule> rules = new ArrayList<>();
		String membership = any(random, MEMBERSHIPS);
		ResourceReference resource = any(random, RESOURCES);
		for (int i = random.nextInt(4); i >= 0; i--) {
			List<String> permissions = new ArrayList<>(PERMISSIONS);
			Collections.shuffle(permissions, random);
			rules.add(new Rule(membership, List.copyOf(permissions.subList(0, 1 + random.nextInt(6))),
					any(random, List.of(Match.values())),
					(random.nextInt(4) != 0) ? resource : any(random, RESOURCES)));
		}
		return rules;
	}

	/**
	 * A seed with random roles and assignments in a random tree.
	 */
	private static String world(Random random, List<String> manyPermissions) {
		StringBuilder seed = new StringBuilder("""
				resource-types:
				  - { slug: workspace, parents: [organization] }
				  - { slug: project, parents: [workspace] }
				organizations:
				  - { id: org_acme, name: Acme }
				users:
				  - { id: user_alice, email: alice@acme.test }
				  - { id: user_bob, email: bob@acme.test }
				permissions:
				  - { slug: "org:0" }
				""");
		List<String> ofProjects = new ArrayList<>(manyPermissions);
		PERMISSIONS.stream().filter((permission) -> permission.startsWith("project:")).forEach(ofProjects::add);
		// So that a list begins with any of them.
		Collections.shuffle(ofProjects, random);
		List<String> ofWorkspaces = PERMISSIONS.stream()
			.filter((permission) -> permission.startsWith("workspace:"))
			.toList();
		ofProjects.forEach((permission) -> line(seed, "slug: '%s', resource-type: project", permission));
		ofWorkspaces.forEach((permission) -> line(seed, "slug: '%s', resource-type: workspace", permission));
		seed.append("roles:\n");
		List<String> all = new ArrayList<>(ofProjects);
		all.addAll(ofWorkspaces);
		List<String> ofOrganizations = new ArrayList<>(all);
		ofOrganizations.add("org:0");
		for (int i = 0; i < 2; i++) {
			line(seed, "slug: org-role-%s, permissions: %s", i, some(random, ofOrganizations, 6));
			line(seed, "slug: workspace-role-%s, resource-type: workspace, permissions: %s", i, some(random, all, 2));
			line(seed, "slug: project-role-%s, resource-type: project, permissions: %s", i,
					some(random, ofProjects, 2));
		}
		seed.append("memberships:\n");
		line(seed, "id: om_alice, user: user_alice, organization: org_acme, roles: [org-role-0]");
		line(seed, "id: om_bob, user: user_bob, organization: org_acme, roles: [org-role-1]");
		seed.append("resources:\n");
		line(seed, "type: workspace, external-id: w-0, organization: org_acme");
		line(seed, "type: workspace, external-id: w-1, organization: org_acme");
		for (int i = 0; i < 4; i++) {
			line(seed, "type: project, external-id: p-%s, organization: org_acme, "
					+ "parent: { type: workspace, external-id: w-%s }", i, random.nextInt(2));
		}
		seed.append("assignments:\n");
		for (String membership : MEMBERSHIPS) {
			for (int i = 0; i < 3; i++) {
				String type = (i > 0) ? "project" : "workspace";
				line(seed, "membership: %s, role: %s-role-%s, resource: { type: %s, external-id: %s-%s }", membership,
						type, random.nextInt(2), type, type.charAt(0), i);
			}
		}
		return seed.toString();
	}

	private static void line(StringBuilder seed, String format, Object... arguments) {
		seed.append("  - { ").append(format.formatted(arguments)).append(" }\n");
	}

	/**
	 * One in so many.
	 */
	private static List<String> some(Random random, List<String> all, int one) {
		return all.stream().filter((permission) -> random.nextInt(one) == 0).map("'%s'"::formatted).toList();
	}

	private static <T> T any(Random random, List<T> all) {
		return all.get(random.nextInt(all.size()));
	}

	private record Rule(String membership, List<String> permissions, Match match, ResourceReference resource) {

	}

}
