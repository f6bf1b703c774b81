package io.github.fgaspring.emulator.sdk;

import java.util.List;

import com.workos.authorization.Authorization;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.http.Page;
import com.workos.models.AuthorizationResource;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.models.Permission;
import com.workos.models.UserOrganizationMembershipBaseListData;
import com.workos.models.UserRoleAssignment;
import com.workos.types.AuthorizationAssignment;
import com.workos.types.UserRoleAssignmentSourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alice administers the workspace <em>engineering</em>, Bob edits its project
 * <em>web</em>, and nobody has anything to do with the workspace <em>sales</em>.
 */
class WorkosSdkAssignmentsTests {

	private SdkEnvironment environment;

	private Authorization authorization;

	private Organization acme;

	private AuthorizationResource engineering;

	private AuthorizationResource web;

	private AuthorizationResource app;

	private AuthorizationResource crm;

	private OrganizationMembership alice;

	private OrganizationMembership bob;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.authorization = this.environment.workos().getAuthorization();
		this.environment.permission("workspace:manage", "workspace");
		this.environment.permission("project:view", "project");
		this.environment.permission("project:edit", "project");
		this.environment.role("workspace-admin", "workspace", "workspace:manage", "project:view");
		this.environment.role("project-editor", "project", "project:view", "project:edit");
		this.acme = this.environment.organization("Acme");
		this.engineering = this.environment.workspace("engineering", this.acme);
		this.web = this.environment.project("web", this.engineering);
		this.app = this.environment.project("app", this.engineering);
		this.crm = this.environment.project("crm", this.environment.workspace("sales", this.acme));
		this.alice = this.environment.membership("alice@acme.test", this.acme);
		this.bob = this.environment.membership("bob@acme.test", this.acme);
		this.environment.assign("workspace-admin", this.engineering, this.alice);
		this.environment.assign("project-editor", this.web, this.bob);
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void checkWhenRoleIsAboveThenInheritsAndOtherwiseNot() {
		assertThat(this.environment.check(this.alice, "workspace:manage", this.engineering)).isTrue();
		assertThat(this.environment.check(this.alice, "project:view", this.web)).isTrue();
		assertThat(this.environment.check(this.alice, "project:edit", this.web)).isFalse();
		assertThat(this.environment.check(this.alice, "project:view", this.crm)).isFalse();
		assertThat(this.environment.check(this.bob, "project:edit", this.web)).isTrue();
		assertThat(this.environment.check(this.bob, "project:view", this.app)).isFalse();
	}

	@Test
	void assignWhenByExternalIdThenAnswersTheAssignment() {
		UserRoleAssignment assignment = this.authorization.assignRole(this.bob.getId(),
				new ResourceTarget.ByExternalId("crm", "project"), "project-editor");
		assertThat(assignment.getOrganizationMembershipId()).isEqualTo(this.bob.getId());
		assertThat(assignment.getRole().getSlug()).isEqualTo("project-editor");
		assertThat(assignment.getResource().getId()).isEqualTo(this.crm.getId());
		assertThat(assignment.getResource().getExternalId()).isEqualTo("crm");
		assertThat(assignment.getResource().getResourceTypeSlug()).isEqualTo("project");
		assertThat(assignment.getSource().getType()).isEqualTo(UserRoleAssignmentSourceType.Direct);
		assertThat(assignment.getSource().getGroupRoleAssignmentId()).isNull();
		assertThat(this.environment.check(this.bob, "project:edit", this.crm)).isTrue();
	}

	@Test
	void listAssignmentsWhenFilteredThenHasOnlyMatches() {
		this.environment.assign("project-editor", this.crm, this.bob);
		String bob = this.bob.getId();
		assertThat(SdkEnvironment.all(this.authorization.listRoleAssignments(bob, null, null, 1)))
			.extracting((assignment) -> assignment.getResource().getExternalId())
			.contains("web", "crm");
		assertThat(this.authorization.listRoleAssignments(bob, null, null, null, null, this.web.getId()).data)
			.extracting((assignment) -> assignment.getResource().getExternalId())
			.containsExactly("web");
		assertThat(this.authorization.listRoleAssignments(bob, null, null, null, null, null, "crm", "project").data)
			.extracting((assignment) -> assignment.getResource().getExternalId())
			.containsExactly("crm");
	}

