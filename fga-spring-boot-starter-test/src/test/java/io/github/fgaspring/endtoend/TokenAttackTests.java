package io.github.fgaspring.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every token that is not a session token of ours is refused, in the same words, before
 * the application sees the request.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "fga.session.audiences=api_test")
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_CLASS)
class TokenAttackTests extends AbstractEmulatorTests {

	private static final String KEY_ID = "key_1";

	private static final String INVALID_TOKEN = "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
			+ "\"detail\":\"The session token is not valid.\",\"code\":\"invalid_token\"}";

	private static final String UNAUTHENTICATED = "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
			+ "\"detail\":\"The request needs a session token.\",\"code\":\"unauthenticated\"}";

	/**
	 * Published next to the emulator's own keys, so that a token can be signed by us
	 * whatever it looks like.
	 */
	private final RSAKey ours = generate();

	private final RSAKey foreign = generate();

	@LocalServerPort
	private int port;

	TokenAttackTests() throws JOSEException {
	}

	@BeforeEach
	void reset() throws ParseException {
		String emulated = RestClient.create(this.emulator.baseUrl())
			.get()
			.uri("/sso/jwks/{clientId}", this.emulator.clientId())
			.retrieve()
			.body(String.class);
		List<JWK> keys = new ArrayList<>(JWKSet.parse(emulated).getKeys());
		keys.add(this.ours.toPublicJWK());
		this.emulator.inject(Fault.on(KEYS).body(new JWKSet(keys).toString()));
		this.emulator.clearRequests();
		ProjectController.entered.set(0);
	}

	@ParameterizedTest
	@MethodSource("goodTokens")
	void requestWhenGoodTokenThenGranted(String token) {
		assertThat(getWith(token)).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(ProjectController.entered).hasValue(1);
	}

	Stream<Named<String>> goodTokens() {
		return Stream.of(Named.of("usual", mint()),
				Named.of("type", sign(header().type(JOSEObjectType.JWT).build(), this.ours)),
				Named.of("issued now", mint((token) -> token.claim("iat", now()))),
				Named.of("issued in the future within skew", mint((token) -> token.claim("iat", now() + 15))),
				Named.of("issued a day ago", mint((token) -> token.claim("iat", now() - 86_400))),
				Named.of("expired within skew", mint((token) -> token.claim("exp", now() - 15))),
				Named.of("not before within skew", mint((token) -> token.claim("nbf", now() + 15))),
				Named.of("base URL as issuer", mint((token) -> token.claim("iss", this.emulator.baseUrl().toString()))),
				Named.of("base URL with slash as issuer",
						mint((token) -> token.claim("iss", this.emulator.baseUrl() + "/"))),
				Named.of("our client", mint((token) -> token.claim("client_id", this.emulator.clientId()))),
				Named.of("audience among others", mint((token) -> token.claim("aud", List.of("other", "api_test")))),
				Named.of("just short enough", padded(16 * 1024 - 8)));
	}

	@ParameterizedTest
	@MethodSource({ "malformedTokens", "forgedTokens", "tokensWithOtherHeaders", "tokensWithOtherClaims" })
	void requestWhenBadTokenThenInvalidToken(String token) {
		assertInvalidToken(getWith(token), token);
	}

	Stream<Named<String>> malformedTokens() {
		String valid = sign(header().build(), this.ours);
		String[] parts = valid.split("\\.");
		return Stream.of(Named.of("empty", ""), Named.of("garbage", "garbage"), Named.of("dots", "..."),
				Named.of("two dots", ".."), Named.of("not allowed characters", "a{}.b.c"),
				Named.of("two tokens with space", valid + " " + valid),
				Named.of("two tokens with comma", valid + "," + valid),
				Named.of("two tokens with scheme", valid + ", Bearer " + valid),
				Named.of("no signature part", parts[0] + "." + parts[1]),
				Named.of("stripped signature", parts[0] + "." + parts[1] + "."),
				Named.of("header only", parts[0] + ".."),
				Named.of("header is no JSON", encode("header") + "." + parts[1] + "." + parts[2]),
				Named.of("header is a list", raw("[]", "{}")),
				Named.of("payload is no JSON", raw(goodHeader(), "text")),
				Named.of("payload is a list", raw(goodHeader(), "[]")),
				Named.of("payload is empty", raw(goodHeader(), "")),
				Named.of("payload nests deeply", raw(goodHeader(), "{\"a\":" + "[".repeat(9000))),
				Named.of("key id is a list", raw("{\"alg\":\"RS256\",\"kid\":[\"key_1\"]}", goodPayload())),
				Named.of("type is a number", raw("{\"alg\":\"RS256\",\"kid\":\"key_1\",\"typ\":1}", goodPayload())),
				Named.of("no algorithm", raw("{\"kid\":\"key_1\"}", goodPayload())),
				Named.of("algorithm is null", raw("{\"kid\":\"key_1\",\"alg\":null}", goodPayload())),
				Named.of("16 KB, signed by us", padded(16 * 1024)), Named.of("64 KB, signed by us", padded(64 * 1024)));
	}

