package io.github.fgaspring.emulator.sdk;

import java.util.List;

import com.workos.WorkOS;
import com.workos.authorization.Authorization;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.http.PatchField;
import com.workos.models.AuthorizationResource;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.models.Permission;
import com.workos.models.UserCreateResponse;
import com.workos.models.UserRoleAssignment;
import io.github.fgaspring.emulator.AcmeEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The vendor's own client, unmodified, against the emulator. The other tests of this
 * package go through one area each.
 */
class WorkosSdkTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			om_alice | project:view | project   | web         | true
			om_alice | project:view | project   | crm         | false
			om_bob   | project:edit | project   | web         | true
			om_bob   | project:edit | workspace | engineering | false
			om_carol | org:manage   | organization | org_acme | true
			""")
	void checkWhenSeededThenAnswers(String membership, String permission, String type, String externalId,
			boolean authorized) {
		try (SdkEnvironment acme = SdkEnvironment.start(AcmeEmulator.config())) {
			ResourceTarget resource = new ResourceTarget.ByExternalId(externalId, type);
			assertThat(acme.workos().getAuthorization().check(membership, resource, permission).getAuthorized())
				.isEqualTo(authorized);
		}
	}

	@Test
	void listWhenSeededThenPagesThroughMemberships() {
		try (SdkEnvironment acme = SdkEnvironment.start(AcmeEmulator.config())) {
			assertThat(SdkEnvironment
				.all(acme.workos().getOrganizationMembership().list(null, null, 1, null, null, null, "user_alice")))
				.extracting(OrganizationMembership::getId)
				.containsExactlyInAnyOrder("om_alice", "om_alice_globex");
		}
	}

	@Test
	void productWhenSetUpAndTakenDownThenEveryStepAnswers() {
		try (SdkEnvironment environment = SdkEnvironment.start()) {
			WorkOS workos = environment.workos();
			Authorization authorization = workos.getAuthorization();

			Organization acme = workos.getOrganizations().create("Acme");
			UserCreateResponse alice = environment.user("alice@acme.test");
			OrganizationMembership membership = workos.getOrganizationMembership().create(alice.getId(), acme.getId());

			authorization.createPermission("project:view", "View projects", "May look", "project");
			authorization.createPermission("project:edit", "Edit projects", null, "project");
			authorization.createEnvironmentRole("workspace-admin", "Workspace administrator", null, "workspace");
			authorization.setEnvironmentRolePermissions("workspace-admin", List.of("project:view"));

			AuthorizationResource engineering = environment.workspace("engineering", acme);
			AuthorizationResource sales = environment.workspace("sales", acme);
			AuthorizationResource web = environment.project("web", engineering);
			environment.project("crm", sales);
			UserRoleAssignment assignment = authorization.assignRole(membership.getId(),
					new ResourceTarget.ById(engineering.getId()), "workspace-admin");

			assertThat(environment.check(membership, "project:view", web)).isTrue();
			assertThat(environment.check(membership, "project:edit", web)).isFalse();
			assertThat(SdkEnvironment.all(authorization.listResourcesForMembership(membership.getId(), "project:view",
					new ParentResource.ById(engineering.getId()))))
				.containsExactly(web);
			assertThat(SdkEnvironment.all(authorization.listResources(null, null, 1, null, acme.getId(), "project")))
				.extracting(AuthorizationResource::getExternalId)
				.containsExactlyInAnyOrder("web", "crm");

			authorization.addEnvironmentRolePermission("workspace-admin", "project:edit");
			assertThat(environment.check(membership, "project:edit", web)).isTrue();
			authorization.updateResource(web.getId(), (ParentResource) null, PatchField.of("Web shop"));
			assertThat(authorization.getResource(web.getId()).getName()).isEqualTo("Web shop");
			workos.getOrganizations().update(acme.getId(), "Acme Corporation");
			assertThat(workos.getOrganizations().get(acme.getId()).getName()).isEqualTo("Acme Corporation");

			authorization.removeRoleAssignment(membership.getId(), assignment.getId());
			assertThat(environment.check(membership, "project:view", web)).isFalse();
			authorization.deleteResource(engineering.getId(), true);
			authorization.deleteResource(sales.getId(), true);
			assertThat(authorization.listResources(null, null, null, null, acme.getId(), "project").data).isEmpty();
			authorization.deletePermission("project:edit");
			assertThat(SdkEnvironment.all(authorization.listPermissions())).extracting(Permission::getSlug)
				.contains("project:view")
				.doesNotContain("project:edit");
			workos.getOrganizationMembership().delete(membership.getId());
			workos.getUserManagement().delete(alice.getId());
			workos.getOrganizations().delete(acme.getId());

			assertThatExceptionOfType(NotFoundException.class)
				.isThrownBy(() -> workos.getOrganizationMembership().get(membership.getId()));
			assertThatExceptionOfType(NotFoundException.class)
				.isThrownBy(() -> workos.getUserManagement().get(alice.getId()));
			assertThatExceptionOfType(NotFoundException.class)
				.isThrownBy(() -> workos.getOrganizations().get(acme.getId()));
		}
	}

}
