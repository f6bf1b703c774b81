package io.github.fgaspring.emulator.sdk;

import java.util.List;
import java.util.Map;

import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.models.Organization;
import com.workos.models.OrganizationDomain;
import com.workos.models.OrganizationDomainData;
import com.workos.models.OrganizationMembership;
import com.workos.models.User;
import com.workos.models.UserCreateResponse;
import com.workos.organizationmembership.CreateUserRole;
import com.workos.organizationmembership.OrganizationMembershipService;
import com.workos.organizations.Organizations;
import com.workos.types.OrganizationDomainDataState;
import com.workos.types.OrganizationMembershipStatus;
import com.workos.usermanagement.UserManagement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkAccountsTests {

	private SdkEnvironment environment;

	private Organizations organizations;

	private UserManagement users;

	private OrganizationMembershipService memberships;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.organizations = this.environment.workos().getOrganizations();
		this.users = this.environment.workos().getUserManagement();
		this.memberships = this.environment.workos().getOrganizationMembership();
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void organizationWhenCreatedThenIsFoundByEitherId() {
		Organization acme = this.organizations.create("Acme", null, null,
				List.of(new OrganizationDomainData("acme.test", OrganizationDomainDataState.Verified)),
				Map.of("tier", "gold"), "acme/1");
		assertThat(acme.getExternalId()).isEqualTo("acme/1");
		assertThat(acme.getMetadata()).containsExactly(Map.entry("tier", "gold"));
		assertThat(acme.getDomains()).extracting(OrganizationDomain::getDomain).containsExactly("acme.test");
		assertThat(this.organizations.get(acme.getId())).isEqualTo(acme);
		assertThat(this.organizations.getByExternalId("acme/1")).isEqualTo(acme);
	}

	@Test
	void organizationWhenExternalIdIsTakenThenBadRequest() {
		this.organizations.create("Acme", null, null, null, null, "acme");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.organizations.create("Another", null, null, null, null, "acme"))
			.satisfies((refusal) -> assertThat(refusal.code).isEqualTo("external_id_already_used"));
	}

	@Test
	void organizationWhenUpdatedThenKeepsWhatIsNotNamed() {
		Organization acme = this.organizations.create("Acme", null, null, null, null, "acme");
		this.organizations.update(acme.getId(), "Acme Corporation", null, null, null, null, Map.of("tier", "gold"));
		Organization updated = this.organizations.get(acme.getId());
		assertThat(updated.getName()).isEqualTo("Acme Corporation");
		assertThat(updated.getExternalId()).isEqualTo("acme");
		assertThat(updated.getMetadata()).containsExactly(Map.entry("tier", "gold"));
	}

	@Test
	void organizationsWhenManyThenAutoPageAndSearch() {
		List.of("Acme", "Globex", "Initech").forEach(this.organizations::create);
		assertThat(SdkEnvironment.all(this.organizations.list(null, null, 1))).extracting(Organization::getName)
			.containsExactlyInAnyOrder("Acme", "Globex", "Initech");
		assertThat(this.organizations.list(null, null, null, null, null, "Globex").data)
			.extracting(Organization::getName)
			.containsExactly("Globex");
	}

	@Test
	void userWhenCreatedThenIsFoundByEitherIdAndEmail() {
		UserCreateResponse created = this.users.create(null, "alice@acme.test", "Alice", "Archer", null, true,
				Map.of("language", "en"), "42");
		User alice = this.users.get(created.getId());
		assertThat(alice.getEmail()).isEqualTo("alice@acme.test");
		assertThat(alice.getEmailVerified()).isTrue();
		assertThat(alice.getFirstName()).isEqualTo("Alice");
		assertThat(alice.getLastName()).isEqualTo("Archer");
		assertThat(alice.getMetadata()).containsExactly(Map.entry("language", "en"));
		assertThat(this.users.getByExternalId("42")).isEqualTo(alice);
		assertThat(this.users.list(null, null, null, null, null, null, "alice@acme.test").data).containsExactly(alice);
	}

	@Test
	void usersWhenListedByOrganizationThenHasItsMembersOnly() {
		Organization acme = this.environment.organization("Acme");
		UserCreateResponse alice = this.environment.user("alice@acme.test");
		UserCreateResponse bob = this.environment.user("bob@acme.test");
		this.environment.user("stranger@acme.test");
		this.environment.membership(alice, acme);
		this.environment.membership(bob, acme);
		assertThat(SdkEnvironment.all(this.users.list(null, null, 1, null, null, acme.getId()))).extracting(User::getId)
			.containsExactlyInAnyOrder(alice.getId(), bob.getId());
	}

	@Test
	void userWhenUpdatedThenKeepsWhatIsNotNamed() {
		UserCreateResponse alice = this.users.create(null, "alice@acme.test", "Alice", "Archer", null, true, null,
				"42");
		this.users.update(alice.getId(), null, null, "Alicia");
		User updated = this.users.get(alice.getId());
		assertThat(updated.getFirstName()).isEqualTo("Alicia");
		assertThat(updated.getLastName()).isEqualTo("Archer");
		assertThat(updated.getExternalId()).isEqualTo("42");
	}

	@Test
	void membershipWhenDeactivatedThenIsDeniedUntilReactivated() {
		this.environment.permission("org:view", "organization");
		this.environment.role("viewer", "organization", "org:view");
		Organization acme = this.environment.organization("Acme");
		OrganizationMembership alice = this.environment.membership(this.environment.user("alice@acme.test"), acme,
				"viewer");
		assertThat(alice.getStatus()).isEqualTo(OrganizationMembershipStatus.Active);
		assertThat(viewsOrganization(alice)).isTrue();
		assertThat(this.memberships.deactivate(alice.getId()).getStatus())
			.isEqualTo(OrganizationMembershipStatus.Inactive);
		assertThat(viewsOrganization(alice)).isFalse();
		assertThat(membershipsOf(acme, List.of(OrganizationMembershipStatus.Active))).isEmpty();
		assertThat(membershipsOf(acme,
				List.of(OrganizationMembershipStatus.Active, OrganizationMembershipStatus.Inactive)))
			.containsExactly(alice.getId());
		OrganizationMembership back = this.memberships.reactivate(alice.getId());
		assertThat(back.getStatus()).isEqualTo(OrganizationMembershipStatus.Active);
		assertThat(back.getRole().getSlug()).isEqualTo("viewer");
		assertThat(viewsOrganization(alice)).isTrue();
	}

	private boolean viewsOrganization(OrganizationMembership membership) {
		return this.environment.workos()
			.getAuthorization()
			.check(membership.getId(), new ResourceTarget.ByExternalId(membership.getOrganizationId(), "organization"),
					"org:view")
			.getAuthorized();
	}

	private List<String> membershipsOf(Organization organization, List<OrganizationMembershipStatus> statuses) {
		return SdkEnvironment.all(this.memberships.list(null, null, null, null, organization.getId(), statuses))
			.stream()
			.map(OrganizationMembership::getId)
			.toList();
	}

	@Test
	void membershipWhenRoleChangesThenPermissionsFollow() {
		this.environment.permission("org:view", "organization");
		this.environment.role("viewer", "organization", "org:view");
		Organization acme = this.environment.organization("Acme");
		OrganizationMembership alice = this.environment.membership("alice@acme.test", acme);
		assertThat(alice.getRole().getSlug()).isEqualTo("member");
		assertThat(alice.getUser().getEmail()).isEqualTo("alice@acme.test");
		assertThat(viewsOrganization(alice)).isFalse();
		OrganizationMembership updated = this.memberships.update(alice.getId(), new CreateUserRole.Single("viewer"));
		assertThat(updated.getRole().getSlug()).isEqualTo("viewer");
		assertThat(viewsOrganization(alice)).isTrue();
	}

	@Test
	void membershipWhenUserOrOrganizationIsDeletedThenIsGone() {
		Organization acme = this.environment.organization("Acme");
		OrganizationMembership alice = this.environment.membership("alice@acme.test", acme);
		OrganizationMembership bob = this.environment.membership("bob@acme.test", acme);
		this.users.delete(alice.getUserId());
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.memberships.get(alice.getId()));
		this.organizations.delete(acme.getId());
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.memberships.get(bob.getId()));
		assertThat(this.users.get(bob.getUserId()).getEmail()).isEqualTo("bob@acme.test");
	}

}
