package io.github.fgaspring.emulator.api;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.Base64;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class JwksEndpointTests {

	private final FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults());

	private final EmulatorClient client = new EmulatorClient(this.emulator);

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void getWhenClientIsKnownThenHasThePublicKeyOnly() {
		Response response = this.client
			.send(HttpRequest.newBuilder(this.emulator.baseUrl().resolve("/sso/jwks/client_emulator")).build());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json().propertyNames()).containsExactly("keys");
		JsonNode keys = response.json().get("keys");
		assertThat(keys.size()).isOne();
		JsonNode key = keys.get(0);
		assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e", "x5c",
				"x5t#S256");
		assertThat(key.get("kty").stringValue()).isEqualTo("RSA");
		assertThat(key.get("use").stringValue()).isEqualTo("sig");
		assertThat(key.get("alg").stringValue()).isEqualTo("RS256");
		assertThat(key.get("kid").stringValue()).startsWith("sso_oidc_key_pair_emulator_");
		assertThat(Base64.getUrlDecoder().decode(key.get("n").stringValue())).hasSize(2048 / 8);
	}

	@Test
	void getWhenCertificateIsReadThenIsOfTheKey() throws GeneralSecurityException, ParseException, JOSEException {
		JsonNode key = this.client.get("/sso/jwks/client_emulator").json().get("keys").get(0);
		assertThat(key.get("x5c").size()).isOne();
		byte[] encoded = Base64.getDecoder().decode(key.get("x5c").get(0).stringValue());
		X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(encoded));
		PublicKey published = RSAKey.parse(key.toString()).toPublicKey();
		certificate.verify(published);
		certificate.checkValidity();
		assertThat(certificate.getPublicKey()).isEqualTo(published);
		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=fga-emulator");
		assertThat(Base64.getUrlDecoder().decode(key.get("x5t#S256").stringValue()))
			.isEqualTo(MessageDigest.getInstance("SHA-256").digest(encoded));
	}

	@Test
	void getWhenEmulatorsDifferThenKeyIdsDiffer() {
		try (FgaEmulator other = FgaEmulator.start(EmulatorConfig.defaults())) {
			assertThat(kid(this.client)).isNotEqualTo(kid(new EmulatorClient(other)));
		}
	}

	@Test
	void getWhenClientIsAnotherThenNotFound() {
		Response response = this.client.get("/sso/jwks/client_other");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	private static String kid(EmulatorClient client) {
		return client.get("/sso/jwks/client_emulator").json().get("keys").get(0).get("kid").stringValue();
	}

}
