package io.github.fgaspring.emulator.sdk;

import java.util.List;

import com.workos.authorization.Authorization;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.http.PatchField;
import com.workos.groups.Groups;
import com.workos.models.AssignRole;
import com.workos.models.AuthorizationResource;
import com.workos.models.Group;
import com.workos.models.GroupRoleAssignment;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.types.UserRoleAssignmentSourceType;
import io.github.fgaspring.emulator.EmulatorClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkGroupsTests {

	private SdkEnvironment environment;

	private Groups groups;

	private Authorization authorization;

	private Organization acme;

	private Group designers;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.groups = this.environment.workos().getGroups();
		this.authorization = this.environment.workos().getAuthorization();
		this.acme = this.environment.organization("Acme");
		this.designers = this.groups.createOrganizationGroup(this.acme.getId(), "Designers", "Who design");
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void groupWhenCreatedThenIsReadChangedAndDeleted() {
		String organization = this.acme.getId();
		assertThat(this.designers.getOrganizationId()).isEqualTo(organization);
		assertThat(this.groups.getOrganizationGroup(organization, this.designers.getId())).isEqualTo(this.designers);
		Group renamed = this.groups.updateOrganizationGroup(organization, this.designers.getId(),
				PatchField.of("Artists"), PatchField.ofNull());
		assertThat(renamed.getName()).isEqualTo("Artists");
		assertThat(renamed.getDescription()).isNull();
		assertThat(SdkEnvironment.all(this.groups.listOrganizationGroups(organization))).containsExactly(renamed);
		this.groups.deleteOrganizationGroup(organization, this.designers.getId());
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.groups.getOrganizationGroup(organization, this.designers.getId()));
	}

	@Test
	void memberWhenAddedThenBelongsUntilRemoved() {
		OrganizationMembership alice = this.environment.membership("alice@acme.test", this.acme);
		assertThat(join(alice).getId()).isEqualTo(this.designers.getId());
		assertThat(groupsOf(alice)).containsExactly("Designers");
		assertThat(membersOfDesigners()).containsExactly(alice.getId());
		this.groups.deleteOrganizationMembership(this.acme.getId(), this.designers.getId(), alice.getId());
		assertThat(groupsOf(alice)).isEmpty();
		assertThat(membersOfDesigners()).isEmpty();
	}

	private Group join(OrganizationMembership membership) {
		return this.groups.createOrganizationMembership(this.acme.getId(), this.designers.getId(), membership.getId());
	}

	private List<String> groupsOf(OrganizationMembership membership) {
		return SdkEnvironment.all(this.environment.workos().getOrganizationMembership().listGroups(membership.getId()))
			.stream()
			.map(Group::getName)
			.toList();
	}

	// Past the SDK, whose model insists on the user that the contract leaves out here.
	private List<String> membersOfDesigners() {
		JsonNode page = new EmulatorClient(this.environment.emulator())
			.get("/organizations/%s/groups/%s/organization-memberships".formatted(this.acme.getId(),
					this.designers.getId()))
			.json();
		return page.get("data").valueStream().map((membership) -> membership.get("id").asString()).toList();
	}

	@Test
	void groupRoleWhenGivenThenEveryMemberHasIt() {
		AuthorizationResource engineering = engineeringWithRoles();
		OrganizationMembership alice = this.environment.membership("alice@acme.test", this.acme);
		join(alice);
		GroupRoleAssignment assignment = this.authorization.createGroupRoleAssignment(this.designers.getId(),
				"workspace-viewer", engineering.getId());
		assertThat(assignment.getGroupId()).isEqualTo(this.designers.getId());
		assertThat(assignment.getRole().getSlug()).isEqualTo("workspace-viewer");
		assertThat(assignment.getResource().getExternalId()).isEqualTo("engineering");
		assertThat(this.environment.check(alice, "workspace:view", engineering)).isTrue();
		assertThat(
				this.authorization.listRoleAssignments(alice.getId(), null, null, null, null, engineering.getId()).data)
			.singleElement()
			.satisfies((own) -> assertThat(own.getSource().getType()).isEqualTo(UserRoleAssignmentSourceType.Group))
			.satisfies((own) -> assertThat(own.getSource().getGroupRoleAssignmentId()).isEqualTo(assignment.getId()));
		this.groups.deleteOrganizationMembership(this.acme.getId(), this.designers.getId(), alice.getId());
		assertThat(this.environment.check(alice, "workspace:view", engineering)).isFalse();
	}

	@Test
	void groupRoleWhenGivenTwiceThenConflict() {
		AuthorizationResource engineering = engineeringWithRoles();
		this.authorization.createGroupRoleAssignment(this.designers.getId(), "workspace-viewer", engineering.getId());
		SdkEnvironment.assertConflict("duplicate_group_role_assignment", () -> this.authorization
			.createGroupRoleAssignment(this.designers.getId(), "workspace-viewer", null, "engineering", "workspace"));
	}

	@Test
	void groupRolesWhenReplacedThenOnlyTheNewOnesAreLeft() {
		AuthorizationResource engineering = engineeringWithRoles();
		AuthorizationResource sales = this.environment.workspace("sales", this.acme);
		String group = this.designers.getId();
		this.authorization.createGroupRoleAssignment(group, "workspace-viewer", engineering.getId());
		assertThat(
				this.authorization.updateGroupRoleAssignments(group,
						List.of(new AssignRole("workspace-editor", sales.getId(), null, null),
								new AssignRole("workspace-editor", null, "engineering", "workspace")))
					.getData())
			.hasSize(2);
		assertThat(SdkEnvironment.all(this.authorization.listGroupRoleAssignments(group, null, null, 1)))
			.extracting(
					(assignment) -> assignment.getRole().getSlug() + " on " + assignment.getResource().getExternalId())
			.containsExactlyInAnyOrder("workspace-editor on sales", "workspace-editor on engineering");
	}

	@Test
	void groupRoleWhenTakenAwayThenMembersLoseIt() {
		AuthorizationResource engineering = engineeringWithRoles();
		OrganizationMembership alice = this.environment.membership("alice@acme.test", this.acme);
		join(alice);
		String group = this.designers.getId();
		GroupRoleAssignment viewer = this.authorization.createGroupRoleAssignment(group, "workspace-viewer",
				engineering.getId());
		this.authorization.createGroupRoleAssignment(group, "workspace-editor", null, "engineering", "workspace");
		assertThat(this.authorization.getGroupRoleAssignment(group, viewer.getId())).isEqualTo(viewer);
		this.authorization.deleteGroupRoleAssignment(group, viewer.getId());
		assertThat(this.environment.check(alice, "workspace:view", engineering)).isFalse();
		assertThat(this.environment.check(alice, "workspace:edit", engineering)).isTrue();
		this.authorization.deleteGroupRoleAssignments(group, "workspace-editor", engineering.getId());
		assertThat(this.environment.check(alice, "workspace:edit", engineering)).isFalse();
	}

	private AuthorizationResource engineeringWithRoles() {
		this.environment.permission("workspace:view", "workspace");
		this.environment.permission("workspace:edit", "workspace");
		this.environment.role("workspace-viewer", "workspace", "workspace:view");
		this.environment.role("workspace-editor", "workspace", "workspace:edit");
		return this.environment.workspace("engineering", this.acme);
	}

}
