package io.github.fgaspring.emulator.sdk;

import java.util.List;
import java.util.stream.StreamSupport;

import com.workos.WorkOS;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.WorkOSGenericException;
import com.workos.common.http.Page;
import com.workos.common.http.RetryConfig;
import com.workos.models.AuthorizationResource;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.models.UserCreateResponse;
import com.workos.organizationmembership.CreateUserRole;
import com.workos.usermanagement.CreateUserPassword;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An emulator and the vendor's SDK connected to it. The emulator knows resource types,
 * which have no API, and nothing else: everything beyond them comes through the SDK.
 */
final class SdkEnvironment implements AutoCloseable {

	static final String PASSWORD = "correct horse battery staple";

	private static final String RESOURCE_TYPES = """
			resource-types:
			  - { slug: workspace, parents: [organization] }
			  - { slug: project, parents: [workspace] }
			""";

	private final FgaEmulator emulator;

	private final WorkOS workos;

	private SdkEnvironment(FgaEmulator emulator) {
		this.emulator = emulator;
		this.workos = connect(emulator, emulator.apiKey());
	}

	static SdkEnvironment start() {
		return start("");
	}

	static SdkEnvironment start(String moreSeed) {
		return start(EmulatorConfig.defaults().withSeed(Seed.of(RESOURCE_TYPES + moreSeed)));
	}

	static SdkEnvironment start(EmulatorConfig config) {
		return new SdkEnvironment(FgaEmulator.start(config));
	}

	// A failure must show as it is, and at once.
	static WorkOS connect(FgaEmulator emulator, String apiKey) {
		return WorkOS.builder()
			.apiKey(apiKey)
			.clientId(emulator.clientId())
			.apiBaseUrl(emulator.baseUrl().toString())
			.retryConfig(RetryConfig.DISABLED)
			.build();
	}

	FgaEmulator emulator() {
		return this.emulator;
	}

	WorkOS workos() {
		return this.workos;
	}

	Organization organization(String name) {
		return this.workos.getOrganizations().create(name);
	}

	UserCreateResponse user(String email) {
		return this.workos.getUserManagement()
			.create(new CreateUserPassword.Plaintext(PASSWORD), email, null, null, null, true);
	}

	OrganizationMembership membership(String email, Organization organization) {
		return membership(user(email), organization);
	}

	OrganizationMembership membership(UserCreateResponse user, Organization organization) {
		return this.workos.getOrganizationMembership().create(user.getId(), organization.getId());
	}

	OrganizationMembership membership(UserCreateResponse user, Organization organization, String role) {
		return this.workos.getOrganizationMembership()
			.create(new CreateUserRole.Single(role), user.getId(), organization.getId());
	}

	void permission(String slug, String resourceType) {
		this.workos.getAuthorization().createPermission(slug, "Permission " + slug, null, resourceType);
	}

	void role(String slug, String resourceType, String... permissions) {
		this.workos.getAuthorization().createEnvironmentRole(slug, "Role " + slug, null, resourceType);
		this.workos.getAuthorization().setEnvironmentRolePermissions(slug, List.of(permissions));
	}

	AuthorizationResource workspace(String externalId, Organization organization) {
		return this.workos.getAuthorization()
			.createResource(externalId, "Workspace " + externalId, "workspace", organization.getId());
	}

	AuthorizationResource project(String externalId, AuthorizationResource workspace) {
		return this.workos.getAuthorization()
			.createResource(new ParentResource.ById(workspace.getId()), externalId, "Project " + externalId, "project",
					workspace.getOrganizationId());
	}

	void assign(String role, AuthorizationResource resource, OrganizationMembership membership) {
		this.workos.getAuthorization().assignRole(membership.getId(), new ResourceTarget.ById(resource.getId()), role);
	}

	boolean check(OrganizationMembership membership, String permission, AuthorizationResource resource) {
		return this.workos.getAuthorization()
			.check(membership.getId(), new ResourceTarget.ById(resource.getId()), permission)
			.getAuthorized();
	}

	// The SDK has no exception of its own for a conflict.
	static void assertConflict(String code, ThrowingCallable call) {
		assertThatExceptionOfType(WorkOSGenericException.class).isThrownBy(call)
			.satisfies((conflict) -> assertThat(conflict.status).isEqualTo(409))
			.satisfies((conflict) -> assertThat(conflict.code).isEqualTo(code));
	}

	static <T> List<T> all(Page<T> page) {
		return StreamSupport.stream(page.autoPagingIterable().spliterator(), false).toList();
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
