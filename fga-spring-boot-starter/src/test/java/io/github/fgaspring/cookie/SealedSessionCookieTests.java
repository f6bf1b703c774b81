package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import com.workos.WorkOS;
import com.workos.session.Session;
import com.workos.session.SessionKt;
import io.github.fgaspring.client.RefreshTokenGrant;
import io.github.fgaspring.support.SealedCookies;
import jakarta.servlet.http.Cookie;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SealedSessionCookie} and the {@link CookieSession} in it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SealedSessionCookieTests {

	private static final String NAME = "wos-session";

	private static final JsonMapper json = JsonMapper.shared();

	private final IronSeal seal = new IronSeal(SealedCookies.PASSWORD, Clock.systemUTC(), new SecureRandom());

	private final SealedSessionCookie cookie = cookie(SameSite.LAX, true, null);

	private static SealedSessionCookie cookie(SameSite sameSite, boolean secure, String domain) {
		return new SealedSessionCookie(new CookieAttributes(NAME, domain, sameSite, secure, Duration.ofDays(400)),
				SealedCookies.PASSWORD, Clock.systemUTC());
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void resolveWhenWrittenByALibraryThenTokenAndContent(String library) {
		MockHttpServletRequest request = request(SealedCookies.accepted().get(library));
		String token = this.cookie.resolveToken(request);
		assertThat(token).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
		CookieSession session = this.cookie.read(request);
		assertThat(session.refreshToken()).isEqualTo("refresh_1");
		if (!library.contains("impersonated")) {
			assertThat(token).isEqualTo(SealedCookies.session().get("accessToken").stringValue());
		}
	}

	/**
	 * All but the tokens, which a refresh replaces.
	 */
	@ParameterizedTest
	@MethodSource("sealingLibraries")
	void writeWhenReadThenSameContentAndForm(String library) {
		String sealed = SealedCookies.accepted().get(library);
		CookieSession session = this.cookie.read(request(sealed));
		String written = this.cookie.write(session).getValue();
		assertThat(written).startsWith("Fe26.2*1*").contains("*" + session.sealExpiration() + "*");
		assertThat(written.endsWith("~2")).as("says its version").isEqualTo(sealed.matches(".*~[12]"));
		CookieSession again = this.cookie.read(request(written));
		assertThat(again.toJson()).isEqualTo(session.toJson());
		assertThat(again.sealExpiration()).isEqualTo(session.sealExpiration());
	}

	@Test
	void writeWhenSealedByTheSdkForTheJvmThenItReadsTheCookieAgain() {
		Session sdk = SessionKt.getSession(WorkOS.builder().apiKey("sk_test").clientId("client_test").build());
		String sealed = sdk.sealData(Map.of("accessToken", "a.b.c", "refreshToken", "refresh"), SealedCookies.PASSWORD);
		String written = this.cookie.write(this.cookie.read(request(sealed))).getValue();
		assertThat(written).isNotEqualTo(sealed);
		assertThat(sdk.unsealData(written, SealedCookies.PASSWORD)).containsEntry("accessToken", "a.b.c")
			.containsEntry("refreshToken", "refresh");
	}

	@Test
	void writeWhenSessionWasNotSealedThenRefuses() {
		CookieSession session = this.cookie.read(request(SealedCookies.accepted().get("plain-json")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cookie.write(session));
	}

	static Stream<String> sealingLibraries() {
		return libraries().filter((library) -> !library.equals("plain-json"));
	}

	static Stream<String> libraries() {
		return SealedCookies.accepted().keySet().stream();
	}

	@Test
	void readWhenSealedOrPlainThenTheSessionThatWasSealed() {
		for (String library : new String[] { "authkit-session", "iron-session", "iron-session-version-1",
				"iron-webcrypto-without-version", "plain-json" }) {
			byte[] content = this.cookie.read(request(SealedCookies.accepted().get(library))).toJson();
			assertThat(json.readTree(content)).as(library).isEqualTo(SealedCookies.session());
		}
	}

	@Test
	void resolveWhenNoCookieThenNull() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		assertThat(this.cookie.resolveToken(request)).isNull();
		request.setCookies(new Cookie("other", SealedCookies.accepted().get("node-sdk")));
		assertThat(this.cookie.resolveToken(request)).isNull();
		assertThat(this.cookie.resolveToken(request(""))).isNull();
		assertThat(this.cookie.resolveToken(request(" "))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "%", "%7", "%zz", "%-1", "%7B", "{", "{}", "[]", "null", "%00", "Fe26.2", "ä",
			"%FF", "Fe26.2*1*a*b*c**d*e~2", "%7B%22accessToken%22%3A1%7D", "%7B%22accessToken%22%3A%22%20%22%7D",
			"*******", "%7B%22accessToken%22%3A%22a%22%2C%22accessToken%22%3A%22b%22%7D",
			"%7B%22accessToken%22%3A%22a%22%7D%7D" })
	void resolveWhenGarbageThenInvalidToken(String value) {
		assertInvalid(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "garbage", "[]", "[\"accessToken\"]", "42", "null", "true", "\"accessToken\"",
			"{}", "{", "{\"accessToken\":null}", "{\"accessToken\":42}", "{\"accessToken\":{}}",
			"{\"accessToken\":[\"a.b.c\"]}", "{\"accessToken\":\"\"}", "{\"accessToken\":\" \"}",
			"{\"access_token\":\"a.b.c\"}", "{\"persistent\":{\"accessToken\":\"a.b.c\"}}",
			"{\"accessToken\":\"a.b.c\"} {}", "{\"accessToken\":\"a.b.c\",}",
			"{\"accessToken\":\"a\",\"accessToken\":\"b\"}", "{'accessToken':'a.b.c'}" })
	void resolveWhenValidSealAroundSomethingElseThenInvalidToken(String content) {
		assertInvalid(sealed(content));
		assertInvalid(sealed(content).replace("~2", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"accessToken\":\"a.b.c\"}", "{\"persistent\":null}", "{\"persistent\":\"a.b.c\"}",
			"{\"persistent\":[]}", "[]", "garbage" })
	void resolveWhenOlderVersionWithoutDataThenInvalidToken(String content) {
		assertInvalid(sealed(content).replace("~2", "~1"));
		assertInvalid(sealed(content).replace("~2", "~3"));
	}

	@Test
	void resolveWhenDeeplyNestedThenInvalidToken() {
		assertInvalid(sealed("[".repeat(2000)));
		assertInvalid(sealed("{\"accessToken\":\"a\",\"b\":" + "[".repeat(1000) + "]".repeat(1000) + "}"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void resolveWhenLibraryWouldRefuseThenInvalidToken(String reason) {
		assertInvalid(SealedCookies.refused().get(reason));
	}

	static Stream<String> refused() {
		return SealedCookies.refused().keySet().stream();
	}

	@Test
	void resolveWhenTooLongThenInvalidTokenWhateverItHolds() {
		String plain = "{\"accessToken\":\"" + "a".repeat(SealedSessionCookie.MAX_LENGTH) + "\"}";
		String longest = plain.substring(0, 16) + plain.substring(plain.length() - SealedSessionCookie.MAX_LENGTH + 17);
		assertThat(longest).hasSize(SealedSessionCookie.MAX_LENGTH - 1);
		assertThat(this.cookie.resolveToken(request(longest))).matches("a+");
		assertInvalid(longest.replace("\"}", "a\"}"));
		assertInvalid("a".repeat(10 * 1024));
		assertInvalid(sealed("{\"accessToken\":\"" + "a".repeat(7000) + "\"}"));
	}

	@Property(tries = 500)
	void resolveWhenAnythingIsSealedThenNoOtherExceptionThanInvalidToken(@ForAll byte[] content) {
		try {
			this.cookie.resolveToken(request(this.seal.seal(content, "", true)));
		}
		catch (InvalidBearerTokenException ex) {
			assertThat(ex).hasNoCause();
		}
	}

	@Property(tries = 500)
	void resolveWhenAnyValueThenNoOtherExceptionThanInvalidToken(@ForAll String value) {
		try {
			this.cookie.resolveToken(request(value));
		}
		catch (InvalidBearerTokenException ex) {
			assertThat(ex).hasNoCause();
		}
	}

	@Test
	void readWhenReadBeforeThenNotUnsealedAgain() {
		MockHttpServletRequest request = request(sealed("{\"accessToken\":\"a.b.c\"}"));
		assertThat(this.cookie.read(request)).isSameAs(this.cookie.read(request));
	}

	@Test
	void readWhenReplacedThenTheOtherSession() {
		MockHttpServletRequest request = request(sealed("{\"accessToken\":\"a.b.c\"}"));
		this.cookie.replace(request, this.cookie.read(request(sealed("{\"accessToken\":\"d.e.f\"}"))));
		assertThat(this.cookie.resolveToken(request)).isEqualTo("d.e.f");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"accessToken\":\"a\"}", "{\"accessToken\":\"a\",\"refreshToken\":null}",
			"{\"accessToken\":\"a\",\"refreshToken\":1}" })
	void refreshTokenWhenThereIsNoneThenNull(String content) {
		assertThat(session(content).refreshToken()).isNull();
	}

	@Test
	void withWhenUserInCamelCaseThenNewValuesInCamelCaseAndTheRestIsKept() {
		assertRefreshed("""
				{"accessToken":"a","refreshToken":"b","organizationId":"org_1","unknown":[1.0,1E400,{"x_y":null}],
				 "user":{"id":"user_1","firstName":"Al","emailVerified":false,"own":"kept","metadata":{"a_b":"1"}}}
				""", """
				{"id":"user_1","first_name":"Alice","email_verified":true,"profile_picture_url":null,
				 "metadata":{"c_d":"2"}}
				""", null, """
				{"accessToken":"new","refreshToken":"next","organizationId":"org_1","unknown":[1.0,1E+400,{"x_y":null}],
				 "user":{"id":"user_1","firstName":"Alice","emailVerified":true,"own":"kept","metadata":{"c_d":"2"},
				  "profilePictureUrl":null}}
				""");
	}

	@Test
	void withWhenUserInSnakeCaseThenNewValuesInSnakeCase() {
		assertRefreshed("""
				{"accessToken":"a","refreshToken":"b","user":{"id":"user_1","first_name":"Al"},
				 "authenticationMethod":"SSO","impersonator":{"email":"old@acme.test","reason":"r"}}
				""", "{\"id\":\"user_1\",\"first_name\":\"Alice\",\"last_name\":null}",
				"{\"email\":\"new@acme.test\",\"support_case\":\"7\"}", """
						{"accessToken":"new","refreshToken":"next",
						 "user":{"id":"user_1","first_name":"Alice","last_name":null},"authenticationMethod":"SSO",
						 "impersonator":{"email":"new@acme.test","support_case":"7"}}
						""");
	}

	@Test
	void withWhenImpersonationIsOverThenNoImpersonator() {
		assertRefreshed(
				"{\"accessToken\":\"a\",\"refreshToken\":\"b\",\"user\":{\"id\":\"u\"},\"impersonator\":{\"email\":\"e\"}}",
				"{\"id\":\"u\",\"last_sign_in_at\":\"now\"}", null, """
						{"accessToken":"new","refreshToken":"next","user":{"id":"u","lastSignInAt":"now"}}
						""");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "{\"id\":\"u\"}")
	void withWhenEitherSideHasNoUserThenLeftAsItIs(String newUser) {
		String expected = "{\"accessToken\":\"new\",\"refreshToken\":\"next\"%s}";
		assertRefreshed("{\"accessToken\":\"a\",\"refreshToken\":\"b\"}", newUser, null, expected.formatted(""));
		assertRefreshed("{\"accessToken\":\"a\",\"refreshToken\":\"b\",\"user\":null}", newUser, null,
				expected.formatted(",\"user\":null"));
	}

	@Test
	void withWhenFieldNamesAreOddThenNoFailure() {
		assertRefreshed("{\"accessToken\":\"a\",\"refreshToken\":\"b\",\"user\":{\"id\":\"u\"}}",
				"{\"\":1,\"_\":2,\"__\":3,\"a_\":4,\"_b\":5,\"c__d\":6,\"e_1\":7}", null, """
						{"accessToken":"new","refreshToken":"next",
						 "user":{"id":"u","":1,"_":2,"__":3,"a_":4,"B":5,"c_D":6,"e1":7}}
						""");
	}

	private void assertRefreshed(String before, String user, String impersonator, String after) {
		CookieSession session = session(before);
		JsonNode document = json.readTree(session.toJson());
		CookieSession refreshed = session
			.with(new RefreshTokenGrant.Tokens("new", "next", tree(user), tree(impersonator)));
		assertThat(refreshed.accessToken()).isEqualTo("new");
		assertThat(refreshed.refreshToken()).isEqualTo("next");
		assertThat(new String(refreshed.toJson(), StandardCharsets.UTF_8)).isEqualTo(exact(after));
		assertThat(json.readTree(session.toJson())).isEqualTo(document);
	}

	/**
	 * Numbers as they stand there.
	 */
	private static String exact(String text) {
		return text.strip().replaceAll("\\n\\s*", "");
	}

	private static JsonNode tree(String text) {
		return (text != null) ? json.readTree(text) : null;
	}

	private CookieSession session(String content) {
		return this.cookie.read(request(sealed(content)));
	}

	@Test
	void writeThenAttributesAreTheConfiguredOnes() {
		CookieSession session = session("{\"accessToken\":\"a\"}");
		assertThat(this.cookie.write(session).toString())
			.matches(NAME + "=Fe26[^;]*; Path=/; Max-Age=34560000;" + " Expires=[^;]*; Secure; HttpOnly; SameSite=Lax");
		assertThat(cookie(SameSite.STRICT, false, "example.com").write(session).toString())
			.matches(NAME + "=Fe26[^;]*; Path=/; Domain=example.com; Max-Age=34560000; Expires=[^;]*;"
					+ " HttpOnly; SameSite=Strict");
		assertThat(cookie(SameSite.NONE, true, null).write(session).toString()).endsWith("; SameSite=None");
	}

	@Test
	void clearThenSameAttributesAndNoAge() {
		ResponseCookie cleared = cookie(SameSite.STRICT, true, "example.com").clear();
		assertThat(cleared.toString())
			.matches(NAME + "=; Path=/; Domain=example.com; Max-Age=0; Expires=[^;]*1970[^;]*;"
					+ " Secure; HttpOnly; SameSite=Strict");
	}

	@Test
	void writeWhenTooLargeForBrowsersThenWarnsOnceWithoutContent(CapturedOutput output) {
		CookieSession session = session("{\"accessToken\":\"" + "secret".repeat(450) + "\"}");
		assertThat(this.cookie.write(session).getValue().length()).isBetween(3600, 4084);
		assertThat(output).isEmpty();
		CookieSession larger = session("{\"accessToken\":\"" + "secret".repeat(600) + "\"}");
		assertThat(this.cookie.write(larger).getValue()).hasSizeGreaterThan(4096);
		assertThat(this.cookie.write(larger).getValue()).hasSizeGreaterThan(4096);
		assertThat(output.toString()).containsOnlyOnce("more than 4096 bytes").doesNotContain("secretsecret");
	}

	@Test
	void toStringThenRevealsNothing() {
		CookieSession session = session("{\"accessToken\":\"secret\",\"refreshToken\":\"secret\"}");
		assertThat(session).hasToString("CookieSession[sealed=true]");
		assertThat(this.cookie.toString()).contains(NAME).doesNotContain("password of");
		assertThat(this.seal.toString()).doesNotContain("password of");
		assertThat(new RefreshTokenGrant.Tokens("secret", "secret", null, null)).hasToString("Tokens");
	}

	@Test
	void createWhenUnusableThenFails() {
		CookieAttributes attributes = new CookieAttributes(NAME, null, SameSite.LAX, true, Duration.ofDays(1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SealedSessionCookie(attributes, "a".repeat(31), Clock.systemUTC()))
			.withMessage("password is too short");
		assertThat(new SealedSessionCookie(attributes, "a".repeat(32), Clock.systemUTC())).isNotNull();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CookieAttributes(NAME, null, SameSite.NONE, false, Duration.ofDays(1)));
	}

	private String sealed(String content) {
		return this.seal.seal(content.getBytes(StandardCharsets.UTF_8), "", true);
	}

	private void assertInvalid(String value) {
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> this.cookie.resolveToken(request(value)))
			.withMessage("The session cookie is not valid")
			.withNoCause();
	}

	private static MockHttpServletRequest request(String value) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(new Cookie(NAME, value));
		return request;
	}

}
