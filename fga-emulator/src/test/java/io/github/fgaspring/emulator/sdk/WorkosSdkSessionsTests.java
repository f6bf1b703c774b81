package io.github.fgaspring.emulator.sdk;

import java.util.List;

import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.WorkOSGenericException;
import com.workos.models.AuthenticateResponse;
import com.workos.models.Organization;
import com.workos.models.OrganizationMembership;
import com.workos.models.SessionCreatedData;
import com.workos.models.UserCreateResponse;
import com.workos.session.AuthenticateSessionFailureReason;
import com.workos.session.AuthenticateSessionResult;
import com.workos.session.RefreshSessionResult;
import com.workos.session.Session;
import com.workos.session.SessionKt;
import com.workos.types.AuthenticateResponseAuthenticationMethod;
import com.workos.types.UserSessionsAuthMethod;
import com.workos.types.UserSessionsStatus;
import com.workos.usermanagement.UserManagement;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkSessionsTests {

	private static final String COOKIE_PASSWORD = "a cookie password of more than 32 characters";

	private SdkEnvironment environment;

	private UserManagement users;

	private UserCreateResponse alice;

	private Organization acme;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.users = this.environment.workos().getUserManagement();
		this.environment.permission("org:view", "organization");
		this.environment.role("viewer", "organization", "org:view");
		this.alice = this.environment.user("alice@acme.test");
		this.acme = this.environment.organization("Acme");
		this.environment.membership(this.alice, this.acme, "viewer");
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void signInWhenPasswordIsRightThenSelectsTheOnlyOrganization() {
		AuthenticateResponse signedIn = signIn();
		assertThat(signedIn.getUser().getId()).isEqualTo(this.alice.getId());
		assertThat(signedIn.getUser().getLastSignInAt()).isNotNull();
		assertThat(signedIn.getOrganizationId()).isEqualTo(this.acme.getId());
		assertThat(signedIn.getAuthenticationMethod()).isEqualTo(AuthenticateResponseAuthenticationMethod.Password);
	}

	private AuthenticateResponse signIn() {
		return this.users.authenticateWithPassword("alice@acme.test", SdkEnvironment.PASSWORD);
	}

	@Test
	void signInWhenPasswordIsWrongThenBadRequest() {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.users.authenticateWithPassword("alice@acme.test", "wrong"))
			.satisfies((refusal) -> assertThat(refusal.code).isEqualTo("invalid_credentials"));
	}

	@Test
	void signInWhenThereAreTwoOrganizationsThenAsksForOne() {
		Organization globex = this.environment.organization("Globex");
		this.environment.membership(this.alice, globex);
		assertThatExceptionOfType(WorkOSGenericException.class).isThrownBy(this::signIn)
			.satisfies((question) -> assertThat(question.status).isEqualTo(403))
			.satisfies((question) -> assertThat(question.code).isEqualTo("organization_selection_required"))
			.satisfies((question) -> {
				AuthenticateResponse signedIn = this.users.authenticateWithOrganizationSelection(pendingToken(question),
						globex.getId());
				assertThat(signedIn.getOrganizationId()).isEqualTo(globex.getId());
			});
	}

	private static String pendingToken(WorkOSGenericException question) {
		return JsonMapper.shared().readTree(question.rawBody).get("pending_authentication_token").asString();
	}

	@Test
	void refreshWhenOrganizationIsNamedThenSwitchesTheSameSession() {
		AuthenticateResponse signedIn = signIn();
		Organization globex = this.environment.organization("Globex");
		OrganizationMembership membership = this.environment.membership(this.alice, globex);
		AuthenticateResponse switched = this.users.authenticateWithRefreshToken(signedIn.getRefreshToken(),
				globex.getId());
		assertThat(switched.getOrganizationId()).isEqualTo(globex.getId());
		AuthenticateSessionResult.Success before = verify(signedIn);
		AuthenticateSessionResult.Success after = verify(switched);
		assertThat(after.getSessionId()).isEqualTo(before.getSessionId());
		assertThat(after.getOrganizationId()).isEqualTo(globex.getId());
		assertThat(after.getRole()).isEqualTo(membership.getRole().getSlug());
	}

	@Test
	void refreshWhenTokenWasUsedOrIsUnknownThenBadRequest() {
		AuthenticateResponse signedIn = signIn();
		AuthenticateResponse refreshed = this.users.authenticateWithRefreshToken(signedIn.getRefreshToken());
		assertThat(refreshed.getRefreshToken()).isNotEqualTo(signedIn.getRefreshToken());
		for (String token : List.of(signedIn.getRefreshToken(), "refresh_token_of_nobody")) {
			assertThatExceptionOfType(BadRequestException.class)
				.isThrownBy(() -> this.users.authenticateWithRefreshToken(token))
				.satisfies((refusal) -> assertThat(refusal.rawBody).contains("invalid_grant"));
		}
	}

	@Test
	void accessTokenWhenIssuedThenVerifiesWithThePublishedKeys() {
		AuthenticateSessionResult.Success session = verify(signIn());
		assertThat(session.getSessionId()).startsWith("session_");
		assertThat(session.getOrganizationId()).isEqualTo(this.acme.getId());
		assertThat(session.getRole()).isEqualTo("viewer");
		assertThat(session.getRoles()).containsExactly("viewer");
		assertThat(session.getPermissions()).containsExactly("org:view");
		assertThat(this.users.getJwks(this.environment.emulator().clientId()).getKeys()).singleElement()
			.satisfies((key) -> assertThat(key.getAlg()).isEqualTo("RS256"))
			.satisfies((key) -> assertThat(key.getX5C()).isNotEmpty());
	}

	@Test
	void accessTokenWhenOfAnotherEmulatorThenIsRefused() {
		try (SdkEnvironment other = SdkEnvironment.start()) {
			AuthenticateSessionResult result = sessions().authenticateWithSessionCookie(
					sessions().sealAuthResponse(foreignResponse(other), COOKIE_PASSWORD), COOKIE_PASSWORD);
			assertThat(result)
				.isEqualTo(new AuthenticateSessionResult.Failure(AuthenticateSessionFailureReason.INVALID_JWT));
		}
	}

	private static AuthenticateResponse foreignResponse(SdkEnvironment other) {
		other.user("alice@acme.test");
		return other.workos().getUserManagement().authenticateWithPassword("alice@acme.test", SdkEnvironment.PASSWORD);
	}

	private AuthenticateSessionResult.Success verify(AuthenticateResponse response) {
		String cookie = sessions().sealAuthResponse(response, COOKIE_PASSWORD);
		return assertThat(sessions().authenticateWithSessionCookie(cookie, COOKIE_PASSWORD))
			.asInstanceOf(InstanceOfAssertFactories.type(AuthenticateSessionResult.Success.class))
			.actual();
	}

	private Session sessions() {
		return SessionKt.getSession(this.environment.workos());
	}

	@Test
	void cookieWhenRefreshedThenCarriesCurrentPermissions() {
		String cookie = sessions().sealAuthResponse(signIn(), COOKIE_PASSWORD);
		this.environment.permission("org:manage", "organization");
		this.environment.workos().getAuthorization().addEnvironmentRolePermission("viewer", "org:manage");
		assertThat(sessions().refreshSession(cookie, COOKIE_PASSWORD))
			.asInstanceOf(InstanceOfAssertFactories.type(RefreshSessionResult.Success.class))
			.satisfies((refreshed) -> assertThat(refreshed.getPermissions()).containsExactlyInAnyOrder("org:view",
					"org:manage"));
	}

	@Test
	void sessionWhenRevokedThenCannotBeRefreshed() {
		AuthenticateResponse signedIn = signIn();
		String id = verify(signedIn).getSessionId();
		assertThat(SdkEnvironment.all(this.users.listSessions(this.alice.getId()))).singleElement()
			.satisfies((session) -> assertThat(session.getId()).isEqualTo(id))
			.satisfies((session) -> assertThat(session.getUserId()).isEqualTo(this.alice.getId()))
			.satisfies((session) -> assertThat(session.getOrganizationId()).isEqualTo(this.acme.getId()))
			.satisfies((session) -> assertThat(session.getAuthMethod()).isEqualTo(UserSessionsAuthMethod.Password))
			.satisfies((session) -> assertThat(session.getStatus()).isEqualTo(UserSessionsStatus.Active));
		this.users.revokeSession(id);
		assertThat(SdkEnvironment.all(this.users.listSessions(this.alice.getId())))
			.extracting(SessionCreatedData::getStatus)
			.doesNotContain(UserSessionsStatus.Active);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.users.authenticateWithRefreshToken(signedIn.getRefreshToken()))
			.satisfies((refusal) -> assertThat(refusal.rawBody).contains("invalid_grant"));
	}

	@Test
	void jwtTemplateWhenSetThenIsReadBackAndFillsTheToken() {
		String template = "{\"role\": \"{{ organization_membership.id }}\"}";
		this.users.updateJWTTemplate(template);
		assertThat(this.users.listJWTTemplate().getContent()).isEqualTo(template);
		assertThat(verify(signIn()).getRole()).startsWith("om_");
	}

}
