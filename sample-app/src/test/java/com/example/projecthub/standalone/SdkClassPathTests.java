package com.example.projecthub.standalone;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.workos.WorkOS;
import com.workos.authorization.Authorization;
import com.workos.authorization.ParentResource;
import com.workos.authorization.ResourceTarget;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.GenericServerException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.RateLimitException;
import com.workos.common.exceptions.TransportException;
import com.workos.common.exceptions.UnauthorizedException;
import com.workos.common.exceptions.UnprocessableEntityException;
import com.workos.common.exceptions.WorkOSException;
import com.workos.common.exceptions.WorkOSGenericException;
import com.workos.common.http.Page;
import com.workos.common.http.PatchField;
import com.workos.models.AuthorizationCheck;
import com.workos.models.AuthorizationResource;
import com.workos.models.OrganizationMembership;
import com.workos.models.Permission;
import com.workos.models.SlimRole;
import com.workos.models.User;
import com.workos.organizationmembership.CreateUserRole;
import com.workos.organizationmembership.OrganizationMembershipService;
import com.workos.types.OrganizationMembershipStatus;
import io.github.fgaspring.emulator.traffic.Fault;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The vendor's SDK in a Spring Boot application, whose dependency management gives it
 * older versions of Kotlin, coroutines and Jackson 2 than it asks for.
 */
class SdkClassPathTests extends AbstractStandaloneTests {

	@Autowired
	private WorkOS workos;

	/**
	 * What the other tests of this class have been run with. Whoever changes it, or
	 * Spring Boot, learns that they matter.
	 */
	@ParameterizedTest
	@CsvSource({ "kotlin/KotlinVersion.class, kotlin-stdlib-2.3.21.jar",
			"kotlin/reflect/full/KClasses.class, kotlin-reflect-2.3.21.jar",
			"kotlinx/coroutines/Dispatchers.class, kotlinx-coroutines-core-jvm-1.10.2.jar",
			"com/fasterxml/jackson/databind/ObjectMapper.class, jackson-databind-2.21.5.jar",
			"com/fasterxml/jackson/module/kotlin/KotlinModule.class, jackson-module-kotlin-2.21.5.jar",
			"tools/jackson/databind/ObjectMapper.class, jackson-databind-3.1.5.jar",
			"okhttp3/OkHttpClient.class, okhttp-jvm-5.4.0.jar", "com/workos/WorkOS.class, workos-7.2.0.jar" })
	void classPathIsThatOfSpringBoot(String type, String jar) throws Exception {
		assertThat(new ClassPathResource(type).getURL().toString()).contains("/" + jar + "!");
	}

	@ParameterizedTest
	@CsvSource({ "om_alice, project:view, web, true", "om_bob, project:view, web, false",
			"om_carol, project:edit, web, true", "om_carol, project:edit, payroll, false" })
	void check(String membership, String permission, String project, boolean authorized) {
		assertThat(this.workos.getAuthorization()
			.check(membership, new ResourceTarget.ByExternalId(project, "project"), permission)
			.getAuthorized()).isEqualTo(authorized);
	}

