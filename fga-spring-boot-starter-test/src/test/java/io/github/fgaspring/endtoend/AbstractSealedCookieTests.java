package io.github.fgaspring.endtoend;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;

import com.nimbusds.jwt.JWTParser;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.Fault;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for the session of an AuthKit frontend, whoever builds the filter chain.
 */
@SpringBootTest(properties = { "fga.session.sealed-cookie.password=" + Frontend.PASSWORD,
		"fga.session.sealed-cookie.refresh=true", "logging.level.io.github.fgaspring=TRACE" })
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractSealedCookieTests extends AbstractEmulatorTests {

	private static final String GRANTS = "/user_management/authenticate";

	private Frontend frontend;

	@BeforeEach
	void createFrontend() {
		this.frontend = new Frontend(this.emulator);
	}

	@Test
	void getWhenSessionOfFrontendThenDecidedAsItsUser() {
		Cookie session = cookie(signedIn());
		assertThat(this.mvc.get().uri("/things/thing-4711").cookie(session)).hasStatusOk();
		assertThat(this.mvc.get().uri("/things/of-nobody").cookie(session)).hasStatus(403);
		assertThat(grants()).isZero();
	}

	@Test
	void getWhenExpiredThenRefreshedAndBothHaveTheNewSession() {
		JsonNode old = signedInAnHourAgo();
		MvcTestResult result = this.mvc.get().uri("/things/thing-4711").cookie(cookie(old)).exchange();
		assertThat(result).hasStatusOk();
		Cookie written = result.getResponse().getCookie(Frontend.COOKIE);
		assertThat(written.getPath()).isEqualTo("/");
		assertThat(written.isHttpOnly()).isTrue();
		assertThat(written.getSecure()).isTrue();
		assertThat(written.getMaxAge()).isEqualTo(400 * 24 * 60 * 60);
		assertThat(written.getAttribute("SameSite")).isEqualTo("Lax");
		JsonNode renewed = Frontend.unseal(written.getValue());
		assertThat(renewed.get("accessToken")).isNotEqualTo(old.get("access_token"));
		assertThat(renewed.get("refreshToken")).isNotEqualTo(old.get("refresh_token"));
		assertThat(renewed.get("theme").stringValue()).isEqualTo("dark");
		assertThat(renewed.get("user").get("emailVerified").booleanValue()).isTrue();
		assertThat(renewed.get("user").get("firstName").isNull()).isTrue();
		assertThat(renewed.get("user").has("first_name")).isFalse();
		MvcTestResult next = this.mvc.get().uri("/things/thing-4711").cookie(written).exchange();
		assertThat(next).hasStatusOk();
		assertThat(next.getResponse().getCookie(Frontend.COOKIE)).isNull();
		assertThat(grants()).isOne();
	}

	/**
	 * As browsers send requests that they had prepared before.
	 */
	@Test
	void getWhenOldCookieComesAgainThenNotLoggedOut() {
		Cookie old = cookie(signedInAnHourAgo());
		Cookie first = this.mvc.get()
			.uri("/things/thing-4711")
			.cookie(old)
			.exchange()
			.getResponse()
			.getCookie(Frontend.COOKIE);
		MvcTestResult late = this.mvc.get().uri("/things/thing-4711").cookie(old).exchange();
		assertThat(late).hasStatusOk();
		assertThat(Frontend.unseal(late.getResponse().getCookie(Frontend.COOKIE).getValue()))
			.isEqualTo(Frontend.unseal(first.getValue()));
		assertThat(grants()).isOne();
	}

	@Test
	void getWhenSignedOutElsewhereThenInvalidTokenAndCookieIsCleared() throws ParseException {
		JsonNode old = signedInAnHourAgo();
		this.frontend
			.signOut(JWTParser.parse(old.get("access_token").stringValue()).getJWTClaimsSet().getStringClaim("sid"));
		MvcTestResult result = this.mvc.get().uri("/things/thing-4711").cookie(cookie(old)).exchange();
		assertThat(result).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		Cookie cleared = result.getResponse().getCookie(Frontend.COOKIE);
		assertThat(cleared.getMaxAge()).isZero();
		assertThat(cleared.getValue()).isEmpty();
		assertThat(cleared.getPath()).isEqualTo("/");
		assertThat(checks()).isZero();
	}

	@Test
	void getWhenWorkOsIsDownThenOutageAndNextRequestIsRefreshed() {
		Cookie old = cookie(signedInAnHourAgo());
		this.emulator.inject(Fault.on(GRANTS).status(503).header("Retry-After", "9"));
		MvcTestResult result = this.mvc.get().uri("/things/thing-4711").cookie(old).exchange();
		assertThat(result).hasStatus(503).hasHeader("Retry-After", "9");
		assertThat(result.getResponse().getCookie(Frontend.COOKIE)).isNull();
		this.emulator.clearFaults();
		assertThat(this.mvc.get().uri("/things/thing-4711").cookie(old)).hasStatusOk();
	}

	@Test
	void getWhenNotSealedThenReadButNeverRefreshed() {
		assertThat(this.mvc.get().uri("/things/thing-4711").cookie(plain(signedIn()))).hasStatusOk();
		MvcTestResult expired = this.mvc.get().uri("/things/thing-4711").cookie(plain(signedInAnHourAgo())).exchange();
		assertThat(expired).hasStatus(401);
		assertThat(expired.getResponse().getCookie(Frontend.COOKIE)).isNull();
		assertThat(grants()).isZero();
	}

	private static Cookie plain(JsonNode signedIn) {
		return new Cookie(Frontend.COOKIE, UriUtils.encode(Frontend.content(signedIn), StandardCharsets.UTF_8));
	}

	@Test
	void postWhenNoCsrfTokenThenForbiddenAndNothingIsRefreshed() {
		assertThat(this.mvc.post().uri("/things").cookie(cookie(signedIn()))).hasStatus(403);
		assertThat(this.mvc.post().uri("/things").cookie(cookie(signedInAnHourAgo()))).hasStatus(403);
		assertThat(grants()).isZero();
	}

	@Test
	void postWhenExpiredAndCsrfTokenThenRefreshed() {
		Cookie csrf = this.mvc.get()
			.uri("/things/thing-4711")
			.cookie(cookie(signedIn()))
			.exchange()
			.getResponse()
			.getCookie("XSRF-TOKEN");
		assertThat(this.mvc.post()
			.uri("/things")
			.cookie(cookie(signedInAnHourAgo()), csrf)
			.header("X-XSRF-TOKEN", csrf.getValue())).hasStatusOk();
		assertThat(grants()).isOne();
	}

	@Test
	void getWhenBearerHeaderThenItWins() {
		Cookie session = cookie(signedIn());
		assertThat(this.mvc.get()
			.uri("/things/thing-4711")
			.cookie(session)
			.header("Authorization", "Bearer " + tokenOf(BOB))).hasStatus(403);
		assertThat(this.mvc.get()
			.uri("/things/thing-4711")
			.cookie(session)
			.header("Authorization", "Bearer " + tokenOf(ALICE))).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer junk", "Bearer", "bearer ", "Bearer a b" })
	void requestWhenJunkBearerHeaderThenCookieIsNoFallback(String header) {
		Cookie session = cookie(signedIn());
		Cookie expired = cookie(signedInAnHourAgo());
		for (Cookie cookie : List.of(session, expired)) {
			assertThat(this.mvc.post().uri("/things").cookie(cookie).header("Authorization", header)).hasStatus(401);
			assertThat(this.mvc.get().uri("/things/thing-4711").cookie(cookie).header("Authorization", header))
				.hasStatus(401);
		}
		assertThat(grants()).isZero();
	}

	@Test
	void getWhenCookieIsBadThenInvalidToken() {
		String good = cookie(signedIn()).getValue();
		String foreign = Frontend.seal("{\"accessToken\":\"" + tokenBuilder().foreignKey().build() + "\"}");
		for (String bad : List.of("garbage", good.substring(0, good.length() / 2), good.replace("Fe26.2*1", "Fe26.2*2"),
				"%zz", "%7B%22accessToken%22%3A%22a.b.c%22%7D", Frontend.seal("garbage"), Frontend.seal("[1]"),
				Frontend.seal("{}"), foreign, good.repeat(6))) {
			assertThat(this.mvc.get().uri("/things/thing-4711").cookie(new Cookie(Frontend.COOKIE, bad))).hasStatus(401)
				.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		}
		assertThat(checks()).isZero();
	}

	@Test
	void requestsThenLogHoldsNoSecret(CapturedOutput output) {
		JsonNode old = signedInAnHourAgo();
		Cookie cookie = cookie(old);
		this.emulator.inject(Fault.on(GRANTS).status(500).body(old.toString()));
		assertThat(this.mvc.get().uri("/things/thing-4711").cookie(cookie)).hasStatus(503);
		this.emulator.inject(Fault.on(GRANTS).status(401).body(old.toString()));
		assertThat(this.mvc.get().uri("/things/thing-4711").cookie(cookie)).hasStatus(503);
		this.emulator.clearFaults();
		Cookie written = this.mvc.get()
			.uri("/things/thing-4711")
			.cookie(cookie)
			.exchange()
			.getResponse()
			.getCookie(Frontend.COOKIE);
		JsonNode renewed = Frontend.unseal(written.getValue());
		assertThat(output).contains("fga.api-key");
		for (String secret : List.of(Frontend.PASSWORD, cookie.getValue(), written.getValue(),
				old.get("access_token").stringValue(), old.get("refresh_token").stringValue(),
				renewed.get("accessToken").stringValue(), renewed.get("refreshToken").stringValue(),
				this.emulator.apiKey(), "alice@acme.test", ALICE)) {
			assertThat(output.getAll()).doesNotContain(secret);
		}
	}

	private JsonNode signedIn() {
		JsonNode signedIn = this.frontend.signIn();
		this.emulator.clearRequests();
		return signedIn;
	}

	private JsonNode signedInAnHourAgo() {
		JsonNode signedIn = this.frontend.signInAnHourAgo();
		this.emulator.clearRequests();
		return signedIn;
	}

	private static Cookie cookie(JsonNode signedIn) {
		return new Cookie(Frontend.COOKIE, Frontend.cookie(signedIn));
	}

	private int grants() {
		return this.emulator.requests(GRANTS).size();
	}

	@RestController
	static class ThingController {

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		String show(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@PostMapping("/things")
		String create() {
			return "created";
		}

	}

}
