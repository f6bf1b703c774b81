package com.example.projecthub.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

/**
 * An identity provider that has nothing to do with WorkOS: other keys, another algorithm,
 * other names of claims.
 */
final class IdentityProvider implements AutoCloseable {

	static final String ISSUER = "https://id.acme.example/realms/staff";

	static final String AUDIENCE = "project-hub";

	private static final Map<String, String> USERS = Map.of("alice", "1001", "bob", "1002", "carol", "1003", "dave",
			"2001");

	private static final Map<String, Set<String>> GRANTS = Map.of("alice",
			Set.of("org:view", "org:manage", "project:view", "project:edit", "document:view", "document:edit"), "bob",
			Set.of("org:view"), "carol", Set.of("org:view"), "dave",
			Set.of("org:view", "org:manage", "project:view", "project:edit", "document:view", "document:edit"));

	private final ECKey key;

	private final HttpServer server;

	private IdentityProvider(ECKey key, HttpServer server) {
		this.key = key;
		this.server = server;
	}

	static IdentityProvider start() {
		try {
			ECKey key = new ECKeyGenerator(Curve.P_256).keyID("2026-11").generate();
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			byte[] keys = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
			server.createContext("/keys", (exchange) -> {
				exchange.sendResponseHeaders(200, keys.length);
				exchange.getResponseBody().write(keys);
				exchange.close();
			});
			server.start();
			return new IdentityProvider(key, server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String jwkSetUri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/keys";
	}

	/**
	 * Signs a token of somebody who has logged in there.
	 */
	String token(String person) {
		return token(person, ISSUER);
	}

	String token(String person, String issuer) {
		Instant now = Instant.now();
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(this.key.getKeyID()).build(),
				new JWTClaimsSet.Builder().issuer(issuer)
					.audience(AUDIENCE)
					.subject("f:7f1c:" + person)
					.claim("uid", USERS.get(person))
					.claim("tenant", Map.of("id", person.equals("dave") ? "globex" : "acme"))
					.claim("grants", GRANTS.get(person))
					.issueTime(Date.from(now))
					.expirationTime(Date.from(now.plusSeconds(300)))
					.build());
		try {
			token.sign(new ECDSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return token.serialize();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