	Stream<Named<String>> forgedTokens() throws Exception {
		Map<String, Object> claims = claims();
		String valid = sign(header().build(), claims, this.ours);
		String[] parts = valid.split("\\.");
		String admin = encode(valid(valid, "\"permissions\":[]", "\"permissions\":[\"project:view\"]"));
		String another = sign(header().build(), claims((other) -> other.claim("sub", BOB)), this.ours);
		byte[] der = this.ours.toRSAPublicKey().getEncoded();
		String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
		String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----";
		JWSSigner ec = new ECDSASigner(new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate());
		List<Named<String>> tokens = new ArrayList<>();
		tokens
			.add(Named.of("none", new PlainObject(new PlainHeader.Builder().build(), new Payload(claims)).serialize()));
		for (String none : List.of("none", "None", "NONE", "nOnE")) {
			String header = encode("{\"alg\":\"" + none + "\",\"kid\":\"key_1\"}");
			tokens.add(Named.of(none + " without signature", header + "." + parts[1] + "."));
			tokens.add(Named.of(none + " with signature", header + "." + parts[1] + "." + parts[2]));
		}
		tokens.add(Named.of("HS256 with PEM", sign(JWSAlgorithm.HS256, new MACSigner(pem))));
		tokens.add(Named.of("HS256 with PEM and line end", sign(JWSAlgorithm.HS256, new MACSigner(pem + "\n"))));
		tokens.add(Named.of("HS256 with DER", sign(JWSAlgorithm.HS256, new MACSigner(der))));
		tokens.add(Named.of("HS256 with JWK",
				sign(JWSAlgorithm.HS256, new MACSigner(this.ours.toPublicJWK().toString()))));
		tokens.add(Named.of("RS384 by us", sign(JWSAlgorithm.RS384, new RSASSASigner(this.ours))));
		tokens.add(Named.of("RS512 by us", sign(JWSAlgorithm.RS512, new RSASSASigner(this.ours))));
		tokens.add(Named.of("PS256 by us", sign(JWSAlgorithm.PS256, new RSASSASigner(this.ours))));
		tokens.add(Named.of("ES256", sign(JWSAlgorithm.ES256, ec)));
		tokens.add(Named.of("foreign key", sign(header().build(), this.foreign)));
		tokens.add(Named.of("foreign key, key id of the emulator", tokenBuilder().foreignKey().build()));
		tokens.add(Named.of("foreign key, unknown key id", sign(header().keyID("unknown").build(), this.foreign)));
		tokens.add(Named.of("foreign key, empty key id", sign(header().keyID("").build(), this.foreign)));
		tokens.add(Named.of("foreign key, no key id", sign(header().keyID(null).build(), this.foreign)));
		tokens.add(Named.of("our key, unknown key id", sign(header().keyID("unknown").build(), this.ours)));
		tokens.add(Named.of("our key, key id in other case", sign(header().keyID("KEY_1").build(), this.ours)));
		tokens.add(Named.of("changed payload", parts[0] + "." + admin + "." + parts[2]));
		tokens.add(Named.of("changed header",
				encode("{\"kid\":\"key_1\",\"alg\":\"RS256\" }") + "." + parts[1] + "." + parts[2]));
		tokens.add(Named.of("signature of another token", parts[0] + "." + parts[1] + "." + another.split("\\.")[2]));
		tokens.add(Named.of("cut signature", valid.substring(0, valid.length() - 10)));
		tokens.add(Named.of("JWE", encrypt(new Payload(claims))));
		tokens.add(Named.of("JWE around a valid token", encrypt(new Payload(valid))));
		tokens.add(Named.of("JWS around a valid token", raw(goodHeader(), valid)));
		tokens.add(Named.of("JWS around a valid token as text", raw(goodHeader(), "\"" + valid + "\"")));
		return tokens.stream();
	}

