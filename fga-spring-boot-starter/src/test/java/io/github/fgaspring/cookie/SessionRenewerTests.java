package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.fgaspring.authentication.SessionTokenValidator;
import io.github.fgaspring.authentication.TokenAgeValidator;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.RefreshTokenGrant;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.cookie.SessionRenewer.Renewal;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SessionRenewer}, with a decoder like that of the starter, and WorkOS
 * as seen on the wire.
 */
@Timeout(60)
class SessionRenewerTests {

	private static final String PATH = "/user_management/authenticate";

	private static final String ISSUER = "https://issuer.test";

	private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

	private static final Duration MAX_TOKEN_AGE = Duration.ofHours(24);

	private static final SessionTokens tokens = new SessionTokens(ISSUER, "key_1");

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final AtomicLong nanos = new AtomicLong();

	private final SessionRenewer renewer = renewer(decoder(new ImmutableJWKSet<>(new JWKSet(tokens.key()))));

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean gateReached;

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		grant(tokens.withPermissions());
	}

	private static JwtDecoder decoder(JWKSource<SecurityContext> keys) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
		decoder.setJwtValidator(
				new DelegatingOAuth2TokenValidator<>(
						new SessionTokenValidator(List.of(ISSUER), List.of(), SessionTokens.CLIENT_ID, CLOCK_SKEW,
								Clock.systemUTC()),
						new TokenAgeValidator(MAX_TOKEN_AGE, CLOCK_SKEW, Clock.systemUTC())));
		return decoder;
	}

	private SessionRenewer renewer(JwtDecoder decoder) {
		return renewer(decoder, Duration.ofSeconds(30));
	}

	private SessionRenewer renewer(JwtDecoder decoder, Duration deadline) {
		RestClient restClient = RestClient.builder()
			.baseUrl(workOs.baseUrl())
			.requestInterceptor((request, body, execution) -> {
				await(this.gate);
				return execution.execute(request, body);
			})
			.build();
		WorkOsApi api = new WorkOsApi(restClient, new ApiCalls(this.status, null), Clock.systemUTC());
		return new SessionRenewer(decoder, new RefreshTokenGrant(api, SessionTokens.CLIENT_ID, WorkOsStub.API_KEY),
				deadline, this.status, Clock.systemUTC(), this.nanos::get);
	}

	@Test
	void renewWhenExpiredThenNewSessionToBeWritten() {
		String renewed = tokens.withPermissions("report:read");
		grant(renewed);
		Renewal renewal = this.renewer.renew(session(tokens.expired()));
		assertThat(renewal.toBeWritten()).isTrue();
		assertThat(renewal.session().accessToken()).isEqualTo(renewed);
		assertThat(renewal.session().refreshToken()).isEqualTo("next");
		assertThat(JsonMapper.shared().readTree(renewal.session().toJson()).get("user").get("firstName").asString())
			.isEqualTo("Alice");
		assertThat(calls()).isOne();
	}

	@Test
	void renewWhenExpiredLongAgoThenNewSession() {
		String old = tokens.expired((claims) -> {
			claims.put("iat", now() - 3 * 86_400);
			claims.put("exp", now() - 3 * 86_400 + 300);
		});
		assertThat(this.renewer.renew(session(old)).session().refreshToken()).isEqualTo("next");
	}

	@Test
	void renewWhenIssuedInTheFutureThenNothing() {
		String future = tokens.expired((claims) -> claims.put("iat", now() + 3600));
		assertThat(this.renewer.renew(session(future))).isNull();
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenValidThenNothing() {
		assertThat(this.renewer.renew(session(tokens.withPermissions()))).isNull();
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenExpiredWithinClockSkewThenNothing() {
		assertThat(this.renewer.renew(session(tokens.expired((claims) -> claims.put("exp", now() - 5))))).isNull();
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenExpiredAndNotOursThenNothing() {
		assertNothing((claims) -> claims.put("iss", "https://other.test"));
		assertNothing((claims) -> claims.remove("iss"));
		assertNothing((claims) -> claims.put("client_id", "client_other"));
		assertNothing((claims) -> claims.remove("sub"));
		assertNothing((claims) -> claims.put("sub", " "));
		assertNothing((claims) -> claims.put("cnf", Map.of("jkt", "x")));
		assertNothing((claims) -> claims.put("nbf", now() + 600));
		assertNothing((claims) -> claims.remove("exp"));
		assertNothing((claims) -> claims.put("exp", "soon"));
		assertNothing(new SessionTokens(ISSUER, "key_1").expired());
		String expired = tokens.expired();
		assertNothing(expired.substring(0, expired.length() - 8) + "AAAAAAAA");
		assertNothing(expired.substring(0, expired.lastIndexOf('.') + 1));
		assertNothing("eyJhbGciOiJub25lIn0." + expired.split("\\.")[1] + ".");
	}

	private void assertNothing(Consumer<Map<String, Object>> flaw) {
		assertNothing(tokens.expired(flaw));
	}

	private void assertNothing(String token) {
		assertThat(this.renewer.renew(session(token))).isNull();
		assertThat(calls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", ".", "..", "...", "a.b.c", "e30.e30.", "eyJhbGciOiJSUzI1NiJ9.e30.AA", "{}", "ä.ö.ü",
			"eyJhbGciOiJSUzI1NiIsImNyaXQiOltdfQ.e30.AA", "eyJhbGciOjF9.e30.AA", "a.b.c.d.e" })
	void renewWhenNoTokenThenNothing(String token) {
		assertNothing(token);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "a b", "<script>", "ä", "a\n", "=", "a\u0000" })
	void renewWhenRefreshTokenIsUnusableThenNothing(String refreshToken) {
		assertThat(this.renewer.renew(session(tokens.expired(), refreshToken))).isNull();
		assertThat(this.renewer.renew(session(tokens.expired(), "a".repeat(2049)))).isNull();
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenNotSealedThenNothing() {
		assertThat(this.renewer.renew(CookieSession.ofPlain(content(tokens.expired(), "first")))).isNull();
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenKeysAreOutOfReachThenUnavailableAndRefreshTokenIsNotUsed() {
		SessionRenewer renewer = renewer(decoder((selector, context) -> {
			throw new KeySourceException("out of reach");
		}));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> renewer.renew(session(tokens.expired())));
		assertThat(calls()).isZero();
	}

	@Test
	void renewWhenNewTokenIsNotValidThenDropped() {
		for (String token : List.of("garbage", tokens.expired(), new SessionTokens(ISSUER, "key_1").withPermissions(),
				tokens.with((claims) -> claims.put("iss", "https://other.test")))) {
			grant(token);
			assertThat(this.renewer.renew(session(tokens.expired(), "refresh" + token.hashCode())))
				.isEqualTo(new Renewal(null, true));
		}
	}

	@Test
	void renewWhenNewTokenIsOfAnotherUserThenDropped() {
		grant(tokens.with((claims) -> claims.put("sub", "user_bob")));
		assertThat(this.renewer.renew(session(tokens.expired()))).isEqualTo(new Renewal(null, true));
	}

	@Test
	void renewWhenAnswerIsKeptForOneUserThenNotForAnother() {
		assertThat(this.renewer.renew(session(tokens.expired())).session()).isNotNull();
		String bobs = tokens.expired((claims) -> claims.put("sub", "user_bob"));
		assertThat(this.renewer.renew(session(bobs))).isEqualTo(new Renewal(null, true));
		assertThat(calls()).isOne();
	}

	@Test
	void renewWhenSessionHasEndedThenToBeDropped() {
		answer(WireMock.jsonResponse("{\"error\":\"invalid_grant\"}", 400));
		assertThat(this.renewer.renew(session(tokens.expired()))).isEqualTo(new Renewal(null, true));
		assertThat(this.renewer.renew(session(tokens.expired()))).isEqualTo(new Renewal(null, true));
		assertThat(calls()).isOne();
	}

	@Test
	void renewWhenUserMustSignInThenLeftAsItIs() {
		answer(WireMock.jsonResponse("{\"code\":\"mfa_challenge\"}", 403));
		assertThat(this.renewer.renew(session(tokens.expired()))).isEqualTo(new Renewal(null, false));
	}

	@Test
	void renewWhenWorkOsIsOutOfReachThenUnavailableAndTriedAgainNextTime() {
		answer(WireMock.aResponse().withStatus(503).withHeader("Retry-After", "3"));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.renewer.renew(session(tokens.expired())))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(3)));
		grant(tokens.withPermissions());
		assertThat(this.renewer.renew(session(tokens.expired())).session()).isNotNull();
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void renewWhenOldCookieComesAgainThenSameTokensAndToBeWrittenAgain() {
		CookieSession old = session(tokens.expired());
		Renewal first = this.renewer.renew(old);
		this.nanos.addAndGet(SessionRenewer.KEPT_FOR.toNanos() - 1);
		Renewal second = this.renewer.renew(old);
		assertThat(second.toBeWritten()).isTrue();
		assertThat(second.session().toJson()).isEqualTo(first.session().toJson());
		assertThat(calls()).isOne();
		this.nanos.incrementAndGet();
		answer(WireMock.jsonResponse("{\"error\":\"invalid_grant\"}", 400));
		assertThat(this.renewer.renew(old)).isEqualTo(new Renewal(null, true));
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void renewWhenRefreshTokensDifferThenOneCallEach() {
		this.renewer.renew(session(tokens.expired(), "one"));
		this.renewer.renew(session(tokens.expired(), "two"));
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void renewWhenManyAtOnceThenOneCallAndOneOfThemWrites() throws Exception {
		this.gate = new CountDownLatch(1);
		CookieSession old = session(tokens.expired());
		List<Renewal> renewals = inParallel(20, () -> this.renewer.renew(old));
		assertThat(calls()).isOne();
		assertThat(renewals).filteredOn(Renewal::toBeWritten).hasSize(1);
		assertThat(renewals).extracting((renewal) -> renewal.session().accessToken()).doesNotContainNull();
		assertThat(renewals.stream().map((renewal) -> renewal.session().accessToken()).distinct()).hasSize(1);
	}

	@Test
	void renewWhenManyAtOnceAndSessionHasEndedThenOneCallAndOneOfThemDrops() throws Exception {
		this.gate = new CountDownLatch(1);
		answer(WireMock.jsonResponse("{\"error\":\"invalid_grant\"}", 400));
		CookieSession old = session(tokens.expired());
		List<Renewal> renewals = inParallel(20, () -> this.renewer.renew(old));
		assertThat(calls()).isOne();
		assertThat(renewals).filteredOn(Renewal::toBeWritten).hasSize(1);
		assertThat(renewals).extracting(Renewal::session).containsOnlyNulls();
	}

	@Test
	void renewWhenAnotherThreadTakesTooLongThenUnavailable() throws Exception {
		this.gate = new CountDownLatch(1);
		CookieSession old = session(tokens.expired());
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			SessionRenewer hasty = renewer(decoder(new ImmutableJWKSet<>(new JWKSet(tokens.key()))),
					Duration.ofSeconds(2));
			Future<Renewal> leader = executor.submit(() -> hasty.renew(old));
			Awaitility.await().until(() -> this.gateReached);
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> hasty.renew(old))
				.withMessageContaining("did not end in time");
			this.gate.countDown();
			assertThat(leader.get().session()).isNotNull();
			assertThat(calls()).isOne();
		}
		finally {
			executor.shutdownNow();
		}
	}

	private <T> List<T> inParallel(int number, Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(number);
		try {
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < number; i++) {
				futures.add(executor.submit(task));
			}
			Awaitility.await().until(() -> this.status.getSparedCalls() == number - 1);
			this.gate.countDown();
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void await(CountDownLatch latch) {
		this.gateReached = true;
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long now() {
		return Instant.now().getEpochSecond();
	}

	private static CookieSession session(String accessToken) {
		return session(accessToken, "first");
	}

	private static CookieSession session(String accessToken, String refreshToken) {
		return CookieSession.ofSealed(new IronSeal.Unsealed(content(accessToken, refreshToken), "", true, true));
	}

	private static byte[] content(String accessToken, String refreshToken) {
		JsonNode document = JsonMapper.shared()
			.createObjectNode()
			.put("accessToken", accessToken)
			.put("refreshToken", refreshToken)
			.set("user", JsonMapper.shared().createObjectNode().put("firstName", "Al"));
		return document.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void grant(String accessToken) {
		answer(WireMock.okJson("{\"access_token\":\"" + accessToken
				+ "\",\"refresh_token\":\"next\",\"user\":{\"first_name\":\"Alice\"}}"));
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.post(PATH).willReturn(answer));
	}

	private static int calls() {
		return workOs.server().findAll(WireMock.anyRequestedFor(WireMock.urlEqualTo(PATH))).size();
	}

}
