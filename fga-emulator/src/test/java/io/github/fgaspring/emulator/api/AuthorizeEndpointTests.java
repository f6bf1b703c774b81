package io.github.fgaspring.emulator.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

import io.github.fgaspring.emulator.Browser;
import io.github.fgaspring.emulator.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application asks for, and what the browser shows then.
 */
class AuthorizeEndpointTests extends AbstractSignInTests {

	@Test
	void pageWhenAskedForThenHasEverybodyWithActiveMemberships() {
		Page page = ask();
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.texts("h1")).containsExactly("Sign in");
		assertThat(page.text()).startsWith("Emulator – not WorkOS Sign in to continue to localhost:8080");
		assertThat(page.texts("button")).containsExactly("Continue as Nora none@acme.test No organization",
				"Continue as Olga Ode one@acme.test Acme · admin, member",
				"Continue as two@acme.test Acme · member Globex · admin",
				"Continue as Lea left@acme.test No organization");
	}

	@Test
	void pageWhenOrganizationIsNamedThenHasItsPeopleOnly() {
		assertThat(ask(parameters("organization_id", "org_acme")).texts("button")).containsExactly(
				"Continue as Olga Ode one@acme.test Acme · admin, member", "Continue as two@acme.test Acme · member");
	}

	@Test
	void pageWhenNobodyCanBeChosenThenSaysSo() {
		Page page = ask(parameters("organization_id", "org_empty"));
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.text()).contains("There is nobody in Empty yet");
		assertThat(page.texts("button")).isEmpty();
	}

	@Test
	void pageWhenPersonIsExpectedThenHasThatPersonFirst() {
		Page page = ask(parameters("login_hint", "Two@ACME.test"));
		assertThat(page.texts("button").get(0))
			.isEqualTo("Continue as two@acme.test Suggested Acme · member Globex · admin");
		assertThat(page.texts("button")).hasSize(4);
		assertThat(page.attributes("button", "autofocus")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nobody@acme.test", "\"><script>alert(1)</script>" })
	void pageWhenExpectedPersonIsUnknownThenIsAsEver(String hint) {
		Page page = ask(parameters("login_hint", hint));
		assertThat(page.texts("button")).isEqualTo(ask().texts("button"));
		assertThat(page.attributes("button", "autofocus")).isEmpty();
	}

	@Test
	void pageWhenThereAreManyThenHasAHundredAndWhoIsExpected() {
		for (int i = 0; i < 100; i++) {
			client.post("/user_management/users",
					"{\"email\": \"user-%d@acme.test\", \"email_verified\": true}".formatted(i));
		}
		Page page = ask(parameters("login_hint", "user-99@acme.test"));
		assertThat(page.texts("button")).hasSize(100).element(0).asString().startsWith("Continue as user-99@acme.test");
		assertThat(page.text()).contains("4 more are not shown");
	}

	@Test
	void pageWhenEmailIsNotVerifiedThenCannotBeChosen() {
		client.put("/user_management/users/user_one", "{\"email_verified\": false}");
		Page page = ask();
		assertThat(page.texts("button").get(1)).endsWith("The email address is not verified");
		assertThat(page.attributes("button", "disabled")).hasSize(1);
	}

	@Test
	void pageWhenShownThenCannotBeKeptFramedOrScripted() throws NoSuchAlgorithmException {
		Page page = ask();
		assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
		assertThat(page.header("Cache-Control")).hasValue("no-store");
		assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
		assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(page.header("X-Frame-Options")).hasValue("DENY");
		String css = page.source().substring(page.source().indexOf("<style>") + 7, page.source().indexOf("</style>"));
		String hash = Base64.getEncoder()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8)));
		assertThat(page.header("Content-Security-Policy"))
			.hasValue("default-src 'none'; style-src 'sha256-%s'; ".formatted(hash)
					+ "form-action 'self' localhost:* *.localhost:* 127.0.0.1:* http://localhost:8080; "
					+ "frame-ancestors 'none'; base-uri 'none'");
		assertThat(page.attributes("*", "style")).isEmpty();
		assertThat(page.texts("script")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "http://127.8.8.8:3000/a, http://127.8.8.8:3000", "https://acme.localhost/a, https://acme.localhost",
			"http://[::1]:8080/a, http:" })
	void pageWhenApplicationIsAnywhereOnThisMachineThenFormsMayLeadThere(String redirectUri, String source) {
		Page page = ask(parameters("redirect_uri", redirectUri));
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header("Content-Security-Policy").orElseThrow()).contains(" 127.0.0.1:* " + source + "; ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' autofocus onfocus='a",
			"</button></li></ul></form><form action='http://attacker.test'>", "</style><script>", "<!--", "]]>", "&lt;",
			"%s%n%1$s", "a\u0000b\u001B\u007F\u0085", "\uFFFE\uD83D\uDE00", "\u202Egnp.exe" })
	void pageWhenNamesHaveMarkupThenIsThatOfHarmlessNames(String name) {
		String user = JsonMapper.shared()
			.writeValueAsString(Map.of("email", "odd@acme.test", "first_name", name, "email_verified", true));
		assertThat(client.post("/user_management/users", user).status()).isEqualTo(201);
		client.put("/organizations/org_acme", JsonMapper.shared().writeValueAsString(Map.of("name", name)));
		Page page = ask();
		assertThat(page.texts("button")).hasSize(5);
		assertThat(page.attributes("form", "action")).containsExactly(SignInPage.CHOICE);
		assertThat(page.texts("script")).isEmpty();
		assertThat(page.texts("img")).isEmpty();
		assertThat(page.attributes("*", "onfocus")).isEmpty();
		String shown = name.replaceAll("[\\x00-\\x1F\\x7F-\\x9F\\uFFFE]", "\uFFFD");
		assertThat(page.texts("button").get(4)).startsWith("Continue as " + shown);
		assertThat(page.texts("button").get(1)).contains(shown + " · admin");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			client_id | client_other | client_id must be that of the emulator, client_emulator
			client_id | | client_id must be
			response_type | token | response_type must be code
			response_type | code,code | response_type must be code
			provider | Other | provider must be one of authkit, AppleOAuth
			code_challenge_method | plain | code_challenge_method must be S256
			code_challenge_method | s256 | code_challenge_method must be S256
			code_challenge | short | code_challenge must be a SHA-256
			code_challenge | E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM | code_challenge must be a SHA-256
			organization_id | org_unknown | organization_id is unknown
			organization_id | | organization_id is unknown
			screen_hint | sign-out | screen_hint must be one of sign-up, sign-in
			max_age | -1 | max_age must be a number of seconds
			max_age | soon | max_age must be a number of seconds
			nonce | 1 | there is no query parameter nonce here
			provider_query_params | 1 | there is no query parameter provider_query_params here
			redirect_uri | http://localhost:8080/callback#fragment | redirect_uri must have no fragment
			""")
	void askWhenParameterIsWrongThenShowsTheProblem(String name, String value, String problem) {
		assertProblem(ask(parameters(name, (value != null) ? value : "")), problem);
	}

	@ParameterizedTest
	@CsvSource({ "client_id, client_id is required", "redirect_uri, redirect_uri is required",
			"response_type, response_type is required", "code_challenge, code_challenge is required",
			"code_challenge_method, code_challenge_method is required",
			"provider, 'provider is required, or connection_id or organization_id'" })
	void askWhenParameterIsMissingThenShowsTheProblem(String name, String problem) {
		Map<String, String> parameters = parameters();
		parameters.remove(name);
		assertProblem(ask(parameters), problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://attacker.test/", "http://localhost.evil.test/", "http://127.0.0.1.evil.test/",
			"http://127.0.0.1@evil.test/", "http://localhost:80@evil.test/", "http://user@localhost/",
			"http://evil.test\\@localhost", "http://evil.test#@localhost", "javascript:alert(1)",
			"javascript://localhost/%0aalert(1)", "data:text/html,a", "//evil.test", "/callback", "localhost:8080",
			"ftp://localhost/", "myapp://localhost/", "http://", "http:///evil.test",
			"http://localhost/\r\nSet-Cookie: a=b", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/" })
	void askWhenRedirectIsElsewhereThenLeadsNowhere(String redirectUri) {
		assertProblem(ask(parameters("redirect_uri", redirectUri)), "redirect_uri must be a URL");
	}

	@Test
	void askWhenParameterIsRepeatedThenIsRefused() {
		String query = Browser.encode(parameters());
		assertProblem(this.browser.open(address("/user_management/authorize?client_id=client_other&" + query)),
				"client_id must be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_id=%zz", "user_id=%", "%F" })
	void chooseWhenFormIsNotEncodedThenIsRefused(String body) {
		Page page = this.browser.post(address(SignInPage.CHOICE), body);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.text()).contains("not encoded correctly");
	}

	@Test
	void askWhenEveryKnownParameterIsGivenThenShowsThePage() {
		Map<String, String> parameters = parameters();
		Map.of("connection_id", "conn_1", "organization_id", "org_acme", "login_hint", "one@acme.test", "screen_hint",
				"sign-up", "domain_hint", "acme.test", "prompt", "login", "max_age", "0", "invitation_token", "token",
				"provider_scopes", "openid", "provider_query_params[hd]", "acme.test")
			.forEach(parameters::put);
		assertThat(ask(parameters).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "screen_hint, sign-in", "max_age, 60" })
	void askWhenHintIsForAuthKitThenOtherProvidersRefuseIt(String name, String value) {
		Map<String, String> parameters = parameters("provider", "GoogleOAuth");
		assertThat(ask(parameters).status()).isEqualTo(200);
		parameters.put(name, value);
		assertProblem(ask(parameters), name + " is only supported by the provider authkit");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, /user_management/authorize, GET", "POST, /user_management/authorize, GET",
			"GET, /user_management/authorize/choice, POST", "HEAD, /user_management/authorize/choice, POST" })
	void callWhenMethodIsAnotherThenIsNotAllowed(String method, String path, String allowed) {
		var response = client.send(method, path, "");
		assertThat(response.status()).isEqualTo(405);
		assertThat(response.http().headers().firstValue("Allow")).hasValue(allowed);
	}

	private static void assertProblem(Page page, String problem) {
		assertThat(page.status()).isEqualTo(422);
		assertThat(page.header("Location")).isEmpty();
		assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("form-action 'none'");
		assertThat(page.texts("h1")).containsExactly("Sign-in not possible");
		assertThat(page.text()).contains("Validation failed: " + problem);
		assertThat(page.texts("button")).isEmpty();
		assertThat(page.texts("script")).isEmpty();
	}

}