	Stream<Named<String>> tokensWithOtherHeaders() {
		URI attacker = URI.create(this.emulator.baseUrl() + "/attacker");
		List<Named<String>> tokens = new ArrayList<>();
		for (RSAKey signer : List.of(this.ours, this.foreign)) {
			String by = (signer == this.foreign) ? " by foreign key" : " by us";
			tokens.add(Named.of("jku" + by, sign(header().jwkURL(attacker).build(), signer)));
			tokens.add(Named.of("jwk" + by, sign(header().jwk(signer.toPublicJWK()).build(), signer)));
			tokens.add(Named.of("x5u" + by, sign(header().x509CertURL(attacker).build(), signer)));
			tokens.add(Named.of("crit" + by,
					sign(header().criticalParams(Set.of("ext")).customParams(Map.of("ext", 1)).build(), signer)));
			tokens.add(Named.of("crit of a claim" + by, sign(header().criticalParams(Set.of("exp")).build(), signer)));
		}
		tokens.add(Named.of("jku by foreign key, unknown key id",
				sign(header().keyID("attacker").jwkURL(attacker).build(), this.foreign)));
		tokens.add(Named.of("jwk by foreign key, no key id",
				sign(header().keyID(null).jwk(this.foreign.toPublicJWK()).build(), this.foreign)));
		for (String type : List.of("at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", "JOSE")) {
			tokens.add(Named.of("type " + type, sign(header().type(new JOSEObjectType(type)).build(), this.ours)));
		}
		return tokens.stream();
	}

	Stream<Named<String>> tokensWithOtherClaims() {
		String issuer = this.emulator.baseUrl() + "/user_management/" + this.emulator.clientId();
		return Stream.of(with("expired", "exp", now() - 45), with("no expiry", "exp", null),
				with("expiry as text", "exp", String.valueOf(now() + 300)), with("expiry negative", "exp", -1),
				with("expiry zero", "exp", 0), with("expiry beyond all time", "exp", Long.MAX_VALUE),
				with("expiry beyond all numbers", "exp", 1e300), with("expiry as list", "exp", List.of(now() + 300)),
				with("expires before it was issued", "iat", now() + 3000), with("no time of issue", "iat", null),
				with("issued in the future", "iat", now() + 45), with("issued too long ago", "iat", now() - 86_445),
				with("time of issue as text", "iat", String.valueOf(now())),
				with("time of issue as word", "iat", "now"), with("time of issue as list", "iat", List.of(now())),
				with("time of issue as boolean", "iat", true), with("issued at zero", "iat", 0),
				with("issued before all time", "iat", Long.MIN_VALUE),
				with("issued beyond all time", "iat", Long.MAX_VALUE), with("issued beyond all numbers", "iat", 1e300),
				with("issued in milliseconds", "iat", now() * 1000), with("not yet valid", "nbf", now() + 45),
				with("not before as text", "nbf", "0"), with("foreign issuer", "iss", "https://attacker.test"),
				with("issuer of another client", "iss", this.emulator.baseUrl() + "/user_management/client_other"),
				with("issuer as prefix", "iss", issuer + "/"), with("issuer as suffix", "iss", "x" + issuer),
				with("issuer cut", "iss", issuer.substring(0, issuer.length() - 1)),
				with("issuer in other case", "iss", issuer.toUpperCase(Locale.ROOT)),
				with("issuer with query", "iss", issuer + "?a=b"), with("no issuer", "iss", null),
				with("blank issuer", "iss", " "), with("issuer as number", "iss", 1),
				with("issuer as list", "iss", List.of(issuer)), with("another client", "client_id", "client_other"),
				with("clients as list", "client_id", List.of(this.emulator.clientId())),
				with("client as number", "client_id", 1), with("empty client", "client_id", ""),
				with("no audience", "aud", null), with("another audience", "aud", "api_other"),
				with("other audiences", "aud", List.of("api_other", "API_TEST")),
				with("empty audiences", "aud", List.of()), with("audience as object", "aud", Map.of("api_test", true)),
				with("audience as number", "aud", 1), with("key-bound", "cnf", Map.of("jkt", "x")),
				with("no user", "sub", null), with("empty user", "sub", ""), with("blank user", "sub", " \t"),
				with("user as list", "sub", List.of("user_alice")), with("user as object", "sub", Map.of("id", "u")),
				with("user as boolean", "sub", true));
	}

