package io.github.fgaspring.emulator.sdk;

import java.util.function.Consumer;
import java.util.stream.Stream;

import com.workos.WorkOS;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.TransportException;
import com.workos.common.exceptions.UnauthorizedException;
import com.workos.common.exceptions.UnprocessableEntityException;
import com.workos.common.exceptions.WorkOSException;
import com.workos.common.exceptions.WorkOSGenericException;
import com.workos.organizationmembership.CreateUserRole;
import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes wrong reaches the application as the exception that the vendor means for it.
 */
class WorkosSdkErrorsTests {

	private static FgaEmulator emulator;

	@BeforeAll
	static void start() {
		emulator = AcmeEmulator.start();
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void callWhenItIsWrongThenThrowsWithStatusAndCode(Consumer<WorkOS> call, Class<? extends WorkOSException> type,
			int status, String code) {
		WorkOS workos = SdkEnvironment.connect(emulator, emulator.apiKey());
		assertThatExceptionOfType(type).isThrownBy(() -> call.accept(workos))
			.satisfies((thrown) -> assertThat(thrown.status).isEqualTo(status))
			.satisfies((thrown) -> assertThat(thrown.code).isEqualTo(code))
			.satisfies((thrown) -> assertThat(thrown.getMessage()).isNotBlank());
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(
				mistake("unknown membership",
						(workos) -> workos.getAuthorization().check("om_none", project("web"), "project:view"),
						NotFoundException.class, 404, null),
				mistake("unknown resource",
						(workos) -> workos.getAuthorization().check("om_alice", project("none"), "project:view"),
						NotFoundException.class, 404, null),
				mistake("unknown parent",
						(workos) -> workos.getAuthorization()
							.listResourcesForMembership("om_alice", "project:view",
									new ParentResource.ByExternalId("workspace", "none")),
						NotFoundException.class, 404, null),
				mistake("memberships of neither user nor organization",
						(workos) -> workos.getOrganizationMembership().list(), BadRequestException.class, 400,
						"missing_user_id_or_organization_id"),
				mistake("resources of neither organization nor type",
						(workos) -> workos.getAuthorization().listResources(), BadRequestException.class, 400,
						"missing_organization_id_or_resource_type_slug"),
				mistake("limit out of range", (workos) -> workos.getOrganizations().list(null, null, 101),
						UnprocessableEntityException.class, 422, null),
				mistake("permission slug that is none",
						(workos) -> workos.getAuthorization().createPermission("Not a slug", "Wrong"),
						UnprocessableEntityException.class, 422, null),
				mistake("role on a resource of another type",
						(workos) -> workos.getAuthorization().assignRole("om_alice", project("web"), "workspace-admin"),
						UnprocessableEntityException.class, 422, null),
				mistake("membership with a role that does not exist",
						(workos) -> workos.getOrganizationMembership()
							.create(new CreateUserRole.Single("none"), "user_bob", "org_globex"),
						UnprocessableEntityException.class, 422, "invalid_role"),
				mistake("membership with a role on resources",
						(workos) -> workos.getOrganizationMembership()
							.create(new CreateUserRole.Single("project-editor"), "user_bob", "org_globex"),
						UnprocessableEntityException.class, 422, "sub_resource_scoped_role_not_allowed"),
				mistake("pending membership deactivated",
						(workos) -> workos.getOrganizationMembership().deactivate("om_erin"), BadRequestException.class,
						400, "cannot_deactivate_pending_organization_membership"),
				mistake("role slug taken",
						(workos) -> workos.getAuthorization().createEnvironmentRole("workspace-admin", "Another"),
						WorkOSGenericException.class, 409, "role_slug_conflict"));
	}

	private static Arguments mistake(String name, Consumer<WorkOS> call, Class<? extends WorkOSException> type,
			int status, String code) {
		return Arguments.argumentSet(name, call, type, status, code);
	}

	private static ResourceTarget project(String externalId) {
		return new ResourceTarget.ByExternalId(externalId, "project");
	}

	@Test
	void callWhenKeyIsWrongThenUnauthorized() {
		WorkOS stranger = SdkEnvironment.connect(emulator, "sk_test_wrong");
		assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> stranger.getOrganizations().list());
	}

	@Test
	void callWhenEmulatorIsClosedThenTransportFails() {
		SdkEnvironment closed = SdkEnvironment.start();
		closed.close();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> closed.workos().getOrganizations().list());
	}

}
