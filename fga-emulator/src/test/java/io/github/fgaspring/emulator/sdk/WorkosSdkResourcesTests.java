package io.github.fgaspring.emulator.sdk;

import com.workos.authorization.Authorization;
import com.workos.authorization.Parent;
import com.workos.authorization.ParentResource;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.http.Page;
import com.workos.common.http.PatchField;
import com.workos.models.AuthorizationResource;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.types.PaginationOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkResourcesTests {

	private SdkEnvironment environment;

	private Authorization authorization;

	private Organization acme;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.authorization = this.environment.workos().getAuthorization();
		this.acme = this.environment.organization("Acme");
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void createWhenParentIsLeftOutThenIsUnderTheOrganization() {
		AuthorizationResource root = this.authorization.getResourceByExternalId(this.acme.getId(), "organization",
				this.acme.getId());
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		assertThat(root.getParentResourceId()).isNull();
		assertThat(root.getOrganizationId()).isEqualTo(this.acme.getId());
		assertThat(engineering.getParentResourceId()).isEqualTo(root.getId());
	}

	@Test
	void createWhenParentIsNamedThenTreeIsReadBack() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		AuthorizationResource web = this.authorization.createResource(
				new ParentResource.ByExternalId("workspace", "engineering"), "web/2", "Web", "project",
				this.acme.getId(), "The shop");
		assertThat(web.getParentResourceId()).isEqualTo(engineering.getId());
		assertThat(web.getExternalId()).isEqualTo("web/2");
		assertThat(web.getName()).isEqualTo("Web");
		assertThat(web.getDescription()).isEqualTo("The shop");
		assertThat(web.getResourceTypeSlug()).isEqualTo("project");
		assertThat(web.getOrganizationId()).isEqualTo(this.acme.getId());
		assertThat(this.authorization.getResource(web.getId())).isEqualTo(web);
		assertThat(this.authorization.getResourceByExternalId(this.acme.getId(), "project", "web/2")).isEqualTo(web);
	}

	@Test
	void createWhenExternalIdIsTakenThenConflictOnlyInTheSameOrganizationAndType() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		SdkEnvironment.assertConflict("authorization_resource_external_id_conflict",
				() -> this.environment.workspace("engineering", this.acme));
		AuthorizationResource project = this.environment.project("engineering", engineering);
		AuthorizationResource foreign = this.environment.workspace("engineering",
				this.environment.organization("Globex"));
		assertThat(project.getId()).isNotEqualTo(engineering.getId());
		assertThat(foreign.getId()).isNotEqualTo(engineering.getId());
	}

	@Test
	void listWhenFilteredThenHasOnlyMatches() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		AuthorizationResource sales = this.environment.workspace("sales", this.acme);
		AuthorizationResource web = this.environment.project("web", engineering);
		AuthorizationResource crm = this.environment.project("crm", sales);
		this.environment.workspace("engineering", this.environment.organization("Globex"));
		String organization = this.acme.getId();
		assertThat(this.authorization.listResources(null, null, null, null, organization, "project").data)
			.containsExactlyInAnyOrder(web, crm);
		assertThat(
				this.authorization.listResources(null, null, null, null, organization, "workspace", "engineering").data)
			.containsExactly(engineering);
		assertThat(this.authorization.listResources(null, null, null, null, organization, null, null,
				new Parent.ById(engineering.getId())).data)
			.containsExactly(web);
		assertThat(this.authorization.listResources(null, null, null, null, organization, null, null,
				new Parent.ByExternalId("workspace", "sales")).data)
			.containsExactly(crm);
	}

	@Test
	void listWhenManyPagesThenAutoPagesInOrderOfCreation() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		for (int number = 1; number <= 5; number++) {
			this.environment.project("p-" + number, engineering);
		}
		Page<AuthorizationResource> first = projectsByTwo(PaginationOrder.Asc);
		assertThat(first.data).hasSize(2);
		assertThat(first.hasNextPage()).isTrue();
		assertThat(SdkEnvironment.all(first)).extracting(AuthorizationResource::getExternalId)
			.containsExactly("p-1", "p-2", "p-3", "p-4", "p-5");
		assertThat(SdkEnvironment.all(projectsByTwo(PaginationOrder.Desc)))
			.extracting(AuthorizationResource::getExternalId)
			.containsExactly("p-5", "p-4", "p-3", "p-2", "p-1");
	}

	private Page<AuthorizationResource> projectsByTwo(PaginationOrder order) {
		return this.authorization.listResources(null, null, 2, order, this.acme.getId(), "project");
	}

	@Test
	void updateWhenFieldIsAbsentThenKeepsItAndWhenNullThenClearsIt() {
		AuthorizationResource web = this.authorization.createResource(null, "web", "Web", "workspace",
				this.acme.getId(), "The shop");
		AuthorizationResource renamed = this.authorization.updateResource(web.getId(), (ParentResource) null,
				PatchField.of("Web shop"));
		assertThat(renamed.getName()).isEqualTo("Web shop");
		assertThat(renamed.getDescription()).isEqualTo("The shop");
		assertThat(renamed.getParentResourceId()).isEqualTo(web.getParentResourceId());
		AuthorizationResource cleared = this.authorization.updateResourceByExternalId(this.acme.getId(), "workspace",
				"web", (ParentResource) null, PatchField.absent(), PatchField.ofNull());
		assertThat(cleared.getName()).isEqualTo("Web shop");
		assertThat(cleared.getDescription()).isNull();
	}

	@Test
	void updateWhenParentChangesThenPermissionsAreThoseOfTheNewPlace() {
		this.environment.permission("project:view", "project");
		this.environment.role("workspace-viewer", "workspace", "project:view");
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		AuthorizationResource sales = this.environment.workspace("sales", this.acme);
		AuthorizationResource web = this.environment.project("web", engineering);
		OrganizationMembership engineer = this.environment.membership("engineer@acme.test", this.acme);
		OrganizationMembership seller = this.environment.membership("seller@acme.test", this.acme);
		this.environment.assign("workspace-viewer", engineering, engineer);
		this.environment.assign("workspace-viewer", sales, seller);

		AuthorizationResource moved = this.authorization.updateResource(web.getId(),
				new ParentResource.ById(sales.getId()));
		assertThat(moved.getParentResourceId()).isEqualTo(sales.getId());
		assertThat(this.environment.check(engineer, "project:view", web)).isFalse();
		assertThat(this.environment.check(seller, "project:view", web)).isTrue();

		this.authorization.updateResourceByExternalId(this.acme.getId(), "project", "web",
				new ParentResource.ByExternalId("workspace", "engineering"));
		assertThat(this.environment.check(engineer, "project:view", web)).isTrue();
		assertThat(this.environment.check(seller, "project:view", web)).isFalse();
	}

	@Test
	void deleteWhenThereAreChildrenThenOnlyCascades() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		AuthorizationResource web = this.environment.project("web", engineering);
		SdkEnvironment.assertConflict("resource_has_dependents",
				() -> this.authorization.deleteResource(engineering.getId()));
		this.authorization.deleteResource(engineering.getId(), true);
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.authorization.getResource(engineering.getId()));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.authorization.getResource(web.getId()));
	}

	@Test
	void deleteWhenByExternalIdThenIsGone() {
		AuthorizationResource engineering = this.environment.workspace("engineering", this.acme);
		this.environment.project("web", engineering);
		this.authorization.deleteResourceByExternalId(this.acme.getId(), "project", "web");
		this.authorization.deleteResourceByExternalId(this.acme.getId(), "workspace", "engineering", false);
		assertThat(this.authorization.listResources(null, null, null, null, this.acme.getId(), "workspace").data)
			.isEmpty();
	}

}
