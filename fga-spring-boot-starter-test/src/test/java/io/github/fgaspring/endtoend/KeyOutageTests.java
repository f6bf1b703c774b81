package io.github.fgaspring.endtoend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authentication.VerifiedTokenCache;
import io.github.fgaspring.authentication.VerifiedTokenCache.Limits;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
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
class KeyOutageTests extends AbstractEmulatorTests {

	private static final Fault OUTAGE = Fault.on(KEYS).status(500);

	private static final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

	private String token;

	@BeforeEach
	void forgetKeys() {
		this.token = token("org:view");
		OrganizationController.entered.set(0);
		clock.advance(Duration.ofHours(2));
	}

	@Test
	void requestWhenOutageAndNoKeyKnownThenUnavailable() {
		this.emulator.inject(OUTAGE);
		for (int i = 0; i < 10; i++) {
			assertUnavailable(getWith(this.token));
		}
	}

	@Test
	void requestWhenAnswerIsNoKeySetThenUnavailable() {
		this.emulator.inject(Fault.on(KEYS).body("<html></html>"));
		assertUnavailable(getWith(this.token));
	}

	@Test
	void requestWhenOutageAndKeyKnownThenGranted() {
		assertThat(getWith(this.token)).hasStatusOk();
		this.emulator.inject(OUTAGE);
		clock.advance(Duration.ofMinutes(30));
		assertThat(getWith(this.token)).hasStatusOk();
	}

	@Test
	void requestWhenOutageAndKeyUnknownThenUnavailable() {
		getWith(this.token);
		OrganizationController.entered.set(0);
		this.emulator.inject(OUTAGE);
		clock.advance(Duration.ofMinutes(1));
		assertUnavailable(getWith(tokenBuilder().foreignKey().keyId("key_2").build()));
	}

	@Test
	void requestWhenOutageEndsThenGranted() {
		this.emulator.inject(OUTAGE);
		assertUnavailable(getWith(this.token));
		this.emulator.clearFaults();
		clock.advance(Duration.ofSeconds(10));
		assertThat(getWith(this.token)).hasStatusOk();
	}

	@Test
	void requestWhenKeyIsRotatedThenFetchedAgainAndGranted() {
		assertThat(getWith(this.token)).hasStatusOk();
		this.emulator.rotateKeys();
		String rotated = token("org:view");
		assertThat(getWith(rotated)).hasStatusOk();
		assertThat(getWith(this.token)).hasStatusOk();
		assertThat(keyFetches()).isEqualTo(2);
	}

	@Test
	void requestWhenKeyIsRetiredThenUnauthorizedOnceKeysAreFetchedAgain() {
		assertThat(getWith(this.token)).hasStatusOk();
		OrganizationController.entered.set(0);
		this.emulator.rotateKeys();
		this.emulator.retireEarlierKeys();
		clock.advance(Duration.ofMinutes(6));
		assertThat(getWith(this.token)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThat(OrganizationController.entered).hasValue(0);
	}

	@Test
	void requestWhenKeyIsFoundToBeRetiredThenKnownTokenIsRefusedAtOnce() {
		assertThat(getWith(this.token)).hasStatusOk();
		this.emulator.rotateKeys();
		this.emulator.retireEarlierKeys();
		assertThat(getWith(token("org:view"))).hasStatusOk();
		assertThat(getWith(this.token)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA" })
	void requestWhenOutageAndTokenIsBadWithoutAnyKeyThenUnauthorized(String bad) {
		this.emulator.inject(OUTAGE);
		assertThat(getWith(bad)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThat(keyFetches()).isZero();
	}

	@Test
	void requestWhenOutageAndNoTokenThenUnauthorized() {
		this.emulator.inject(OUTAGE);
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

	private MvcTestResult getWith(String token) {
		return this.mvc.get().uri("/organization").header("Authorization", "Bearer " + token).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrganizationController.class)
	static class Application {

		@Bean
		SessionKeySource keySource(FgaEmulator emulator) {
			return new SessionKeySource(emulator.baseUrl().resolve("/sso/jwks/" + emulator.clientId()),
					RestClient.create(), clock);
		}

		@Bean
		VerifiedTokenCache tokenCache(SessionKeySource keys) {
			Limits limits = new Limits(Duration.ofMinutes(1), Duration.ofHours(24), Duration.ofSeconds(30));
			return new VerifiedTokenCache(100, limits, keys::getWithdrawals, clock);
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

	/**
	 * A clock that a test moves.
	 */
	private static final class TestClock extends Clock {

		private volatile Instant now;

		private TestClock(Instant now) {
			this.now = now;
		}

		void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
