package io.github.fgaspring.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MembershipsTests {

	private static final FgaSession SESSION = FgaSession.of("user_alice").organizationId("org_acme").build();

	@Test
	void createWhenSomethingIsMissingThenFails() {
		WorkOsIds ids = ids(IdKind.WORKOS, new ArrayList<>());
		assertThatIllegalArgumentException().isThrownBy(() -> new Memberships(null, ids));
		assertThatIllegalArgumentException().isThrownBy(() -> new Memberships((session) -> null, null));
	}

	@Property(generation = GenerationMode.EXHAUSTIVE)
	void completeThenClaimComesBeforeResolver(@ForAll Organization organization, @ForAll Claim claim,
			@ForAll Resolved resolved, @ForAll boolean external, @ForAll boolean alwaysCurrent) {
		List<String> calls = new ArrayList<>();
		Memberships memberships = new Memberships(new RecordingResolver(resolved.membership, calls),
				ids(external ? IdKind.EXTERNAL : IdKind.WORKOS, calls));
		FgaSession session = FgaSession.of("user_alice")
			.organizationId(organization.id)
			.organizationMembershipId(claim.membershipId)
			.build();
		FgaSession completed = memberships.complete(session, alwaysCurrent);
		if (organization == Organization.NONE || claim == Claim.MALFORMED) {
			assertThat(completed).isNull();
			assertThat(calls).isEmpty();
		}
		else if (claim == Claim.WELL_FORMED) {
			String organizationId = external ? organization.translated : organization.id;
			assertThat(completed).isEqualTo(
					(organizationId != null) ? session.toBuilder().organizationId(organizationId).build() : null);
			assertThat(calls)
				.isEqualTo(external ? List.of("/organizations/external_id/" + organization.id) : List.of());
		}
		else {
			assertThat(calls).containsExactly(alwaysCurrent ? "resolveCurrent" : "resolve");
			boolean usable = resolved == Resolved.WELL_FORMED
					&& (external || Objects.equals(organization.id, resolved.membership.organizationId()));
			assertThat(completed).isEqualTo(usable ? session.toBuilder()
				.organizationMembershipId("om_resolved")
				.organizationId(resolved.membership.organizationId())
				.build() : null);
		}
	}

	@Test
	void completeWhenResolvedInAnotherOrganizationThenNone() {
		Memberships memberships = new Memberships((session) -> new Membership("om_alice", "org_globex"),
				ids(IdKind.WORKOS, new ArrayList<>()));
		assertThat(memberships.complete(SESSION, false)).isNull();
	}

	@Test
	void completeWhenNothingIsMissingThenIsTheVerySession() {
		FgaSession session = SESSION.toBuilder().organizationMembershipId("om_alice").build();
		Memberships memberships = new Memberships(new RecordingResolver(null, new ArrayList<>()),
				ids(IdKind.WORKOS, new ArrayList<>()));
		assertThat(memberships.complete(session, false)).isSameAs(session);
		assertThat(memberships.complete(session, true)).isSameAs(session);
	}

	@Test
	void completeThenChangesNothingElse() {
		FgaSession session = FgaSession.of("user_alice")
			.organizationId("org_acme")
			.sessionId("session_1")
			.permissions("org:view")
			.permissionsComplete(false)
			.expiresAt(Instant.parse("2026-01-01T12:00:00Z"))
			.claims(Map.of("a", "b"))
			.build();
		Memberships memberships = new Memberships((asked) -> {
			assertThat(asked).isSameAs(session);
			return new Membership("om_alice", "org_acme");
		}, ids(IdKind.WORKOS, new ArrayList<>()));
		assertThat(memberships.complete(session, false))
			.isEqualTo(session.toBuilder().organizationMembershipId("om_alice").build());
	}

	@Test
	void completeWhenResolverIsUnavailableThenUnavailable() {
		Memberships memberships = new Memberships((session) -> {
			throw new CheckUnavailableException("down", null);
		}, ids(IdKind.WORKOS, new ArrayList<>()));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> memberships.complete(SESSION, false))
			.withMessage("down");
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> memberships.complete(SESSION, true));
	}

	/**
	 * Knows the organization "org_acme" by the external id "org_acme", and none else.
	 */
	private static WorkOsIds ids(IdKind organizationIds, List<String> calls) {
		Clock clock = Clock.systemUTC();
		ApiStatus status = new ApiStatus(clock);
		RestClient restClient = RestClient.builder().requestFactory((uri, method) -> {
			calls.add(uri.getPath());
			boolean known = uri.getPath().endsWith("/org_acme");
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			request.setResponse(
					new MockClientHttpResponse("{\"id\":\"org_translated\",\"external_id\":\"org_acme\"}".getBytes(),
							known ? HttpStatus.OK : HttpStatus.NOT_FOUND));
			return request;
		}).build();
		return new WorkOsIds(new WorkOsApi(restClient, new ApiCalls(status, null), clock), IdKind.WORKOS,
				organizationIds, Duration.ofSeconds(5), status, Ticker.systemTicker(), clock);
	}

	enum Organization {

		NONE(null, null), ACME("org_acme", "org_translated"), UNKNOWN("org_unknown", null);

		private final String id;

		private final String translated;

		Organization(String id, String translated) {
			this.id = id;
			this.translated = translated;
		}

	}

	enum Claim {

		NONE(null), MALFORMED("om_alice/../om_bob"), WELL_FORMED("om_alice");

		private final String membershipId;

		Claim(String membershipId) {
			this.membershipId = membershipId;
		}

	}

	enum Resolved {

		NONE(null), MALFORMED(new Membership("../om_bob", "org_acme")),
		TOO_LONG(new Membership("o".repeat(129), "org_acme")), WELL_FORMED(new Membership("om_resolved", "org_acme"));

		private final Membership membership;

		Resolved(Membership membership) {
			this.membership = membership;
		}

	}

	private record RecordingResolver(Membership membership, List<String> calls) implements MembershipResolver {

		@Override
		public Membership resolve(FgaSession session) {
			this.calls.add("resolve");
			return this.membership;
		}

		@Override
		public Membership resolveCurrent(FgaSession session) {
			this.calls.add("resolveCurrent");
			return this.membership;
		}

	}

}
