package io.github.fgaspring.endtoend;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.nimbusds.jose.JWSHeader;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.support.AbstractWorkOsTests;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see while the keys are out of reach: a token that cannot be checked is not
 * called bad.
 */
@SpringBootTest
@AutoConfigureMockMvc
class KeyOutageTests extends AbstractWorkOsTests {

	private static final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final String token = workOs.tokens().withPermissions("org:view");

	@BeforeEach
	void forgetKeys() {
		OrganizationController.entered.set(0);
		clock.advance(Duration.ofHours(2));
	}

	@Test
	void requestWhenOutageAndNoKeyKnownThenUnavailable() {
		answer(WireMock.serverError());
		for (int i = 0; i < 10; i++) {
			assertUnavailable(get(this.token));
		}
	}

	@Test
	void requestWhenAnswerIsNoKeySetThenUnavailable() {
		answer(WireMock.ok("<html></html>"));
		assertUnavailable(get(this.token));
	}

	@Test
	void requestWhenOutageAndKeyKnownThenGranted() {
		assertThat(get(this.token)).hasStatusOk();
		answer(WireMock.serverError());
		clock.advance(Duration.ofMinutes(30));
		assertThat(get(this.token)).hasStatusOk();
	}

	@Test
	void requestWhenOutageAndKeyUnknownThenUnavailable() {
		get(this.token);
		OrganizationController.entered.set(0);
		answer(WireMock.serverError());
		clock.advance(Duration.ofMinutes(1));
		JWSHeader header = new JWSHeader.Builder(workOs.tokens().header()).keyID("key_2").build();
		assertUnavailable(get(SessionTokens.sign(header, workOs.tokens().claims((claims) -> {
		}), SessionTokens.generate("key_2"))));
	}

	@Test
	void requestWhenOutageEndsThenGranted() {
		answer(WireMock.serverError());
		assertUnavailable(get(this.token));
		workOs.reset();
		clock.advance(Duration.ofSeconds(10));
		assertThat(get(this.token)).hasStatusOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA" })
	void requestWhenOutageAndTokenIsBadWithoutAnyKeyThenUnauthorized(String bad) {
		answer(WireMock.serverError());
		assertThat(get(bad)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThat(workOs.keyFetches()).isZero();
	}

	@Test
	void requestWhenOutageAndNoTokenThenUnauthorized() {
		answer(WireMock.serverError());
		assertThat(this.mvc.get().uri("/organization")).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
	}

	private static void assertUnavailable(MvcTestResult result) {
		assertThat(result).hasStatus(503)
			.hasHeader("Retry-After", "5")
			.doesNotContainHeader("WWW-Authenticate")
			.hasContentType("application/problem+json")
			.hasBodyTextEqualTo("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
					+ "\"detail\":\"Whether the request is allowed cannot be found out at the moment.\","
					+ "\"code\":\"authorization_unavailable\"}");
		assertThat(OrganizationController.entered).hasValue(0);
	}

	private MvcTestResult get(String token) {
		return this.mvc.get().uri("/organization").header("Authorization", "Bearer " + token).exchange();
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(answer));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrganizationController.class)
	static class Application {

		@Bean
		SessionKeySource keySource() {
			return new SessionKeySource(URI.create(workOs.baseUrl() + WorkOsStub.JWKS_PATH), RestClient.create(),
					clock);
		}

	}

	@RestController
	static class OrganizationController {

		static final AtomicInteger entered = new AtomicInteger();

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String show() {
			entered.incrementAndGet();
			return "organization";
		}

	}

}
