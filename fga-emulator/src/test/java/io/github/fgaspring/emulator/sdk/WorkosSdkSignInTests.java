package io.github.fgaspring.emulator.sdk;

import java.net.URI;
import java.util.Map;

import com.workos.PublicClient;
import com.workos.common.exceptions.BadRequestException;
import com.workos.models.AuthenticateResponse;
import com.workos.models.Organization;
import com.workos.models.UserCreateResponse;
import com.workos.pkce.PKCEKt;
import com.workos.session.AuthenticateSessionResult;
import com.workos.session.RefreshSessionResult;
import com.workos.session.Session;
import com.workos.session.SessionKt;
import com.workos.usermanagement.AuthKitAuthUrlsKt;
import com.workos.usermanagement.AuthKitAuthorizationUrlOptions;
import com.workos.usermanagement.PKCEAuthorizationUrlResult;
import com.workos.usermanagement.UserManagement;
import io.github.fgaspring.emulator.Browser;
import io.github.fgaspring.emulator.Browser.Page;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A sign-in as an application with the vendor's SDK makes it, with a browser in between.
 */
class WorkosSdkSignInTests {

	private static final String COOKIE_PASSWORD = "a cookie password of more than 32 characters";

	private static final String REDIRECT_URI = "http://localhost:8080/callback";

	private final Browser browser = new Browser();

	private SdkEnvironment environment;

	private UserManagement users;

	private UserCreateResponse alice;

	private Organization acme;

	@BeforeEach
	void start() {
		this.environment = SdkEnvironment.start();
		this.users = this.environment.workos().getUserManagement();
		this.alice = this.environment.user("alice@acme.test");
		this.acme = this.environment.organization("Acme");
		this.environment.membership(this.alice, this.acme);
	}

	@AfterEach
	void stop() {
		this.environment.close();
	}

	@Test
	void signInWhenPersonIsChosenThenIsThatOfThePerson() {
		PKCEAuthorizationUrlResult begun = begin();
		Page page = this.browser.open(URI.create(begun.getUrl())).press("Continue as alice@acme.test");
		assertThat(page.header("Location").orElseThrow()).startsWith(REDIRECT_URI + "?code=");
		Map<String, String> query = page.redirectQuery();
		assertThat(query).containsEntry("state", begun.getState());
		AuthenticateResponse response = this.users.authenticateWithCode(query.get("code"), begun.getCodeVerifier());
		assertThat(response.getUser().getId()).isEqualTo(this.alice.getId());
		assertThat(response.getOrganizationId()).isEqualTo(this.acme.getId());
		assertThat(verify(cookie(response)).getOrganizationId()).isEqualTo(this.acme.getId());
	}

	@Test
	void signInWhenThereAreTwoOrganizationsThenIsToTheChosenOne() {
		Organization globex = this.environment.organization("Globex");
		this.environment.membership(this.alice, globex);
		PKCEAuthorizationUrlResult begun = begin();
		Map<String, String> query = this.browser.open(URI.create(begun.getUrl()))
			.press("Continue as alice@acme.test")
			.press("Globex")
			.redirectQuery();
		String cookie = cookie(this.users.authenticateWithCode(query.get("code"), begun.getCodeVerifier()));
		AuthenticateSessionResult.Success inGlobex = verify(cookie);
		assertThat(inGlobex.getOrganizationId()).isEqualTo(globex.getId());
		assertThat(sessions().refreshSession(cookie, COOKIE_PASSWORD, this.acme.getId()))
			.asInstanceOf(InstanceOfAssertFactories.type(RefreshSessionResult.Success.class))
			.satisfies((inAcme) -> assertThat(inAcme.getOrganizationId()).isEqualTo(this.acme.getId()))
			.satisfies((inAcme) -> assertThat(inAcme.getSessionId()).isEqualTo(inGlobex.getSessionId()));
	}

	@Test
	void signInWhenVerifierIsAnotherThenBadRequest() {
		Map<String, String> query = this.browser.open(URI.create(begin().getUrl()))
			.press("Continue as alice@acme.test")
			.redirectQuery();
		String other = PKCEKt.getPkce(this.environment.workos()).generateCodeVerifier();
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.users.authenticateWithCode(query.get("code"), other))
			.satisfies((refusal) -> assertThat(refusal.rawBody).contains("invalid_grant"));
	}

	@Test
	void signInWhenClientIsPublicThenNeedsNoSecret() {
		PublicClient client = PublicClient.create(this.environment.emulator().clientId(),
				this.environment.emulator().baseUrl().toString());
		PKCEAuthorizationUrlResult begun = client
			.getAuthorizationUrlWithPKCE(new AuthKitAuthorizationUrlOptions(REDIRECT_URI, null, "authkit"));
		Map<String, String> query = this.browser.open(URI.create(begun.getUrl()))
			.press("Continue as alice@acme.test")
			.redirectQuery();
		AuthenticateResponse response = client.authenticateWithCode(query.get("code"), begun.getCodeVerifier());
		assertThat(response.getUser().getId()).isEqualTo(this.alice.getId());
	}

	@Test
	void signOutWhenBrowserFollowsTheAddressThenEndsTheSession() {
		PKCEAuthorizationUrlResult begun = begin();
		Map<String, String> query = this.browser.open(URI.create(begun.getUrl()))
			.press("Continue as alice@acme.test")
			.redirectQuery();
		String cookie = cookie(this.users.authenticateWithCode(query.get("code"), begun.getCodeVerifier()));
		String address = sessions().loadSealedSession(cookie, COOKIE_PASSWORD).getLogoutUrl("http://localhost:8080/");
		assertThat(this.browser.open(URI.create(address)).header("Location")).hasValue("http://localhost:8080/");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> sessions().refreshSession(cookie, COOKIE_PASSWORD))
			.satisfies((refusal) -> assertThat(refusal.rawBody).contains("invalid_grant"));
	}

	private PKCEAuthorizationUrlResult begin() {
		return AuthKitAuthUrlsKt.getAuthorizationUrlWithPKCE(this.users,
				new AuthKitAuthorizationUrlOptions(REDIRECT_URI, null, "authkit"));
	}

	private String cookie(AuthenticateResponse response) {
		return sessions().sealAuthResponse(response, COOKIE_PASSWORD);
	}

	private AuthenticateSessionResult.Success verify(String cookie) {
		return assertThat(sessions().authenticateWithSessionCookie(cookie, COOKIE_PASSWORD))
			.asInstanceOf(InstanceOfAssertFactories.type(AuthenticateSessionResult.Success.class))
			.actual();
	}

	private Session sessions() {
		return SessionKt.getSession(this.environment.workos());
	}

}