	@Test
	void requestWhenHeaderPointsToKeysThenTheyAreNotFetched() {
		this.emulator
			.inject(Fault.on("/attacker").body("{\"keys\":[" + this.foreign.toPublicJWK().toJSONString() + "]}"));
		JWSHeader header = header().keyID("attacker").jwkURL(URI.create(this.emulator.baseUrl() + "/attacker")).build();
		String token = sign(header, this.foreign);
		assertInvalidToken(getWith(token), token);
		assertThat(this.emulator.requests("/attacker")).isEmpty();
	}

	@Test
	void requestWhenManyUnknownKeyIdsThenInvalidTokenAndFewFetches() {
		getWith(mint());
		this.emulator.clearRequests();
		ProjectController.entered.set(0);
		for (int i = 0; i < 100; i++) {
			String token = sign(header().keyID("unknown_" + i).build(), this.foreign);
			assertInvalidToken(getWith(token), token);
		}
		assertThat(keyFetches()).isLessThan(10);
		assertThat(getWith(mint())).hasStatusOk();
	}

	@Test
	void requestWhenNoTokenThenUnauthenticated() {
		assertUnauthenticated(this.mvc.get().uri("/projects/p-1").exchange());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic dXNlcjpwYXNzd29yZA==", "Digest x", "Token x", "x", "" })
	void requestWhenAnotherSchemeThenUnauthenticated(String authorization) {
		assertUnauthenticated(this.mvc.get().uri("/projects/p-1").header("Authorization", authorization).exchange());
	}

	@Test
	void requestWhenBrowserThenUnauthenticated() {
		assertUnauthenticated(this.mvc.get().uri("/projects/p-1").accept(MediaType.TEXT_HTML).exchange());
	}

	@Test
	void requestWhenTokenInQueryThenUnauthenticated() {
		String token = mint();
		assertUnauthenticated(this.mvc.get().uri("/projects/p-1?access_token={token}", token).exchange());
		assertUnauthenticated(this.mvc.get().uri("/projects/p-1?token={token}", token).exchange());
	}

	@Test
	void requestWhenTokenInFormThenUnauthenticated() {
		assertUnauthenticated(this.mvc.post()
			.uri("/projects/p-1")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.formField("access_token", mint())
			.exchange());
	}

	@Test
	void requestWhenTokenInCookieThenUnauthenticated() {
		String token = mint();
		assertUnauthenticated(this.mvc.get()
			.uri("/projects/p-1")
			.cookie(new Cookie("wos-session", token), new Cookie("access_token", token), new Cookie("session", token))
			.exchange());
	}

	@Test
	void requestWhenPostWithTokenInHeaderThenGranted() {
		assertThat(this.mvc.post().uri("/projects/p-1").header("Authorization", "Bearer " + mint())).hasStatusOk();
	}

	@Test
	void requestWhenPathIsUnknownThenTokenIsDemandedAllTheSame() {
		assertUnauthenticated(this.mvc.get().uri("/unknown").exchange());
		assertUnauthenticated(this.mvc.get().uri("/error").exchange());
	}

	@Test
	void requestOverHttpWhenHandlerFailsThenItsStatusAndNot401() throws Exception {
		String token = mint();
		assertThat(send("/failing", token).statusCode()).isEqualTo(500);
		assertThat(send("/conflicting", token).statusCode()).isEqualTo(409);
		assertThat(send("/unknown", token).statusCode()).isEqualTo(404);
		assertThat(ProjectController.entered).hasValue(2);
	}

	@Test
	void requestOverHttpWhenRefusedThenNoErrorPageTakesItsPlace() throws Exception {
		HttpResponse<String> response = send("/failing", "garbage");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
		assertThat(response.body()).isEqualTo(INVALID_TOKEN);
		assertThat(ProjectController.entered).hasValue(0);
	}

	private static RSAKey generate() throws JOSEException {
		return new RSAKeyGenerator(2048).keyID(KEY_ID)
			.keyUse(KeyUse.SIGNATURE)
			.algorithm(JWSAlgorithm.RS256)
			.generate();
	}

	private MvcTestResult getWith(String token) {
		return this.mvc.get().uri("/projects/p-1").header("Authorization", "Bearer " + token).exchange();
	}

	private HttpResponse<String> send(String path, String token) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", "Bearer " + token)
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private void assertInvalidToken(MvcTestResult result, String token) {
		assertRefused(result, "Bearer error=\"invalid_token\"", INVALID_TOKEN);
		if (!token.isBlank()) {
			for (String name : result.getResponse().getHeaderNames()) {
				assertThat(result.getResponse().getHeaders(name)).noneMatch((value) -> value.contains(token));
			}
		}
	}

	private void assertUnauthenticated(MvcTestResult result) {
		assertRefused(result, "Bearer", UNAUTHENTICATED);
	}

	private void assertRefused(MvcTestResult result, String challenge, String body) {
		assertThat(result).hasStatus(401).hasContentType("application/problem+json").hasBodyTextEqualTo(body);
		assertThat(result.getResponse().getHeaders("WWW-Authenticate")).containsExactly(challenge);
		assertThat(result.getResponse().getHeaderNames()).doesNotContain("Set-Cookie", "Location", "Retry-After");
		assertThat(ProjectController.entered).hasValue(0);
		assertThat(checks()).isZero();
	}

	private Named<String> with(String name, String claim, Object value) {
		return Named.of(name, mint((token) -> token.claim(claim, value)));
	}

	private String mint() {
		return mint((token) -> {
		});
	}

	private String mint(Consumer<SessionTokenBuilder> customizer) {
		SessionTokenBuilder token = tokenBuilder();
		// Long ago, or a token that has expired is refused for having been issued later.
		token.claim("iat", now() - 3600);
		token.claim("aud", "api_test");
		customizer.accept(token);
		return token.build();
	}

	private Map<String, Object> claims() {
		return claims((token) -> {
		});
	}

	private Map<String, Object> claims(Consumer<SessionTokenBuilder> customizer) {
		try {
			return JWSObject.parse(mint(customizer)).getPayload().toJSONObject();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JWSHeader.Builder header() {
		return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID);
	}

	private String sign(JWSHeader header, RSAKey key) {
		return sign(header, claims(), key);
	}

	private static String sign(JWSHeader header, Map<String, Object> claims, RSAKey key) {
		try {
			return sign(header, claims, new RSASSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String sign(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
		return sign(new JWSHeader.Builder(algorithm).keyID(KEY_ID).build(), claims(), signer);
	}

	private static String sign(JWSHeader header, Map<String, Object> claims, JWSSigner signer) throws JOSEException {
		JWSObject object = new JWSObject(header, new Payload(claims));
		object.sign(signer);
		return object.serialize();
	}

	private String padded(int length) {
		int shortest = mint((token) -> token.claim("padding", "")).length();
		String padding = "x".repeat((length - shortest) * 3 / 4 + 2);
		String padded = mint((token) -> token.claim("padding", padding));
		assertThat(padded.length()).isBetween(length, length + 7);
		return padded;
	}

	private String encrypt(Payload payload) throws Exception {
		JWEObject object = new JWEObject(
				new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM).keyID(KEY_ID)
					.contentType("JWT")
					.build(),
				payload);
		object.encrypt(new RSAEncrypter(this.ours.toRSAPublicKey()));
		return object.serialize();
	}

	private static String goodHeader() {
		return "{\"alg\":\"RS256\",\"kid\":\"key_1\"}";
	}

	private String goodPayload() {
		return new Payload(claims()).toString();
	}

	private static String valid(String token, String part, String replacement) {
		String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
		assertThat(payload).contains(part);
		return payload.replace(part, replacement);
	}

	/**
	 * Signed by us, whatever header and payload are.
	 */
	private String raw(String header, String payload) {
		try {
			String content = encode(header) + "." + encode(payload);
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(this.ours.toPrivateKey());
			signature.update(content.getBytes(StandardCharsets.US_ASCII));
			return content + "." + Base64URL.encode(signature.sign());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(String text) {
		return Base64URL.encode(text).toString();
	}

	private static long now() {
		return Instant.now().getEpochSecond();
	}

	@Test
	void rawWhenContentIsGoodThenGranted() {
		assertThat(getWith(raw(goodHeader(), goodPayload()))).hasStatusOk();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ProjectController.class)
	static class Application {

	}

	@RestController
	static class ProjectController {

		static final AtomicInteger entered = new AtomicInteger();

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

		@PostMapping("/projects/{id}")
		@RequiresPermission("project:edit")
		String edit(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

		@GetMapping("/failing")
		String fail() {
			entered.incrementAndGet();
			throw new IllegalStateException("failing on purpose");
		}

		@GetMapping("/conflicting")
		void conflict(HttpServletResponse response) throws Exception {
			entered.incrementAndGet();
			response.sendError(409);
		}

	}

}
