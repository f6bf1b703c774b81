package io.github.fgaspring.emulator.session;

import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SessionTokenBuilderTests {

	private final FgaEmulator emulator = AcmeEmulator.start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void buildWhenNothingIsChangedThenIsTheUsualToken() throws ParseException, JOSEException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").build();
		assertThat(isSignedByPublishedKey(token)).isTrue();
		assertThat(claims(token).getStringClaim("org_id")).isEqualTo("org_acme");
		assertThat(claims(this.emulator.sessionTokenBuilder("user_alice").build()).getClaim("org_id")).isNull();
	}

	@Test
	void buildWhenExpiredThenOnlyTheTimesDiffer() throws ParseException, JOSEException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").expired().build();
		Instant now = this.emulator.now();
		assertThat(claims(token).getExpirationTime().toInstant()).isBefore(now.minusSeconds(3000));
		assertThat(claims(token).getIssueTime()).isBefore(claims(token).getExpirationTime());
		assertThat(isSignedByPublishedKey(token)).isTrue();
	}

	@Test
	void buildWhenClaimsAreGivenThenHasThem() throws ParseException {
		Map<String, Object> claims = new HashMap<>(Map.of("permissions", List.of("a"), "n", 7));
		claims.put("role", null);
		JWTClaimsSet token = claims(this.emulator.sessionTokenBuilder("user_alice", "org_acme")
			.issuer("https://evil.test")
			.claim("exp", null)
			.claims(claims)
			.build());
		assertThat(token.getIssuer()).isEqualTo("https://evil.test");
		assertThat(token.getClaims()).doesNotContainKeys("exp", "role").containsEntry("n", 7L);
		assertThat(token.getStringListClaim("permissions")).containsExactly("a");
	}

	static Stream<Arguments> oddClaims() {
		return Stream.of(Arguments.of("aud", 1L), Arguments.of("aud", List.of()),
				Arguments.of("aud", Map.of("api", true)), Arguments.of("aud", List.of("api", 1L)),
				Arguments.of("aud", "api"), Arguments.of("iss", List.of("a")), Arguments.of("sub", true),
				Arguments.of("exp", "soon"), Arguments.of("iat", "now"),
				Arguments.of("permissions", Arrays.asList("a", null)), Arguments.of("roles", Map.of("a", List.of())));
	}

	@ParameterizedTest
	@MethodSource("oddClaims")
	void buildWhenClaimHasAnOddTypeThenHasItAsItIs(String name, Object value) throws ParseException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").claim(name, value).build();
		assertThat(JWSObject.parse(token).getPayload().toJSONObject()).containsEntry(name, value);
	}

	@Test
	void buildWhenExpiredAndNotIssuedThenExpired() throws ParseException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").claim("iat", null).expired().build();
		assertThat(claims(token).getExpirationTime().toInstant()).isBefore(this.emulator.now().minusSeconds(3000));
	}

	@Test
	void buildWhenKeyIsForeignThenHasPublishedIdAndWrongSignature() throws ParseException, JOSEException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").foreignKey().build();
		assertThat(isSignedByPublishedKey(token)).isFalse();
	}

	@Test
	void buildWhenKeyIdIsGivenThenStandsInTheHeader() throws ParseException {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme").keyId("other").build();
		assertThat(SignedJWT.parse(token).getHeader().getKeyID()).isEqualTo("other");
	}

	@Test
	void buildWhenNobodyIsNamedThenHasTechnicalClaimsOnly() throws ParseException {
		JWTClaimsSet claims = claims(this.emulator.sessionTokenBuilder().build());
		assertThat(claims.getClaims()).containsOnlyKeys("iss", "sub", "sid", "jti", "iat", "exp", "auth_time");
		assertThat(claims.getSubject()).isEqualTo("user_emulator");
	}

	@Test
	void rotateKeysWhenEarlierKeysStayThenEarlierTokensAreValid() throws ParseException, JOSEException {
		String before = this.emulator.sessionToken("user_alice");
		this.emulator.rotateKeys();
		String after = this.emulator.sessionToken("user_alice");
		assertThat(SignedJWT.parse(after).getHeader().getKeyID())
			.isNotEqualTo(SignedJWT.parse(before).getHeader().getKeyID());
		assertThat(isSignedByPublishedKey(before)).isTrue();
		assertThat(isSignedByPublishedKey(after)).isTrue();
		this.emulator.retireEarlierKeys();
		assertThat(publishedKey(before)).isNull();
		assertThat(isSignedByPublishedKey(after)).isTrue();
	}

	private boolean isSignedByPublishedKey(String token) throws ParseException, JOSEException {
		return SignedJWT.parse(token).verify(new RSASSAVerifier(publishedKey(token).toRSAKey()));
	}

	private JWK publishedKey(String token) throws ParseException {
		String keys = new EmulatorClient(this.emulator).get("/sso/jwks/client_emulator").text();
		return JWKSet.parse(keys).getKeyByKeyId(SignedJWT.parse(token).getHeader().getKeyID());
	}

	private static JWTClaimsSet claims(String token) throws ParseException {
		return SignedJWT.parse(token).getJWTClaimsSet();
	}

}
