package io.github.fgaspring.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.autoconfigure.WebContexts;
import io.github.fgaspring.cookie.SessionRenewer;
import io.github.fgaspring.cookie.TestSeals;
import io.github.fgaspring.support.SealedCookies;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionRenewalFilter} in the starter's filter chain and in others.
 */
class SessionRenewalFilterTests {

	private static final String PATH = "/user_management/authenticate";

	private static final String NAME = "wos-session";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final SessionTokens tokens = workOs.tokens();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withPropertyValues("fga.session.sealed-cookie.password=" + SealedCookies.PASSWORD,
				"fga.session.sealed-cookie.refresh=true", "fga.remote.deadline=10s", "fga.remote.read-timeout=5s")
		.withUserConfiguration(MoreEndpoints.class);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		grant(tokens.withPermissions("report:read"));
	}

	@Test
	void requestWhenSessionIsValidThenNothingIsRenewed() {
		this.contextRunner.run((context) -> {
			MvcTestResult result = get(context, "/me", cookie(tokens.withPermissions()));
			assertThat(result).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("user_alice");
			assertNotWritten(result);
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenExpiredThenGoesOnInNewSessionAndCookieIsWritten() {
		this.contextRunner.run((context) -> {
			Cookie old = cookie(tokens.expired());
			MvcTestResult result = get(context, "/reports", old);
			assertThat(result).hasStatusOk();
			String written = written(result);
			assertThat(written).matches(NAME + "=Fe26[^;]*~2; Path=/; Max-Age=34560000; Expires=[^;]*; Secure;"
					+ " HttpOnly; SameSite=Lax");
			assertThat(result.getResponse().getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
			Cookie renewed = new Cookie(NAME, written.substring(NAME.length() + 1, written.indexOf(';')));
			MvcTestResult next = get(context, "/reports", renewed);
			assertThat(next).hasStatusOk();
			assertNotWritten(next);
			assertThat(grants()).isOne();
			MvcTestResult late = get(context, "/reports", old);
			assertThat(late).hasStatusOk();
			assertThat(written(late)).startsWith(NAME + "=Fe26");
			assertThat(grants()).isOne();
		});
	}

	@Test
	void requestWhenPlainJsonThenIsNotRenewed() {
		this.contextRunner.run((context) -> {
			String json = "{\"accessToken\":\"" + tokens.expired() + "\",\"refreshToken\":\"" + UUID.randomUUID()
					+ "\"}";
			assertInvalidToken(
					get(context, "/reports", new Cookie(NAME, UriUtils.encode(json, StandardCharsets.UTF_8))));
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenRefreshIsOffThenInvalidToken() {
		this.contextRunner.withPropertyValues("fga.session.sealed-cookie.refresh=false").run((context) -> {
			assertThat(context).doesNotHaveBean(SessionRenewer.class);
			assertInvalidToken(get(context, "/me", cookie(tokens.expired())));
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenHandlerAllowsCachingThenNoCacheStoresTheCookie() {
		this.contextRunner.run((context) -> {
			for (String path : List.of("/cacheable", "/set-header")) {
				MvcTestResult result = get(context, path, cookie(tokens.expired()));
				assertThat(result).hasStatusOk();
				assertThat(written(result)).startsWith(NAME);
				assertThat(result.getResponse().getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
				assertThat(result.getResponse().getHeader("X-Other")).isEqualTo("other");
				MvcTestResult valid = get(context, path, cookie(tokens.withPermissions()));
				assertThat(valid.getResponse().getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("max-age=60");
			}
		});
	}

	@Test
	void requestWhenBearerHeaderThenCookieIsLeftAlone() {
		this.contextRunner.run((context) -> {
			Cookie expired = cookie(tokens.expired());
			for (String header : List.of("Bearer junk", "Bearer", "Bearer a b", "Bearer " + tokens.expired())) {
				assertInvalidToken(request(context, "/me", expired).header("Authorization", header).exchange());
			}
			MvcTestResult good = request(context, "/me", expired)
				.header("Authorization", "Bearer " + tokens.withPermissions())
				.exchange();
			assertThat(good).hasStatusOk();
			assertNotWritten(good);
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenAnotherSchemeThenCookieIsRenewed() {
		this.contextRunner.run((context) -> assertThat(
				request(context, "/me", cookie(tokens.expired())).header("Authorization", "Basic x").exchange())
			.hasStatusOk());
	}

	@Test
	void requestWhenCookieWithTheTokenItselfThenThatIsFinal() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=token").run((context) -> {
			Cookie expired = cookie(tokens.expired());
			assertInvalidToken(request(context, "/me", expired, new Cookie("token", "junk")).exchange());
			assertThat(request(context, "/me", new Cookie(NAME, "junk"), new Cookie("token", tokens.withPermissions())))
				.hasStatusOk();
			assertThat(grants()).isZero();
			assertThat(request(context, "/me", expired, new Cookie("token", ""))).hasStatusOk();
		});
	}

	@Test
	void requestWhenCookieIsBadThenInvalidTokenAndNothingIsWritten() {
		this.contextRunner.run((context) -> {
			for (String value : List.of("garbage", "%", "%7B%7D", "Fe26.2*1*a*b*c**d*e~2")) {
				assertInvalidToken(get(context, "/me", new Cookie(NAME, value)));
				assertInvalidToken(get(context, "/me", new Cookie(NAME, value.repeat(10_000 / value.length()))));
			}
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenTokenIsNotOursThenInvalidTokenAndNothingIsRenewed() {
		this.contextRunner.run((context) -> {
			assertInvalidToken(get(context, "/me", cookie(new SessionTokens("https://other.test", "key_1").expired())));
			assertInvalidToken(
					get(context, "/me", cookie(tokens.expired((claims) -> claims.put("iss", "https://other.test")))));
			assertInvalidToken(get(context, "/me", cookie("garbage")));
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenSessionHasEndedThenInvalidTokenAndCookieIsCleared() {
		answer(WireMock.jsonResponse("{\"error\":\"invalid_grant\"}", 400));
		this.contextRunner.withPropertyValues("fga.session.sealed-cookie.domain=example.com").run((context) -> {
			MvcTestResult result = request(context, "/me", cookie(tokens.expired())).exchange();
			assertThat(result).hasStatus(401).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			assertThat(written(result)).matches(
					NAME + "=; Path=/; Domain=example.com; Max-Age=0; Expires=[^;]*; Secure; HttpOnly; SameSite=Lax");
			assertThat(result.getResponse().getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
		});
	}

	@Test
	void requestWhenUserMustSignInThenInvalidTokenAndCookieIsKept() {
		answer(WireMock.jsonResponse("{\"code\":\"mfa_challenge\"}", 403));
		this.contextRunner.run((context) -> assertInvalidToken(get(context, "/me", cookie(tokens.expired()))));
	}

	@Test
	void requestWhenNewTokenIsOfAnotherUserThenInvalidTokenAndCookieIsCleared() {
		grant(tokens.with((claims) -> claims.put("sub", "user_bob")));
		this.contextRunner.run((context) -> {
			MvcTestResult result = get(context, "/me", cookie(tokens.expired()));
			assertThat(result).hasStatus(401);
			assertThat(written(result)).contains("Max-Age=0");
		});
	}

	@Test
	void requestWhenWorkOsDoesNotAnswerThenOutageAndCookieIsKept() {
		this.contextRunner.withPropertyValues("fga.remote.resilience=false").run((context) -> {
			for (int status : List.of(401, 403, 404, 429, 500, 502, 503)) {
				workOs.reset();
				answer(WireMock.aResponse().withStatus(status).withHeader("Retry-After", "7"));
				assertOutage(get(context, "/me", cookie(tokens.expired())),
						!List.of(401, 403, 404).contains(status) ? "7" : "5");
				assertThat(grants()).isOne();
			}
			for (Fault fault : Fault.values()) {
				workOs.reset();
				answer(WireMock.aResponse().withFault(fault));
				assertOutage(get(context, "/me", cookie(tokens.expired())), "5");
				assertThat(grants()).isOne();
			}
		});
	}

	@Test
	void requestWhenWorkOsIsSlowThenOutage() {
		answer(WireMock.okJson("{}").withFixedDelay(10_000));
		this.contextRunner
			.withPropertyValues("fga.remote.deadline=300ms", "fga.remote.read-timeout=300ms",
					"fga.remote.connect-timeout=300ms")
			.run((context) -> {
				warmUp(context);
				assertOutage(get(context, "/me", cookie(tokens.expired())), "5");
			});
	}

	@Test
	void requestWhenKeysAreOutOfReachThenOutageAndRefreshTokenIsNotUsed() {
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(WireMock.aResponse().withStatus(500)));
		this.contextRunner.run((context) -> {
			assertOutage(get(context, "/me", cookie(tokens.expired())), "5");
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenForgedThenForbiddenAndNothingIsRenewed() {
		this.contextRunner.run((context) -> {
			MvcTestResult forged = WebContexts.mvc(context)
				.post()
				.uri("/me")
				.cookie(cookie(tokens.expired()))
				.exchange();
			assertThat(forged).hasStatus(403)
				.bodyJson()
				.extractingPath("$.detail")
				.isEqualTo("The request has no valid CSRF token.");
			assertThat(WebContexts.mvc(context).post().uri("/me").cookie(cookie(tokens.withPermissions())))
				.hasStatus(403);
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenPublicPathThenRenewedToo() {
		this.contextRunner.withPropertyValues("fga.web.public-paths=/public/**").run((context) -> {
			MvcTestResult result = get(context, "/public/me", cookie(tokens.expired()));
			assertThat(result).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("user_alice");
			assertThat(WebContexts.get(context, "/public/me")).hasStatusOk();
		});
	}

	@Test
	void requestWhenMonitorModeThenBadCookieIsIgnoredAndKept() {
		this.contextRunner.withPropertyValues("fga.enforcement=monitor").run((context) -> {
			assertThat(get(context, "/public/me", new Cookie(NAME, "junk"))).hasStatusOk()
				.bodyJson()
				.extractingPath("$.name")
				.isEqualTo("nobody");
			List<ResponseDefinitionBuilder> failures = List.of(WireMock.aResponse().withStatus(503),
					WireMock.jsonResponse("{\"error\":\"invalid_grant\"}", 400));
			for (ResponseDefinitionBuilder failure : failures) {
				answer(failure);
				MvcTestResult result = get(context, "/public/me", cookie(tokens.expired()));
				assertThat(result).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("nobody");
				assertNotWritten(result);
			}
			grant(tokens.withPermissions());
			MvcTestResult renewed = get(context, "/public/me", cookie(tokens.expired()));
			assertThat(renewed).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("user_alice");
			assertThat(written(renewed)).startsWith(NAME + "=Fe26");
		});
	}

	@Test
	void requestWhenFilterChainIsTheApplicationsThenTheSame() {
		this.contextRunner.withUserConfiguration(OwnChainConfiguration.class).run((context) -> {
			MvcTestResult result = get(context, "/reports", cookie(tokens.expired()));
			assertThat(result).hasStatusOk();
			assertThat(written(result)).startsWith(NAME + "=Fe26");
			assertThat(WebContexts.mvc(context).post().uri("/me").cookie(cookie(tokens.expired()))).hasStatus(403);
			assertThat(grants()).isOne();
			answer(WireMock.aResponse().withStatus(503));
			assertOutage(get(context, "/me", cookie(tokens.expired())), "5");
		});
	}

	@Test
	void requestWhenErrorPageThenNothingIsRenewed() {
		this.contextRunner.run((context) -> {
			request(context, "/me", cookie(tokens.expired())).with((request) -> {
				request.setDispatcherType(DispatcherType.ERROR);
				request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/me");
				return request;
			}).exchange();
			assertThat(grants()).isZero();
		});
	}

	@Test
	void requestWhenAsynchronousThenRenewedOnce() {
		this.contextRunner.run((context) -> {
			MvcTestResult result = get(context, "/async", cookie(tokens.expired()));
			assertThat(result).hasStatusOk().hasBodyTextEqualTo("user_alice");
			assertThat(written(result)).startsWith(NAME + "=Fe26");
			assertThat(grants()).isOne();
		});
	}

	/**
	 * The first request of a context loads classes and fetches keys.
	 */
	private static void warmUp(WebApplicationContext context) {
		assertThat(WebContexts.get(context, "/me", tokens.withPermissions())).hasStatusOk();
	}

	private static MockMvcRequestBuilder request(WebApplicationContext context, String path, Cookie... cookies) {
		return WebContexts.mvc(context).get().uri(path).cookie(cookies);
	}

	private static MvcTestResult get(WebApplicationContext context, String path, Cookie cookie) {
		return request(context, path, cookie).exchange();
	}

	/**
	 * A cookie that nobody has used yet.
	 */
	private static Cookie cookie(String accessToken) {
		return new Cookie(NAME, TestSeals.seal("{\"accessToken\":\"" + accessToken + "\",\"refreshToken\":\""
				+ UUID.randomUUID() + "\",\"user\":{}}"));
	}

	/**
	 * The header that sets the session cookie.
	 */
	private static String written(MvcTestResult result) {
		List<String> written = result.getResponse()
			.getHeaders(HttpHeaders.SET_COOKIE)
			.stream()
			.filter((cookie) -> cookie.startsWith(NAME))
			.toList();
		assertThat(written).hasSize(1);
		return written.get(0);
	}

	private static void assertInvalidToken(MvcTestResult result) {
		assertThat(result).hasStatus(401).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
		assertThat(result).bodyJson().extractingPath("$.code").isEqualTo("invalid_token");
		assertNotWritten(result);
	}

	private static void assertOutage(MvcTestResult result, String retryAfter) {
		assertThat(result).hasStatus(503)
			.hasHeader(HttpHeaders.RETRY_AFTER, retryAfter)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("authorization_unavailable");
		assertNotWritten(result);
	}

	private static void assertNotWritten(MvcTestResult result) {
		assertThat(result.getResponse().getHeaders(HttpHeaders.SET_COOKIE))
			.noneMatch((cookie) -> cookie.startsWith(NAME));
	}

	private static void grant(String accessToken) {
		answer(WireMock.okJson("{\"access_token\":\"" + accessToken + "\",\"refresh_token\":\"next\"}"));
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.post(PATH).willReturn(answer));
	}

	private static int grants() {
		return workOs.server().findAll(WireMock.anyRequestedFor(WireMock.urlEqualTo(PATH))).size();
	}

	@RestController
	static class MoreEndpoints {

		@GetMapping("/cacheable")
		ResponseEntity<String> cacheable() {
			return ResponseEntity.ok()
				.cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)))
				.header("X-Other", "other")
				.body("cacheable");
		}

		@GetMapping("/set-header")
		String setHeader(HttpServletResponse response) {
			response.setHeader("cache-control", "max-age=60");
			response.setHeader("X-Other", "other");
			return "cacheable";
		}

		@GetMapping("/async")
		Callable<String> async(Authentication authentication) {
			return authentication::getName;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChainConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			return http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults()).build();
		}

	}

}
