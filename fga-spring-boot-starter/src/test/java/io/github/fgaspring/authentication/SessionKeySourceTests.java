package io.github.fgaspring.authentication;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SessionKeySource}.
 */
class SessionKeySourceTests {

	private static final String KNOWN = "key_1";

	private static WorkOsStub workOs;

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

	private SessionKeySource keys;

	@BeforeAll
	static void start() {
		workOs = WorkOsStub.start();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void create() {
		workOs.reset();
		this.keys = new SessionKeySource(URI.create(workOs.baseUrl() + WorkOsStub.JWKS_PATH), restClient(), this.clock);
	}

	@AfterEach
	void close() throws Exception {
		this.keys.close();
	}

	@Test
	void createWhenUriIsRelativeThenException() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionKeySource(URI.create("/keys"), restClient(), this.clock))
			.withMessageContaining("jwkSetUri");
	}

	@Test
	void createThenNothingIsFetched() {
		assertThat(workOs.keyFetches()).isZero();
	}

	@Test
	void getStateWhenNothingWasTriedThenNullAndNothingIsFetched() {
		assertThat(this.keys.getState()).isNull();
		assertThat(workOs.keyFetches()).isZero();
	}

	@Test
	void getStateWhenFetchedThenAvailableHoweverLongNobodyAsks() throws Exception {
		Instant fetched = this.clock.instant();
		get(KNOWN);
		this.clock.advance(SessionKeySource.OUTAGE_TOLERANCE.multipliedBy(2));
		assertThat(this.keys.getState()).isEqualTo(new SessionKeySource.State(fetched, null, false));
	}

	@Test
	void getStateWhenOutOfReachThenUnavailableOnceKnownKeysAreTooOld() throws Exception {
		Instant fetched = this.clock.instant();
		get(KNOWN);
		answer(WireMock.serverError());
		this.clock.advance(SessionKeySource.TIME_TO_LIVE);
		Instant failed = this.clock.instant();
		get(KNOWN);
		assertThat(this.keys.getState()).isEqualTo(new SessionKeySource.State(fetched, failed, false));
		this.clock.advance(SessionKeySource.OUTAGE_TOLERANCE);
		assertThat(this.keys.getState()).isEqualTo(new SessionKeySource.State(fetched, failed, true));
	}

	@Test
	void getStateWhenNeverFetchedThenUnavailable() {
		answer(WireMock.serverError());
		assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> get(KNOWN));
		assertThat(this.keys.getState()).isEqualTo(new SessionKeySource.State(null, this.clock.instant(), true));
	}

	@Test
	void getWhenKnownThenFetchedOnce() throws Exception {
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		this.clock.advance(SessionKeySource.TIME_TO_LIVE.minus(SessionKeySource.REFRESH_AHEAD).minusSeconds(1));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(workOs.keyFetches()).isOne();
	}

	@Test
	void getWhenShortlyBeforeExpiryThenRefreshedInBackground() throws Exception {
		get(KNOWN);
		this.clock.advance(SessionKeySource.TIME_TO_LIVE.minusSeconds(1));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		Awaitility.await().untilAsserted(() -> assertThat(workOs.keyFetches()).isEqualTo(2));
		Awaitility.await().untilAsserted(() -> assertThat(refreshThreadsAtWork()).isFalse());
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(workOs.keyFetches()).isEqualTo(2);
		assertThat(this.keys.getWithdrawals()).isZero();
	}

	@Test
	void getWhenBackgroundRefreshFailsThenKnownKeyServes() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		this.clock.advance(SessionKeySource.TIME_TO_LIVE.minusSeconds(1));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		Awaitility.await().untilAsserted(() -> assertThat(workOs.keyFetches()).isEqualTo(2));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
	}

	@Test
	void getWhenExpiredThenFetchedAgain() throws Exception {
		get(KNOWN);
		this.clock.advance(SessionKeySource.TIME_TO_LIVE);
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(workOs.keyFetches()).isEqualTo(2);
	}

	@Test
	void getWhenKeyRotatedThenNewKeyIsFound() throws Exception {
		get(KNOWN);
		answerKeys(workOs.tokens().key(), SessionTokens.generate("key_2"));
		assertThat(get("key_2")).containsExactly("key_2");
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(workOs.keyFetches()).isEqualTo(2);
	}

	@Test
	void getWhenKeyWithdrawnThenNoKey() throws Exception {
		get(KNOWN);
		answerKeys(SessionTokens.generate("key_2"));
		this.clock.advance(SessionKeySource.TIME_TO_LIVE);
		assertThat(get(KNOWN)).isEmpty();
		assertThat(this.keys.getWithdrawals()).isEqualTo(1);
		get("key_2");
		assertThat(this.keys.getWithdrawals()).isEqualTo(1);
	}

	@Test
	void getWhenKeyWithdrawnWhileTheOldSetIsSearchedThenNoKey() throws Exception {
		get(KNOWN);
		answerKeys(SessionTokens.generate("key_2"));
		this.clock.advance(SessionKeySource.FETCH_INTERVAL);
		JWKMatcher matcher = Mockito.spy(new JWKMatcher.Builder().keyID(KNOWN).build());
		Mockito.doAnswer((invocation) -> {
			get("key_2");
			return invocation.callRealMethod();
		}).when(matcher).matches(ArgumentMatchers.any());
		List<JWK> found = this.keys.get(new JWKSelector(matcher), null);
		Mockito.verify(matcher, Mockito.atLeastOnce()).matches(ArgumentMatchers.any());
		assertThat(this.keys.getWithdrawals()).isEqualTo(1);
		assertThat(found).isEmpty();
	}

	@Test
	void getWhenAllKeysWithdrawnThenNoKey() throws Exception {
		get(KNOWN);
		answerKeys();
		this.clock.advance(SessionKeySource.TIME_TO_LIVE);
		assertThat(get(KNOWN)).isEmpty();
	}

	@Test
	void getWhenManyUnknownKeyIdsThenNoKeyAndFewFetches() throws Exception {
		for (int i = 0; i < 100; i++) {
			assertThat(get("unknown_" + i)).isEmpty();
		}
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(workOs.keyFetches()).isBetween(1, 3);
	}

	@Test
	void getWhenKeyRotatedDuringFloodThenFoundAfterInterval() throws Exception {
		for (int i = 0; i < 10; i++) {
			get("unknown_" + i);
		}
		answerKeys(SessionTokens.generate("key_2"));
		assertThat(get("key_2")).isEmpty();
		this.clock.advance(SessionKeySource.FETCH_INTERVAL);
		assertThat(get("key_2")).containsExactly("key_2");
	}

	@Test
	void getWhenUnknownAndOutOfReachThenException() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		assertOutOfReach("unknown");
		assertOutOfReach("unknown");
		assertOutOfReach("another");
		assertThat(get(KNOWN)).containsExactly(KNOWN);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void getWhenFirstFetchFailsThenException(ResponseDefinitionBuilder failure) throws Exception {
		answer(failure);
		assertOutOfReach(KNOWN);
		assertOutOfReach("unknown");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void getWhenLaterFetchFailsThenKnownKeyServesAndUnknownKeyIsException(ResponseDefinitionBuilder failure)
			throws Exception {
		get(KNOWN);
		answer(failure);
		assertOutOfReach("unknown");
		assertThat(get(KNOWN)).containsExactly(KNOWN);
	}

	static Stream<Named<ResponseDefinitionBuilder>> failures() {
		return Stream.of(Named.of("404", WireMock.notFound()), Named.of("500", WireMock.serverError()),
				Named.of("keys with 500", WireMock.okJson(workOs.tokens().jwkSet()).withStatus(500)),
				Named.of("keys with 203", WireMock.okJson(workOs.tokens().jwkSet()).withStatus(203)),
				Named.of("redirect", WireMock.temporaryRedirect("/elsewhere")),
				Named.of("html",
						WireMock.ok("<html><body>Sign in</body></html>").withHeader("Content-Type", "text/html")),
				Named.of("empty", WireMock.ok()), Named.of("no content", WireMock.noContent()),
				Named.of("garbage", WireMock.okJson("{\"keys\":")),
				Named.of("another document", WireMock.okJson("{\"error\":\"not_found\"}")),
				Named.of("a list", WireMock.okJson("[]")),
				Named.of("keys that are no objects", WireMock.okJson("{\"keys\":[1]}")),
				Named.of("a broken key", WireMock.okJson("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"key_1\"}]}")),
				Named.of("a null key", WireMock.okJson("{\"keys\":[null]}")),
				Named.of("nested deeply", WireMock.okJson("[".repeat(50_000))),
				Named.of("oversized", WireMock.okJson(workOs.tokens().jwkSet() + " ".repeat(128 * 1024))));
	}

	@Test
	void getWhenRedirectedThenNotFollowed() {
		workOs.server().stubFor(WireMock.get("/elsewhere").willReturn(WireMock.okJson(workOs.tokens().jwkSet())));
		answer(WireMock.temporaryRedirect("/elsewhere"));
		assertOutOfReach(KNOWN);
		workOs.server().verify(0, WireMock.getRequestedFor(WireMock.urlEqualTo("/elsewhere")));
	}

	@Test
	void getWhenOutOfReachFromTheBeginningThenFewFetches() {
		answer(WireMock.serverError());
		for (int i = 0; i < 100; i++) {
			assertOutOfReach("key_" + i);
		}
		assertThat(workOs.keyFetches()).isBetween(1, 3);
	}

	@Test
	void getWhenOutageThenKnownKeyServesUntilToleranceEnds() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		for (int minute = 1; minute < SessionKeySource.OUTAGE_TOLERANCE.toMinutes(); minute++) {
			this.clock.advance(Duration.ofMinutes(1));
			assertThat(get(KNOWN)).as("after %d minutes", minute).containsExactly(KNOWN);
		}
		this.clock.advance(Duration.ofMinutes(1).minusMillis(1));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		this.clock.advance(Duration.ofMillis(1));
		assertOutOfReach(KNOWN);
		this.clock.advance(Duration.ofSeconds(1));
		assertOutOfReach(KNOWN);
	}

	@Test
	void getWhenNotUsedForLongAndOutageThenException() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		this.clock.advance(SessionKeySource.OUTAGE_TOLERANCE);
		assertOutOfReach(KNOWN);
	}

	@Test
	void getWhenOutageEndsThenKeysServeAgain() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		for (int minute = 1; minute < SessionKeySource.OUTAGE_TOLERANCE.toMinutes(); minute++) {
			this.clock.advance(Duration.ofMinutes(1));
			get(KNOWN);
		}
		this.clock.advance(Duration.ofMinutes(1));
		assertOutOfReach(KNOWN);
		workOs.reset();
		this.clock.advance(SessionKeySource.FETCH_INTERVAL);
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(get("unknown")).isEmpty();
	}

	@Test
	void getWhenOutageEndsEarlyThenToleranceStartsAnew() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		this.clock.advance(Duration.ofMinutes(50));
		get(KNOWN);
		workOs.reset();
		this.clock.advance(SessionKeySource.TIME_TO_LIVE);
		get(KNOWN);
		answer(WireMock.serverError());
		this.clock.advance(Duration.ofMinutes(50));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
	}

	@Test
	void getWhenUnknownAfterOutageThenNoKey() throws Exception {
		get(KNOWN);
		answer(WireMock.serverError());
		assertOutOfReach("unknown");
		workOs.reset();
		this.clock.advance(SessionKeySource.FETCH_INTERVAL);
		assertThat(get("unknown")).isEmpty();
	}

	@Test
	@Timeout(6)
	void getWhenServerIsSlowThenException() {
		answer(WireMock.okJson(workOs.tokens().jwkSet()).withFixedDelay(8000));
		assertOutOfReach(KNOWN);
	}

	@Test
	@Timeout(6)
	void getWhenServerAnswersByteByByteThenException() {
		answer(WireMock.okJson(workOs.tokens().jwkSet()).withChunkedDribbleDelay(40, 8000));
		assertOutOfReach(KNOWN);
	}

	@Test
	void getWhenConnectionRefusedThenException() throws Exception {
		try (SessionKeySource unreachable = new SessionKeySource(URI.create("http://127.0.0.1:1/keys"), restClient(),
				this.clock)) {
			assertThatExceptionOfType(KeySourceException.class)
				.isThrownBy(() -> unreachable.get(selector(KNOWN), null));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"kty\":\"AKP\",\"kid\":\"odd\",\"alg\":\"ML-DSA-44\",\"pub\":\"AAAA\"}",
			"{\"kty\":\"EC\",\"kid\":\"odd\",\"crv\":\"brainpoolP256r1\",\"x\":\"AA\",\"y\":\"AA\"}",
			"{\"kty\":\"RSA\",\"kid\":\"odd\"}" })
	void getWhenOneKeyIsOfUnknownKindThenOthersServe(String odd) throws Exception {
		answer(WireMock.okJson("{\"keys\":[" + odd + "," + workOs.tokens().key().toPublicJWK() + "," + odd + "]}"));
		assertThat(get(KNOWN)).containsExactly(KNOWN);
		assertThat(get("odd")).isEmpty();
	}

	@Test
	void getWhenAllKeysAreOfUnknownKindThenException() {
		answer(WireMock.okJson("{\"keys\":[{\"kty\":\"RSA\"},{\"kty\":\"AKP\",\"pub\":\"AAAA\"}]}"));
		assertOutOfReach(KNOWN);
	}

	@Test
	void getWhenFirstUseIsConcurrentThenFetchedOnce() throws Exception {
		answer(WireMock.okJson(workOs.tokens().jwkSet()).withFixedDelay(200));
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			Callable<List<String>> use = () -> get(KNOWN);
			List<Callable<List<String>>> uses = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				uses.add(use);
			}
			for (Future<List<String>> result : threads.invokeAll(uses, 10, TimeUnit.SECONDS)) {
				assertThat(result.get()).containsExactly(KNOWN);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(workOs.keyFetches()).isOne();
	}

	@Test
	void closeThenRefreshThreadEnds() throws Exception {
		get(KNOWN);
		this.clock.advance(SessionKeySource.TIME_TO_LIVE.minusSeconds(1));
		get(KNOWN);
		assertThat(refreshThreads()).isNotEmpty().allMatch(Thread::isDaemon);
		this.keys.close();
		Awaitility.await().untilAsserted(() -> assertThat(refreshThreads()).isEmpty());
	}

	private static boolean refreshThreadsAtWork() {
		return refreshThreads().stream()
			.flatMap((thread) -> Stream.of(thread.getStackTrace()))
			.anyMatch((frame) -> frame.getClassName().startsWith("com.nimbusds"));
	}

	private static List<Thread> refreshThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("fga-jwks-"))
			.toList();
	}

	private List<String> get(String keyId) throws KeySourceException {
		return this.keys.get(selector(keyId), null).stream().map(JWK::getKeyID).toList();
	}

	private void assertOutOfReach(String keyId) {
		assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> get(keyId));
	}

	private static JWKSelector selector(String keyId) {
		return new JWKSelector(new JWKMatcher.Builder().keyID(keyId).build());
	}

	private static void answerKeys(JWK... keys) {
		answer(WireMock.okJson(new JWKSet(List.of(keys)).toString(true)));
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(answer));
	}

	private static RestClient restClient() {
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(1))
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		return RestClient.builder().requestFactory(ClientHttpRequestFactoryBuilder.jdk().build(settings)).build();
	}

}