	@Test
	void listAssignmentsOfResourceWhenByEitherIdThenHasEverybodysOwn() {
		this.environment.assign("project-editor", this.web, this.alice);
		assertThat(SdkEnvironment.all(this.authorization.listRoleAssignmentsForResource(this.web.getId())))
			.extracting(UserRoleAssignment::getOrganizationMembershipId)
			.containsExactlyInAnyOrder(this.alice.getId(), this.bob.getId());
		assertThat(this.authorization.listRoleAssignmentsForResourceByExternalId(this.acme.getId(), "workspace",
				"engineering", null, null, null, null, "workspace-admin").data)
			.extracting(UserRoleAssignment::getOrganizationMembershipId)
			.containsExactly(this.alice.getId());
	}

	@Test
	void removeWhenByCriteriaThenOnlyThatRoleIsGone() {
		this.environment.assign("workspace-admin", this.engineering, this.bob);
		this.authorization.removeRole(this.bob.getId(), new ResourceTarget.ById(this.web.getId()), "project-editor");
		assertThat(this.environment.check(this.bob, "project:edit", this.web)).isFalse();
		assertThat(this.environment.check(this.bob, "project:view", this.web)).isTrue();
		this.authorization.removeRole(this.bob.getId(), new ResourceTarget.ByExternalId("engineering", "workspace"),
				"workspace-admin");
		assertThat(this.environment.check(this.bob, "project:view", this.web)).isFalse();
	}

	@Test
	void removeWhenByIdThenIsGone() {
		UserRoleAssignment assignment = this.authorization.listRoleAssignments(this.bob.getId(), null, null, null, null,
				this.web.getId()).data
			.get(0);
		this.authorization.removeRoleAssignment(this.bob.getId(), assignment.getId());
		assertThat(this.environment.check(this.bob, "project:edit", this.web)).isFalse();
		assertThat(
				this.authorization.listRoleAssignments(this.bob.getId(), null, null, null, null, this.web.getId()).data)
			.isEmpty();
	}

	@Test
	void effectivePermissionsWhenByEitherIdThenIncludeInherited() {
		this.environment.assign("project-editor", this.web, this.alice);
		assertThat(SdkEnvironment
			.all(this.authorization.listEffectivePermissions(this.alice.getId(), this.web.getId(), null, null, 1)))
			.extracting(Permission::getSlug)
			.contains("project:view", "project:edit")
			.doesNotHaveDuplicates();
		assertThat(SdkEnvironment
			.all(this.authorization.listEffectivePermissionsByExternalId(this.alice.getId(), "project", "app")))
			.extracting(Permission::getSlug)
			.contains("project:view")
			.doesNotContain("project:edit");
		assertThat(this.authorization.listEffectivePermissions(this.alice.getId(), this.crm.getId()).data).isEmpty();
	}

	@Test
	void listResourcesWhenParentIsGivenThenHasThoseWithThePermission() {
		ParentResource byId = new ParentResource.ById(this.engineering.getId());
		ParentResource byExternalId = new ParentResource.ByExternalId("workspace", "engineering");
		assertThat(SdkEnvironment.all(
				this.authorization.listResourcesForMembership(this.alice.getId(), "project:view", null, null, 1, byId)))
			.containsExactlyInAnyOrder(this.web, this.app);
		assertThat(SdkEnvironment
			.all(this.authorization.listResourcesForMembership(this.bob.getId(), "project:edit", byExternalId)))
			.containsExactly(this.web);
		assertThat(this.authorization.listResourcesForMembership(this.alice.getId(), "project:edit", byId).data)
			.isEmpty();
	}

	@Test
	void listMembershipsWhenDirectThenHasOwnAndWhenIndirectThenInheritedToo() {
		assertThat(viewersOfWeb(AuthorizationAssignment.Direct)).containsExactly(this.bob.getId());
		assertThat(viewersOfWeb(AuthorizationAssignment.Indirect)).containsExactlyInAnyOrder(this.alice.getId(),
				this.bob.getId());
		Page<UserOrganizationMembershipBaseListData> byExternalId = this.authorization
			.listMembershipsForResourceByExternalId(this.acme.getId(), "project", "web", "project:edit", null, null,
					null, null, AuthorizationAssignment.Indirect);
		assertThat(byExternalId.data).singleElement()
			.satisfies((membership) -> assertThat(membership.getId()).isEqualTo(this.bob.getId()))
			.satisfies((membership) -> assertThat(membership.getUser().getEmail()).isEqualTo("bob@acme.test"));
	}

	private List<String> viewersOfWeb(AuthorizationAssignment assignment) {
		return SdkEnvironment
			.all(this.authorization.listMembershipsForResource(this.web.getId(), "project:view", null, null, 1, null,
					assignment))
			.stream()
			.map(UserOrganizationMembershipBaseListData::getId)
			.toList();
	}

}
