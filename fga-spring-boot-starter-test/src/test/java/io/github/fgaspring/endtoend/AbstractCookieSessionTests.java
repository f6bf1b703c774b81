package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.RequiresPermission;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for sessions in a cookie, whoever builds the filter chain.
 */
@SpringBootTest(properties = "fga.session.cookie-name=wos-session")
@AutoConfigureMockMvc
abstract class AbstractCookieSessionTests extends AbstractEmulatorTests {

	@BeforeEach
	void reset() {
		SettingsController.entered.set(0);
	}

	@Test
	void getWhenCookieThenGranted() {
		assertThat(this.mvc.get().uri("/settings").cookie(session())).hasStatusOk();
		assertThat(SettingsController.entered).hasValue(1);
	}

	@Test
	void getWhenCookieIsBadThenInvalidToken() {
		assertThat(this.mvc.get().uri("/settings").cookie(new Cookie("wos-session", "garbage"))).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertNotEntered();
	}

	@Test
	void getWhenCookieHasAnotherNameThenUnauthenticated() {
		assertThat(this.mvc.get().uri("/settings").cookie(new Cookie("other", token("settings:edit")))).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer");
		assertNotEntered();
	}

	@Test
	void postWhenCookieWithoutCsrfTokenThenForbidden() {
		assertForged(this.mvc.post().uri("/settings").cookie(session()).exchange());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "guessed", "null" })
	void postWhenCookieAndWrongCsrfTokenThenForbidden(String guess) {
		assertForged(
				this.mvc.post().uri("/settings").cookie(session(), csrf()).header("X-XSRF-TOKEN", guess).exchange());
	}

	@Test
	void postWhenCookieAndCsrfCookieOnlyThenForbidden() {
		assertForged(this.mvc.post().uri("/settings").cookie(session(), csrf()).exchange());
	}

	@Test
	void postWhenCookieAndCsrfTokenThenGranted() {
		Cookie csrf = csrf();
		assertThat(this.mvc.post().uri("/settings").cookie(session(), csrf).header("X-XSRF-TOKEN", csrf.getValue()))
			.hasStatusOk();
		assertThat(SettingsController.entered).hasValue(1);
	}

	@Test
	void postWhenBearerHeaderThenGrantedWithoutCsrfToken() {
		assertThat(this.mvc.post().uri("/settings").header("Authorization", "Bearer " + token("settings:edit")))
			.hasStatusOk();
		assertThat(SettingsController.entered).hasValue(1);
	}

	@Test
	void postWhenBearerHeaderAndBadCookieThenHeaderCounts() {
		assertThat(this.mvc.post()
			.uri("/settings")
			.header("Authorization", "Bearer " + token("settings:edit"))
			.cookie(new Cookie("wos-session", "garbage"))).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Bearer junk", "bearer junk", "Bearer", "Bearer ", "Bearer a b", "Bearerjunk", "Bearer ," })
	void requestWhenJunkBearerHeaderThenCookieIsNoFallback(String header) {
		assertThat(this.mvc.post().uri("/settings").header("Authorization", header).cookie(session())).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThat(this.mvc.get().uri("/settings").header("Authorization", header).cookie(session())).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertNotEntered();
	}

	@Test
	void postWhenExpiredBearerHeaderThenCookieIsNoFallback() {
		String expired = tokenBuilder().claim("permissions", List.of("settings:edit")).expired().build();
		assertThat(this.mvc.post().uri("/settings").header("Authorization", "Bearer " + expired).cookie(session()))
			.hasStatus(401);
		assertNotEntered();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic x", "Basic Bearer", "DPoP junk", " Bearer junk", "x", "" })
	void postWhenAnotherSchemeAndCookieThenCsrfTokenIsNeeded(String header) {
		assertForged(this.mvc.post().uri("/settings").header("Authorization", header).cookie(session()).exchange());
	}

	@Test
	void postWhenBearerHeaderComesSecondThenCsrfTokenIsNeeded() {
		assertForged(this.mvc.post()
			.uri("/settings")
			.header("Authorization", "Basic x", "Bearer junk")
			.cookie(session())
			.exchange());
	}

	@Test
	void postWhenTokenInFormAndCookieThenCsrfTokenIsNeeded() {
		assertForged(this.mvc.post()
			.uri("/settings")
			.formField("access_token", token("settings:edit"))
			.cookie(session())
			.exchange());
	}

	@Test
	void postWhenMethodIsOverriddenThenCsrfTokenIsNeeded() {
		assertForged(this.mvc.post()
			.uri("/settings")
			.header("X-HTTP-Method-Override", "GET")
			.param("_method", "GET")
			.cookie(session())
			.exchange());
	}

	private Cookie csrf() {
		Cookie cookie = this.mvc.get()
			.uri("/settings")
			.cookie(session())
			.exchange()
			.getResponse()
			.getCookie("XSRF-TOKEN");
		assertThat(cookie).isNotNull();
		SettingsController.entered.set(0);
		return cookie;
	}

	private Cookie session() {
		return new Cookie("wos-session", token("settings:edit"));
	}

	private static void assertForged(MvcTestResult result) {
		assertThat(result).hasStatus(403)
			.doesNotContainHeader("WWW-Authenticate")
			.hasContentType("application/problem+json")
			.hasBodyTextEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"The request has no valid CSRF token.\",\"code\":\"permission_denied\"}");
		assertNotEntered();
	}

	private static void assertNotEntered() {
		assertThat(SettingsController.entered).hasValue(0);
	}

	@RestController
	static class SettingsController {

		static final AtomicInteger entered = new AtomicInteger();

		@GetMapping("/settings")
		@RequiresPermission("settings:edit")
		String show() {
			return "entered " + entered.incrementAndGet();
		}

		@PostMapping("/settings")
		@RequiresPermission("settings:edit")
		String edit() {
			return "entered " + entered.incrementAndGet();
		}

	}

}
