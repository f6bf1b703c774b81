package io.github.fgaspring.decision;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.membership.IdKind;
import io.github.fgaspring.membership.MembershipPermissionChecker;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.WorkOsIds;
import io.micrometer.observation.ObservationRegistry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every combination of what a decision depends on, against the steps that the design
 * lists; and any text as an id.
 */
class DecisionTruthTableTests {

	private static final String PERMISSION = "project:view";

	private final JsonMapper jsonMapper = new JsonMapper();

	@Property(generation = GenerationMode.EXHAUSTIVE)
	void checkThenFollowsTheDesign(@ForAll boolean organization, @ForAll boolean inClaims, @ForAll Resource resource,
			@ForAll boolean alwaysCurrent, @ForAll boolean fastPath, @ForAll Membership membership, @ForAll Api api) {
		Situation situation = new Situation(organization, inClaims, resource, alwaysCurrent, fastPath, membership, api);
		assertThat(actual(situation)).isEqualTo(expected(situation));
	}

	private static Outcome expected(Situation situation) {
		boolean aboutOrganization = situation.resource == Resource.NONE;
		if (!situation.organization) {
			return new Outcome(false, DecisionSource.CLAIMS, DenialReason.NO_ORGANIZATION, 0);
		}
		if (!situation.alwaysCurrent && situation.inClaims && (situation.fastPath || aboutOrganization)) {
			return new Outcome(true, DecisionSource.CLAIMS, null, 0);
		}
		if (aboutOrganization && !situation.alwaysCurrent) {
			return new Outcome(false, DecisionSource.CLAIMS, DenialReason.MISSING_PERMISSION, 0);
		}
		if (situation.resource == Resource.UNRESOLVED) {
			return new Outcome(false, DecisionSource.NONE, DenialReason.RESOURCE_UNRESOLVED, 0);
		}
		return situation.membership.known ? situation.api.outcome
				: new Outcome(false, DecisionSource.NONE, DenialReason.NO_MEMBERSHIP, 0);
	}

	private static Outcome actual(Situation situation) {
		List<MockClientHttpRequest> calls = new ArrayList<>();
		PermissionChecker checker = checker(situation.fastPath, situation.api, situation.membership.resolved, calls);
		FgaSession session = FgaSession.of("user_alice")
			.organizationId(situation.organization ? "org_acme" : null)
			.organizationMembershipId(situation.membership.id)
			.permissions(situation.inClaims ? List.of("org:view", PERMISSION) : List.of("org:view"))
			.build();
		try {
			PermissionDecision decision = checker.check(
					new PermissionQuestion(session, PERMISSION, situation.resource.reference, situation.alwaysCurrent));
			return new Outcome(decision.isGranted(), decision.source(), decision.reason(), calls.size());
		}
		catch (CheckUnavailableException ex) {
			return Outcome.unavailable(calls.size());
		}
	}

	@Property
	void checkWhenAnyTextIsTheIdThenItIsSentWholeOrNotAtAll(@ForAll("ids") String id) {
		List<MockClientHttpRequest> calls = new ArrayList<>();
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId("om_alice")
			.build();
		PermissionDecision decision = checker(true, Api.GRANTS, null, calls)
			.check(new PermissionQuestion(session, PERMISSION, ResourceReference.external("project", id), false));
		boolean sendable = id.matches("[ -~]{1,128}") && !id.isBlank();
		assertThat(decision.isGranted()).isEqualTo(sendable);
		assertThat(calls).hasSize(sendable ? 1 : 0)
			.allSatisfy((call) -> assertThat(
					this.jsonMapper.readTree(call.getBodyAsString()).get("resource_external_id").stringValue())
				.isEqualTo(id));
	}

	@Property
	void checkWhenAnyTextIsTheMembershipThenItIsOnePathSegmentOrNotSent(@ForAll("ids") String membershipId) {
		List<MockClientHttpRequest> calls = new ArrayList<>();
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.organizationMembershipId(membershipId)
			.build();
		PermissionDecision decision = checker(true, Api.GRANTS, "om_resolved", calls)
			.check(new PermissionQuestion(session, PERMISSION, ResourceReference.external("project", "p-1"), false));
		assertThat(decision.isGranted()).isEqualTo(!calls.isEmpty());
		assertThat(calls).allSatisfy((call) -> assertThat(call.getURI().toString())
			.isEqualTo("/authorization/organization_memberships/" + membershipId + "/check")
			.matches("/authorization/organization_memberships/[\\w-]+/check"));
	}

