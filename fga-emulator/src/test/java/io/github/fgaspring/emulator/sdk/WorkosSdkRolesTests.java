package io.github.fgaspring.emulator.sdk;

import java.util.List;

import com.workos.authorization.Authorization;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.http.PatchField;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.models.Permission;
import com.workos.models.Role;
import com.workos.types.RoleType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkRolesTests {

	private SdkEnvironment environment;

	private Authorization authorization;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.authorization = this.environment.workos().getAuthorization();
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void permissionWhenCreatedThenIsReadChangedAndDeleted() {
		Permission created = this.authorization.createPermission("project:view", "View", "May look", "project");
		assertThat(created.getResourceTypeSlug()).isEqualTo("project");
		assertThat(created.getDescription()).isEqualTo("May look");
		assertThat(created.getSystem()).isFalse();
		assertThat(this.authorization.getPermission("project:view")).isEqualTo(created);
		Permission changed = this.authorization.updatePermission("project:view", PatchField.of("See"),
				PatchField.ofNull());
		assertThat(changed.getId()).isEqualTo(created.getId());
		assertThat(changed.getName()).isEqualTo("See");
		assertThat(changed.getDescription()).isNull();
		this.authorization.deletePermission("project:view");
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.authorization.getPermission("project:view"));
	}

	@Test
	void permissionsWhenManyThenAutoPage() {
		List<String> slugs = List.of("a:view", "b:view", "c:view", "d:view", "e:view");
		slugs.forEach((slug) -> this.environment.permission(slug, "project"));
		assertThat(SdkEnvironment.all(this.authorization.listPermissions(null, null, 2)))
			.extracting(Permission::getSlug)
			.containsAll(slugs)
			.doesNotHaveDuplicates();
	}

	@Test
	void permissionWhenSlugIsTakenThenConflict() {
		this.environment.permission("project:view", "project");
		SdkEnvironment.assertConflict("permission_slug_conflict",
				() -> this.environment.permission("project:view", "project"));
	}

	@Test
	void environmentRoleWhenCreatedThenIsReadAndChanged() {
		this.environment.permission("project:view", "project");
		this.environment.permission("project:edit", "project");
		Role created = this.authorization.createEnvironmentRole("project-editor", "Editor", "May edit", "project");
		assertThat(created.getType()).isEqualTo(RoleType.EnvironmentRole);
		assertThat(created.getResourceTypeSlug()).isEqualTo("project");
		assertThat(created.getPermissions()).isEmpty();
		assertThat(this.authorization.setEnvironmentRolePermissions("project-editor", List.of("project:edit"))
			.getPermissions()).containsExactly("project:edit");
		assertThat(this.authorization.addEnvironmentRolePermission("project-editor", "project:view").getPermissions())
			.containsExactlyInAnyOrder("project:edit", "project:view");
		this.authorization.updateEnvironmentRole("project-editor", PatchField.of("Writer"), PatchField.absent());
		Role changed = this.authorization.getEnvironmentRole("project-editor");
		assertThat(changed.getName()).isEqualTo("Writer");
		assertThat(changed.getDescription()).isEqualTo("May edit");
		assertThat(this.authorization.listEnvironmentRoles().getData()).contains(changed);
	}

	@Test
	void organizationRoleWhenCreatedThenExistsInItsOrganizationOnly() {
		this.environment.permission("org:view", "organization");
		this.environment.permission("org:manage", "organization");
		Organization acme = this.environment.organization("Acme");
		Organization globex = this.environment.organization("Globex");
		Role auditor = this.authorization.createOrganizationRole(acme.getId(), "Auditor", "org-auditor", "May audit");
		assertThat(auditor.getType()).isEqualTo(RoleType.OrganizationRole);
		assertThat(this.authorization.setOrganizationRolePermissions(acme.getId(), "org-auditor", List.of("org:view"))
			.getPermissions()).containsExactly("org:view");
		assertThat(this.authorization.addOrganizationRolePermission(acme.getId(), "org-auditor", "org:manage")
			.getPermissions()).containsExactlyInAnyOrder("org:view", "org:manage");
		this.authorization.removeOrganizationRolePermission(acme.getId(), "org-auditor", "org:view");
		this.authorization.updateOrganizationRole(acme.getId(), "org-auditor", PatchField.of("Examiner"));
		Role changed = this.authorization.getOrganizationRole(acme.getId(), "org-auditor");
		assertThat(changed.getName()).isEqualTo("Examiner");
		assertThat(changed.getPermissions()).containsExactly("org:manage");
		assertThat(rolesOf(acme)).contains("member", "org-auditor");
		assertThat(rolesOf(globex)).contains("member").doesNotContain("org-auditor");
		this.authorization.deleteOrganizationRole(acme.getId(), "org-auditor");
		assertThat(rolesOf(acme)).doesNotContain("org-auditor");
	}

	private List<String> rolesOf(Organization organization) {
		return this.authorization.listOrganizationRoles(organization.getId())
			.getData()
			.stream()
			.map(Role::getSlug)
			.toList();
	}

	@Test
	void organizationRoleWhenHeldThenGrantsAndCannotBeDeleted() {
		this.environment.permission("org:view", "organization");
		Organization acme = this.environment.organization("Acme");
		String slug = this.authorization.createOrganizationRole(acme.getId(), "Auditor").getSlug();
		this.authorization.setOrganizationRolePermissions(acme.getId(), slug, List.of("org:view"));
		OrganizationMembership alice = this.environment.membership(this.environment.user("alice@acme.test"), acme,
				slug);
		assertThat(slug).startsWith("org-");
		assertThat(alice.getRole().getSlug()).isEqualTo(slug);
		ResourceTarget organization = new ResourceTarget.ByExternalId(acme.getId(), "organization");
		assertThat(this.authorization.check(alice.getId(), organization, "org:view").getAuthorized()).isTrue();
		SdkEnvironment.assertConflict("role_has_assignments",
				() -> this.authorization.deleteOrganizationRole(acme.getId(), slug));
	}

}