	@Test
	void checkInCoroutine() throws Exception {
		ResourceTarget web = new ResourceTarget.ByExternalId("web", "project");
		AuthorizationCheck check = BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE,
				(scope, continuation) -> this.workos.getAuthorization()
					.checkSuspend("om_alice", web, "project:view", null, continuation));
		assertThat(check.getAuthorized()).isTrue();
	}

	@Test
	void listsPageByPage() {
		Authorization authorization = this.workos.getAuthorization();
		assertThat(all(authorization.listResources(null, null, 1, null, "org_acme", "project")))
			.extracting(AuthorizationResource::getExternalId)
			.containsExactlyInAnyOrder("web", "mobile", "payroll", "budget");
		assertThat(all(authorization.listResourcesForMembership("om_carol", "project:view", null, null, 1, null,
				new ParentResource.ByExternalId("workspace", "engineering"))))
			.extracting(AuthorizationResource::getExternalId)
			.containsExactlyInAnyOrder("web", "mobile");
		assertThat(all(authorization.listEffectivePermissionsByExternalId("om_carol", "project", "web", null, null, 2)))
			.extracting(Permission::getSlug)
			.contains("project:view", "project:edit", "document:edit");
		assertThat(all(this.workos.getOrganizationMembership().list(null, null, 1, null, "org_acme")))
			.extracting(OrganizationMembership::getStatus)
			.hasSize(4)
			.containsOnly(OrganizationMembershipStatus.Active);
	}

	@Test
	void membershipsChange() {
		OrganizationMembershipService memberships = this.workos.getOrganizationMembership();
		assertThat(memberships.update("om_bob", new CreateUserRole.Multiple(List.of("member", "admin"))).getRoles())
			.extracting(SlimRole::getSlug)
			.containsExactlyInAnyOrder("member", "admin");
		assertThat(memberships.deactivate("om_bob").getStatus()).isEqualTo(OrganizationMembershipStatus.Inactive);
		assertThat(memberships.reactivate("om_bob").getStatus()).isEqualTo(OrganizationMembershipStatus.Active);
		memberships.delete("om_bob");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> memberships.get("om_bob"));
	}

	@Test
	void patchTellsNullFromAbsent() {
		Authorization authorization = this.workos.getAuthorization();
		ParentResource unchanged = null;
		authorization.updateResourceByExternalId("org_acme", "project", "web", unchanged, PatchField.of("Shop"),
				PatchField.of("Sells"));
		authorization.updateResourceByExternalId("org_acme", "project", "web", unchanged, PatchField.absent(),
				PatchField.ofNull());
		AuthorizationResource web = authorization.getResourceByExternalId("org_acme", "project", "web");
		assertThat(web.getName()).isEqualTo("Shop");
		assertThat(web.getDescription()).isNull();
		assertThat(web.getParentResourceId()).isNotNull();
	}

	@Test
	void jsonWithNullsAndUnknownFieldsAndTimes() {
		answer(200, """
				{ "object": "user", "id": "user_1", "email": "alice@acme.test", "first_name": null, "name": null,
				  "email_verified": true, "external_id": null, "metadata": { "a": "b" }, "locale": null,
				  "last_sign_in_at": "2026-11-02T10:00:00.123Z", "a_field_of_next_year": { "a": [ 1, null ] },
				  "created_at": "2026-11-01T10:00:00.000Z", "updated_at": "2026-11-01T12:00:00+02:00" }
				""");
		User user = this.workos.getUserManagement().get("user_1");
		assertThat(user.getFirstName()).isNull();
		assertThat(user.getLastName()).isNull();
		assertThat(user.getExternalId()).isNull();
		assertThat(user.getMetadata()).containsExactly(Map.entry("a", "b"));
		assertThat(user.getLastSignInAt().toInstant()).isEqualTo("2026-11-02T10:00:00.123Z");
		assertThat(user.getUpdatedAt().toInstant()).isEqualTo("2026-11-01T10:00:00Z");
	}

	@Test
	void jsonWithoutRequiredFieldIsNoUser() {
		answer(200, "{ \"object\": \"user\", \"id\": \"user_1\" }");
		assertThatException().isThrownBy(() -> this.workos.getUserManagement().get("user_1"))
			.satisfies((failure) -> assertThat(failure.getClass().getName()).startsWith("com.fasterxml.jackson."));
	}

	@Test
	void jsonWithUnknownConstant() {
		this.emulator.inject(Fault.on("GET", "/user_management/organization_memberships/om_1").status(200).body("""
				{ "object": "organization_membership", "id": "om_1", "user_id": "user_1", "organization_id": "org_1",
				  "status": "asleep", "directory_managed": false, "role": { "slug": "member" }, "roles": [],
				  "created_at": "2026-11-01T10:00:00.000Z", "updated_at": "2026-11-01T10:00:00.000Z",
				  "user": { "object": "user", "id": "user_1", "email": "a@acme.test", "email_verified": true,
				    "metadata": {}, "created_at": "2026-11-01T10:00:00.000Z",
				    "updated_at": "2026-11-01T10:00:00.000Z" } }
				"""));
		assertThat(this.workos.getOrganizationMembership().get("om_1").getStatus())
			.isEqualTo(OrganizationMembershipStatus.Unknown);
	}

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(400, BadRequestException.class), Arguments.of(401, UnauthorizedException.class),
				Arguments.of(403, WorkOSGenericException.class), Arguments.of(404, NotFoundException.class),
				Arguments.of(409, WorkOSGenericException.class), Arguments.of(422, UnprocessableEntityException.class),
				Arguments.of(429, RateLimitException.class), Arguments.of(500, GenericServerException.class),
				Arguments.of(503, GenericServerException.class));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureHasItsException(int status, Class<? extends WorkOSException> type) {
		answer(status, """
				{ "code": "some_code", "message": "Some message", "errors": [] }""");
		assertThatExceptionOfType(type).isThrownBy(() -> this.workos.getUserManagement().get("user_1"))
			.satisfies((failure) -> assertThat(failure.status).isEqualTo(status))
			.satisfies((failure) -> assertThat(failure.code).isEqualTo("some_code"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void failureNamesWhatIsWrong(int status) {
		answer(status,
				"""
						{ "message": "Some message", "errors": [ { "code": "a_code", "field": null }, { "message": "Oh" } ] }""");
		assertThatExceptionOfType(WorkOSException.class).isThrownBy(() -> this.workos.getUserManagement().get("user_1"))
			.satisfies((failure) -> assertThat(failure.errors).extracting((error) -> error.code)
				.containsExactly("a_code", null));
	}

	@Test
	void brokenConnectionIsATransportFailure() {
		this.emulator.inject(Fault.on("/user_management/users/user_alice").truncateBody().times(1));
		this.emulator.inject(Fault.on("/user_management/users/user_bob").resetConnection().times(1));
		for (String id : List.of("user_alice", "user_bob")) {
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> this.workos.getUserManagement().get(id));
		}
		assertThat(this.emulator.requests("/user_management/**")).hasSize(2);
	}

	private void answer(int status, String body) {
		this.emulator.inject(Fault.on("GET", "/user_management/users/user_1").status(status).body(body));
	}

	private static <T> List<T> all(Page<T> page) {
		return StreamSupport.stream(page.autoPagingIterable().spliterator(), false).toList();
	}

}
