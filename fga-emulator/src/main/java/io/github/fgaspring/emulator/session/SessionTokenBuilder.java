package io.github.fgaspring.emulator.session;

import java.time.Instant;
import java.util.Date;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session token that differs from the usual one, to see what an application does
 * with it:
 * {@code emulator.sessionTokenBuilder("user_alice", "org_acme").expired().build()}.
 */
public final class SessionTokenBuilder {

	private final SigningKeys keys;

	private final JWTClaimsSet.Builder claims;

	private final Instant issuedAt;

	private @Nullable String keyId;

	private boolean foreignKey;

	SessionTokenBuilder(SigningKeys keys, JWTClaimsSet claims) {
		this.keys = keys;
		this.claims = new JWTClaimsSet.Builder(claims);
		this.issuedAt = claims.getIssueTime().toInstant();
	}

	/**
	 * Say that another party issued the token.
	 * @param issuer the issuer
	 * @return this builder
	 */
	public SessionTokenBuilder issuer(String issuer) {
		return claim("iss", issuer);
	}

	/**
	 * Let the token expire at another time.
	 * @param time the time, in whole seconds
	 * @return this builder
	 */
	public SessionTokenBuilder expiresAt(Instant time) {
		this.claims.expirationTime(Date.from(time));
		return this;
	}

	/**
	 * Let the token be issued two hours and expired one hour ago.
	 * @return this builder
	 */
	public SessionTokenBuilder expired() {
		this.claims.issueTime(Date.from(this.issuedAt.minusSeconds(7200)));
		return expiresAt(this.issuedAt.minusSeconds(3600));
	}

	/**
	 * Set a claim, whatever it is.
	 * @param name the name of the claim
	 * @param value its value, or {@code null} to leave the claim out
	 * @return this builder
	 */
	public SessionTokenBuilder claim(String name, @Nullable Object value) {
		// A claim set drops a claim whose value is null.
		this.claims.claim(name, value);
		return this;
	}

	/**
	 * Set several claims.
	 * @param claims the claims; those with the value {@code null} are left out
	 * @return this builder
	 */
	public SessionTokenBuilder claims(Map<String, ? extends @Nullable Object> claims) {
		claims.forEach(this::claim);
		return this;
	}

	/**
	 * Name another key in the header than the one that signs.
	 * @param keyId the key id
	 * @return this builder
	 */
	public SessionTokenBuilder keyId(String keyId) {
		this.keyId = keyId;
		return this;
	}

	/**
	 * Sign with a key that is not published, under the id of the one that is.
	 * @return this builder
	 */
	public SessionTokenBuilder foreignKey() {
		this.foreignKey = true;
		return this;
	}

	/**
	 * Make the token.
	 * @return the signed token
	 */
	public String build() {
		SigningKey published = this.keys.current();
		SigningKey key = this.foreignKey ? SigningKey.generate() : published;
		return key.sign(payload(), (this.keyId != null) ? this.keyId : published.keyId());
	}

	private Map<String, Object> payload() {
		JWTClaimsSet set = this.claims.build();
		Map<String, Object> payload = set.toJSONObject();
		Object audience = set.getClaim("aud");
		if (audience != null) {
			// A claim set leaves out an audience that is neither text nor a list of it.
			payload.put("aud", audience);
		}
		return payload;
	}

}
