package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An identity provider that has nothing to do with WorkOS. Whatever the provider, its
 * first key has the same id.
 */
final class IdentityProvider implements AutoCloseable {

	static final String KEY_ID = "key_1";

	static final String AUDIENCE = "https://api.example.com";

	private final HttpServer server;

	private final AtomicInteger fetches = new AtomicInteger();

	private final String issuer;

	private final List<JWK> keys = new ArrayList<>();

	private volatile int status = 200;

	IdentityProvider(String name) {
		this.issuer = "https://" + name + ".test/";
		try {
			this.keys.add(new RSAKeyGenerator(2048).keyID(KEY_ID).generate());
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (JOSEException | IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.createContext("/keys", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) {
		this.fetches.incrementAndGet();
		byte[] body = new JWKSet(this.keys).toString().getBytes(StandardCharsets.UTF_8);
		try (exchange) {
			exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Answers with errors.
	 */
	IdentityProvider down() {
		this.status = 500;
		return this;
	}

	String issuer() {
		return this.issuer;
	}

	String jwkSetUri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/keys?policy=1";
	}

	int fetches() {
		return this.fetches.get();
	}

	RSAKey key() {
		return this.keys.get(0).toRSAKey();
	}

	/**
	 * Publishes another key.
	 */
	JWK addRsaKey(String keyId) {
		try {
			return add(new RSAKeyGenerator(2048).keyID(keyId).generate());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Publishes another key.
	 */
	JWK addEcKey(String keyId, Curve curve) {
		try {
			return add(new ECKeyGenerator(curve).keyID(keyId).generate());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private JWK add(JWK key) {
		this.keys.add(key);
		return key;
	}

	/**
	 * The claims of an access token of Alice in Acme.
	 */
	Map<String, Object> claims(Consumer<Map<String, Object>> customizer) {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("iss", this.issuer);
		claims.put("sub", "alice");
		claims.put("aud", AUDIENCE);
		claims.put("iat", Instant.now().getEpochSecond());
		claims.put("exp", Instant.now().getEpochSecond() + 300);
		claims.put("client_id", "spa");
		claims.put("org_id", AbstractConnectedTests.ACME);
		claims.put("organization_membership_id", AbstractConnectedTests.ALICES_MEMBERSHIP);
		customizer.accept(claims);
		return claims;
	}

	/**
	 * An access token of Alice in Acme.
	 */
	String token(Consumer<Map<String, Object>> customizer) {
		return sign(header(JWSAlgorithm.RS256, KEY_ID), claims(customizer), key());
	}

	String token() {
		return token((claims) -> {
		});
	}

	static JWSHeader.Builder header(JWSAlgorithm algorithm, String keyId) {
		return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt")).keyID(keyId);
	}

	static String sign(JWSHeader.Builder header, Map<String, Object> claims, JWK key) {
		try {
			JWSHeader built = header.build();
			return sign(built, claims, new DefaultJWSSignerFactory().createJWSSigner(key, built.getAlgorithm()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String sign(JWSHeader header, Map<String, Object> claims, JWSSigner signer) throws JOSEException {
		JWSObject object = new JWSObject(header, new Payload(claims));
		object.sign(signer);
		return object.serialize();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