	@Provide
	Arbitrary<String> ids() {
		return Arbitraries.oneOf(Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(140),
				Arbitraries.strings().alpha().numeric().withChars("_-./%").ofMaxLength(30),
				Arbitraries.strings().ascii().ofMaxLength(20),
				Arbitraries.strings().withChars("x\u001f ~\u007f").ofMaxLength(3),
				Arbitraries.strings().all().ofMaxLength(20),
				Arbitraries.strings().withChars('x').ofMinLength(120).ofMaxLength(136));
	}

	/**
	 * A chain whose membership resolver knows the given id, and that it is not asked
	 * about a session that needs none.
	 */
	private static PermissionChecker checker(boolean fastPath, Api api, String resolved,
			List<MockClientHttpRequest> calls) {
		RestClient restClient = RestClient.builder().requestFactory((uri, method) -> {
			MockClientHttpRequest call = new MockClientHttpRequest(method, uri);
			call.setResponse(new MockClientHttpResponse(api.body.getBytes(StandardCharsets.UTF_8),
					HttpStatusCode.valueOf(api.status)));
			calls.add(call);
			return call;
		}).build();
		Clock clock = Clock.systemUTC();
		ApiStatus status = new ApiStatus(clock);
		WorkOsApi workOs = new WorkOsApi(restClient, new ApiCalls(status, null), clock);
		FgaClient client = new RestFgaClient(workOs);
		Duration timeLimit = Duration.ofSeconds(5);
		Memberships memberships = new Memberships((session) -> {
			assertThat(session.organizationMembershipId()).isNull();
			return (resolved != null)
					? new io.github.fgaspring.membership.Membership(resolved, session.organizationId()) : null;
		}, new WorkOsIds(workOs, IdKind.WORKOS, IdKind.WORKOS, timeLimit, status, Ticker.systemTicker(), clock));
		return new PermissionCheckerChain(List.of(
				fastPath ? ClaimsPermissionChecker.trustingTenancy() : ClaimsPermissionChecker.withoutFastPath(),
				new MembershipPermissionChecker(memberships,
						new RemotePermissionChecker(client, DecisionCache.disabled(), timeLimit, status,
								new CallPool(2, timeLimit, ObservationRegistry.NOOP)))),
				timeLimit);
	}

	private record Situation(boolean organization, boolean inClaims, Resource resource, boolean alwaysCurrent,
			boolean fastPath, Membership membership, Api api) {

	}

	/**
	 * What came out; neither granted nor denied if there is no source.
	 */
	private record Outcome(boolean granted, DecisionSource source, DenialReason reason, int calls) {

		static Outcome unavailable(int calls) {
			return new Outcome(false, null, null, calls);
		}

	}

	enum Resource {

		NONE(null), VALID(ResourceReference.external("project", "p-1")),
		UNRESOLVED(ResourceReference.external("project", " "));

		private final ResourceReference reference;

		Resource(ResourceReference reference) {
			this.reference = reference;
		}

	}

	/**
	 * What the session says about the membership, and what the resolver knows.
	 */
	enum Membership {

		NONE(null, null, false), MALFORMED("om_alice/../om_bob", "om_resolved", false),
		VALID("om_alice", "../om_bob", true), RESOLVED(null, "om_alice", true),
		RESOLVED_MALFORMED(null, "om_alice/../om_bob", false);

		private final String id;

		private final String resolved;

		private final boolean known;

		Membership(String id, String resolved, boolean known) {
			this.id = id;
			this.resolved = resolved;
			this.known = known;
		}

	}

	enum Api {

		GRANTS(200, "{\"authorized\":true}", new Outcome(true, DecisionSource.REMOTE, null, 1)),

		DENIES(200, "{\"authorized\":false}",
				new Outcome(false, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION, 1)),

		KNOWS_NO_RESOURCE(404, "{\"message\":\"?\"}",
				new Outcome(false, DecisionSource.REMOTE, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP, 1)),

		REJECTS(400, "{\"message\":\"?\"}",
				new Outcome(false, DecisionSource.REMOTE, DenialReason.REJECTED_QUESTION, 1)),

		UNAVAILABLE(503, "{\"authorized\":true}", Outcome.unavailable(1));

		private final int status;

		private final String body;

		private final Outcome outcome;

		Api(int status, String body, Outcome outcome) {
			this.status = status;
			this.body = body;
			this.outcome = outcome;
		}

	}

}
