package io.github.fgaspring.discovery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.EffectivePermissions;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.FgaMember;
import io.github.fgaspring.client.FgaPage;
import io.github.fgaspring.client.FgaResource;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.WorkOsIds;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class ResourceDiscoveryTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final String VIEW = "project:view";

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final ResourceReference WORKSPACE = ResourceReference.external("workspace", "w-1");

	private static final ResourceReference ORGANIZATION = ResourceReference.external("organization", "org_acme");

	private final RecordingClient client = new RecordingClient();

	private final WorkOsIds ids = mock(WorkOsIds.class);

	private Membership resolved;

	private PermissionChecker claims = ClaimsPermissionChecker.trustingTenancy();

	ResourceDiscoveryTests() {
		given(this.ids.ofOrganization(any(), anyBoolean())).willAnswer((call) -> call.getArgument(0));
	}

	@Test
	void permissionsThenThoseOfTheTypeAndThoseOfTheToken() {
		this.client.permissions = new EffectivePermissions(Set.of("project:edit", "project:delete"),
				Set.of("document:view"), null, null);
		assertThat(discovery().permissions(session("org:view", VIEW), PROJECT)).containsExactly("org:view",
				"project:delete", "project:edit", "project:view");
		assertThat(this.client.calls).containsExactly("permissions of om_alice on p-1");
	}

	@Test
	void permissionsWhenTokenDoesNotCountThenOnlyThoseOfTheType() {
		this.client.permissions = new EffectivePermissions(Set.of("project:edit"), Set.of(), null, null);
		this.claims = ClaimsPermissionChecker.withoutFastPath();
		assertThat(discovery().permissions(session(VIEW), PROJECT)).containsExactly("project:edit");
		this.claims = ClaimsPermissionChecker.verifyingTenancy((resource, organization) -> false);
		assertThat(discovery().permissions(session(VIEW), PROJECT)).containsExactly("project:edit");
		this.claims = ClaimsPermissionChecker.verifyingTenancy((resource, organization) -> true);
		assertThat(discovery().permissions(session(VIEW), PROJECT)).containsExactly("project:edit", VIEW);
		assertThat(discovery().permissions(session(VIEW), ResourceReference.external("organization", "org_globex")))
			.containsExactly("project:edit");
	}

	@Test
	void permissionsWhenResourceIsUnknownThenThoseOfTheToken() {
		this.client.permissions = new EffectivePermissions(Set.of(), Set.of(), null,
				DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
		assertThat(discovery().permissions(session(VIEW), PROJECT)).containsExactly(VIEW);
	}

	@Test
	void permissionsWhenNothingCanBeAskedThenThoseOfTheTokenWithoutCall() {
		ResourceReference unresolved = ResourceReference.external("project", null);
		assertThat(discovery().permissions(session(), unresolved)).isEmpty();
		assertThat(discovery().permissions(withoutMembership().toBuilder().permissions(VIEW).build(), PROJECT))
			.containsExactly(VIEW);
		assertThat(discovery().permissions(withoutOrganization(), PROJECT)).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void permissionsWhenTokenHasABlankOneThenThatDoesNoHarm() {
		FgaSession session = session("", " ");
		assertThat(discovery().permissions(session, PROJECT)).doesNotContain(VIEW);
	}

	@Test
	void permissionsWhenUnavailableThenUnavailableThoughTokenHasSome() {
		this.client.failure = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> discovery().permissions(session(VIEW), PROJECT));
	}

	@Test
	void permissionsThenImmutableAndWithinTheTimeLimit() {
		this.client.permissions = new EffectivePermissions(Set.of("a"), Set.of(), null, null);
		Set<String> permissions = discovery().permissions(session(), PROJECT);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> permissions.add("b"));
		assertThat(this.client.remaining).allSatisfy((remaining) -> assertThat(remaining).isLessThanOrEqualTo(LIMIT));
	}

	@Test
	void listThenReadsPermittedChildrenLazily() {
		this.client.children = List.of(resource("p-1"), resource("p-2"));
		PermittedResources resources = discovery().list(session(), VIEW, WORKSPACE);
		assertThat(resources.isEverything()).isFalse();
		assertThat(this.client.calls).isEmpty();
		assertThat(resources).containsExactly(
				new PermittedResource("resource_p-1", "p-1", "project", "Name p-1", "resource_0"),
				new PermittedResource("resource_p-2", "p-2", "project", "Name p-2", "resource_0"));
		assertThat(this.client.calls).containsExactly("permitted children of w-1 in org_acme for om_alice");
		assertThat(resources.stream().map(PermittedResource::name)).containsExactly("Name p-1", "Name p-2");
		assertThat(resources.externalIds("project")).containsExactly("p-1", "p-2");
		assertThat(this.client.calls).hasSize(3);
		assertThat(this.client.remaining).allSatisfy((remaining) -> assertThat(remaining).isLessThanOrEqualTo(LIMIT));
	}

	@Test
	void externalIdsWhenChildrenAreOfSeveralTypesThenThoseOfOne() {
		this.client.children = List.of(resource("p-1"),
				new FgaResource("resource_1", "p-2", "folder", "A folder", "resource_0"));
		PermittedResources resources = discovery().list(session(), VIEW, WORKSPACE);
		assertThat(resources.externalIds("project")).containsExactly("p-1");
		assertThat(resources.externalIds("folder")).containsExactly("p-2");
		assertThat(resources.externalIds("other")).isEmpty();
	}

	@Test
	void listWhenTokenGrantsThenEverythingWithoutCall() {
		this.client.children = List.of(resource("p-1"));
		PermittedResources resources = discovery().list(session(VIEW), VIEW, WORKSPACE);
		assertThat(resources.isEverything()).isTrue();
		assertThat(this.client.calls).isEmpty();
		assertThat(resources.externalIds("project")).containsExactly("p-1");
		assertThat(this.client.calls).containsExactly("children of w-1 in org_acme");
	}

	@Test
	void listWhenTenancyMustBeVerifiedThenOfTheParent() {
		this.claims = ClaimsPermissionChecker.verifyingTenancy(
				(resource, organization) -> resource.equals(WORKSPACE) && organization.equals("org_acme"));
		assertThat(discovery().list(session(VIEW), VIEW, WORKSPACE).isEverything()).isTrue();
		assertThat(discovery().list(session(VIEW), VIEW, ResourceReference.external("workspace", "w-2")).isEverything())
			.isFalse();
		this.claims = ClaimsPermissionChecker.verifyingTenancy((resource, organization) -> {
			assertThat(Deadline.remaining(Duration.ofDays(1))).isLessThanOrEqualTo(LIMIT);
			throw new CheckUnavailableException("down", null);
		});
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> discovery().list(session(VIEW), VIEW, WORKSPACE));
	}

	@Test
	void listWhenFastPathIsOffThenNotEverything() {
		this.claims = ClaimsPermissionChecker.withoutFastPath();
		assertThat(discovery().list(session(VIEW), VIEW, WORKSPACE).isEverything()).isFalse();
		assertThat(discovery().list(session(VIEW), VIEW).isEverything()).isFalse();
	}

	@Test
	void listWhenParentIsAnotherOrganizationThenNotEverything() {
		ResourceReference other = ResourceReference.external("organization", "org_globex");
		assertThat(discovery().list(session(VIEW), VIEW, other).isEverything()).isFalse();
	}

	@Test
	void listWhenNoParentIsNamedThenOfTheOrganization() {
		discovery().list(session(), VIEW).externalIds("project");
		assertThat(discovery().list(session(VIEW), VIEW).isEverything()).isTrue();
		assertThat(this.client.calls).containsExactly("permitted children of org_acme in org_acme for om_alice");
	}

	@ParameterizedTest
	@MethodSource
	void listWhenThereIsNoParentThenEmptyAndNeverEverything(ResourceReference parent) {
		PermittedResources resources = discovery().list(session(VIEW), VIEW, parent);
		assertThat(resources.isEverything()).isFalse();
		assertThat(resources).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	static List<ResourceReference> listWhenThereIsNoParentThenEmptyAndNeverEverything() {
		List<ResourceReference> parents = new ArrayList<>();
		parents.add(null);
		parents.add(ResourceReference.external("workspace", null));
		parents.add(ResourceReference.external("workspace", " "));
		parents.add(ResourceReference.external(null, "w-1"));
		parents.add(ResourceReference.external("workspace", "\u00e4"));
		parents.add(ResourceReference.external("workspace", "x".repeat(129)));
		parents.add(ResourceReference.id(null));
		return parents;
	}

	@Test
	void listWhenSessionHasNoOrganizationOrMembershipThenEmptyWithoutCall() {
		assertThat(discovery().list(withoutOrganization(), VIEW, WORKSPACE)).isEmpty();
		assertThat(discovery().list(withoutOrganization(), VIEW)).isEmpty();
		assertThat(discovery().list(withoutMembership(), VIEW, WORKSPACE)).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void listWhenMembershipIsNotNamedThenResolved() {
		this.resolved = new Membership("om_resolved", "org_acme");
		assertThat(discovery().list(withoutMembership(), VIEW, WORKSPACE)).isEmpty();
		assertThat(this.client.calls).containsExactly("permitted children of w-1 in org_acme for om_resolved");
	}

	@Test
	void listWhenOrganizationHasAnExternalIdThenWorkOsIsAskedByItsOwn() {
		given(this.ids.ofOrganization("acme", false)).willReturn("org_acme");
		FgaSession session = session().toBuilder().organizationId("acme").build();
		discovery().list(session, VIEW).externalIds("project");
		discovery().list(session.toBuilder().permissions(VIEW).build(), VIEW).externalIds("project");
		discovery().members(session, ResourceReference.external("organization", "acme"), VIEW).stream().toList();
		discovery().permissions(session, ResourceReference.external("organization", "acme"));
		assertThat(this.client.calls).containsExactly("permitted children of org_acme in org_acme for om_alice",
				"children of org_acme in org_acme", "members of org_acme in org_acme",
				"permissions of om_alice on org_acme");
	}

	@Test
	void listWhenOrganizationIsUnknownToWorkOsThenEmpty() {
		given(this.ids.ofOrganization(any(), anyBoolean())).willReturn(null);
		assertThat(discovery().list(session(), VIEW)).isEmpty();
		assertThat(discovery().list(session(VIEW), VIEW)).isEmpty();
		assertThat(discovery().members(session(), PROJECT, VIEW)).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void listWhenRejectedThenEmptyAndSaidOnceWithoutIds(CapturedOutput output) {
		this.client.denial = DenialReason.REJECTED_QUESTION;
		ResourceDiscovery discovery = discovery();
		assertThat(discovery.list(session(), VIEW, WORKSPACE)).isEmpty();
		assertThat(discovery.list(session(), VIEW, WORKSPACE)).isEmpty();
		assertThat(output).containsOnlyOnce("WorkOS rejected the question for [project:view]")
			.contains("External[type=workspace]")
			.doesNotContain("w-1");
	}

	@Test
	void listWhenUnavailableThenOutOfTheIteration() {
		this.client.failure = new CheckUnavailableException("down", null);
		PermittedResources resources = discovery().list(session(), VIEW, WORKSPACE);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> resources.externalIds("project"));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(resources.iterator()::hasNext);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> resources.stream().findFirst());
	}

	@Test
	void listWhenClientCannotThenSaysSo() {
		FgaClient simple = (membership, permission, resource) -> PermissionDecision.grant(permission,
				DecisionSource.REMOTE);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> discovery(simple).list(session(), VIEW).externalIds("project"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> discovery(simple).list(session(VIEW), VIEW).externalIds("project"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> discovery(simple).members(session(), PROJECT, VIEW).iterator().hasNext());
		assertThat(discovery(simple).permissions(session(VIEW), PROJECT)).containsExactly(VIEW);
		assertThat(discovery(simple).permissions(session(VIEW), ResourceReference.id("resource_1")))
			.containsExactly(VIEW);
	}

	@Test
	void streamWhenShortThenReadsNoMoreThanItNeeds() {
		this.client.children = List.of(resource("p-1"));
		this.client.pages = 10;
		assertThat(discovery().list(session(), VIEW, WORKSPACE).stream().limit(2)).hasSize(2);
		assertThat(this.client.calls).hasSize(2);
		Iterator<PermittedResource> iterator = discovery().list(session(), VIEW, WORKSPACE).iterator();
		iterator.next();
		assertThat(this.client.calls).hasSize(3);
	}

	@Test
	void membersThenReadsMembersLazily() {
		this.client.members = List.of(new FgaMember("om_1", "user_1", "a@acme.test", "A", null));
		PermittedMembers members = discovery().members(withoutMembership(), PROJECT, VIEW);
		assertThat(this.client.calls).isEmpty();
		assertThat(members).containsExactly(new PermittedMember("om_1", "user_1", "a@acme.test", "A", null));
		assertThat(members.stream()).hasSize(1);
		assertThat(this.client.calls).containsExactly("members of p-1 in org_acme", "members of p-1 in org_acme");
	}

	@Test
	void membersWhenNothingCanBeAskedThenEmptyWithoutCall() {
		assertThat(discovery().members(withoutOrganization(), PROJECT, VIEW)).isEmpty();
		assertThat(discovery().members(session(), ResourceReference.external("project", null), VIEW)).isEmpty();
		assertThat(this.client.calls).isEmpty();
	}

	@Test
	void askWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> discovery().permissions(session(), null));
		assertThatIllegalArgumentException().isThrownBy(() -> discovery().members(session(), null, VIEW));
		assertThatIllegalArgumentException().isThrownBy(() -> discovery().members(session(), PROJECT, " "));
		assertThatIllegalArgumentException().isThrownBy(() -> discovery().list(session(), ""));
	}

	@Test
	void toStringThenRevealsNoIds() {
		assertThat(new PermittedResource("resource_1", "p-1", "project", "Secret", "resource_0"))
			.hasToString("PermittedResource[type=project]");
		assertThat(new PermittedMember("om_1", "user_1", "a@acme.test", "A", "B")).hasToString("PermittedMember[]");
		assertThat(discovery().list(session(), VIEW, WORKSPACE).toString()).doesNotContain("w-1", "om_alice");
	}

	private ResourceDiscovery discovery() {
		return discovery(this.client);
	}

	private ResourceDiscovery discovery(FgaClient client) {
		RemotePermissionChecker remote = new RemotePermissionChecker(client, DecisionCache.disabled(), LIMIT,
				new ApiStatus(Clock.systemUTC()), new CallPool(1, LIMIT, ObservationRegistry.NOOP));
		return new ResourceDiscovery(this.claims, new Memberships((session) -> this.resolved, this.ids), remote, client,
				LIMIT);
	}

	private static FgaSession session(String... permissions) {
		return withoutMembership().toBuilder().organizationMembershipId("om_alice").permissions(permissions).build();
	}

	private static FgaSession withoutMembership() {
		return FgaSession.of("user_alice").organizationId("org_acme").build();
	}

	private static FgaSession withoutOrganization() {
		return FgaSession.of("user_alice").organizationMembershipId("om_alice").permissions(VIEW).build();
	}

	private static FgaResource resource(String id) {
		return new FgaResource("resource_" + id, id, "project", "Name " + id, "resource_0");
	}

	private static final class RecordingClient implements FgaClient {

		private final List<String> calls = new ArrayList<>();

		private final List<Duration> remaining = new ArrayList<>();

		private EffectivePermissions permissions;

		private List<FgaResource> children = List.of();

		private List<FgaMember> members = List.of();

		private int pages = 1;

		private DenialReason denial;

		private CheckUnavailableException failure;

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			throw new AssertionError("Asked for one");
		}

		@Override
		public EffectivePermissions effectivePermissions(String organizationMembershipId, ResourceReference resource,
				String after) {
			called("permissions of " + organizationMembershipId + " on " + id(resource));
			return this.permissions;
		}

		@Override
		public FgaPage<FgaResource> permittedChildren(String organizationId, String organizationMembershipId,
				String permission, ResourceReference parent, String after) {
			assertThat(permission).isEqualTo(VIEW);
			called("permitted children of " + id(parent) + " in " + organizationId + " for "
					+ organizationMembershipId);
			return (this.denial != null) ? FgaPage.denied(this.denial)
					: FgaPage.of(this.children, (this.calls.size() < this.pages) ? "" + this.calls.size() : null);
		}

		@Override
		public FgaPage<FgaResource> children(String organizationId, ResourceReference parent, String after) {
			called("children of " + id(parent) + " in " + organizationId);
			return FgaPage.of(this.children, null);
		}

		@Override
		public FgaPage<FgaMember> members(String organizationId, String permission, ResourceReference resource,
				String after) {
			assertThat(permission).isEqualTo(VIEW);
			called("members of " + id(resource) + " in " + organizationId);
			return FgaPage.of(this.members, null);
		}

		private void called(String call) {
			this.calls.add(call);
			this.remaining.add(Deadline.remaining(Duration.ofDays(1)));
			if (this.failure != null) {
				throw this.failure;
			}
		}

		private static String id(ResourceReference resource) {
			return ((ResourceReference.External) resource).externalId();
		}

	}

}
