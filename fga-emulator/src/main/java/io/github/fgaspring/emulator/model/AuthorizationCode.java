package io.github.fgaspring.emulator.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What an application gets from the sign-in page, to be exchanged for tokens.
 *
 * @param userId the id of the person who signed in
 * @param organizationId the id of the organization that was selected, or {@code null}
 * @param codeChallenge the challenge that the application must answer, or {@code null}
 * @param expiresAt when it can be exchanged no more
 * @param sessionId the id of the session it was exchanged for, or {@code null} if it was
 * not exchanged yet
 */
public record AuthorizationCode(String userId, @Nullable String organizationId, @Nullable String codeChallenge,
		Instant expiresAt, @Nullable String sessionId) {

	private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

	/**
	 * Whether a verifier is the secret that the challenge was made of (RFC 7636, section
	 * 4.6).
	 * @param verifier the verifier
	 * @return {@code false} if it is not, or if there is no challenge
	 */
	public boolean isProvedBy(String verifier) {
		return this.codeChallenge != null && VERIFIER.matcher(verifier).matches()
				&& MessageDigest.isEqual(this.codeChallenge.getBytes(StandardCharsets.US_ASCII), challenge(verifier));
	}

	private static byte[] challenge(String verifier) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encode(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The same after the exchange.
	 * @param session the session it was exchanged for
	 * @return a changed copy
	 */
	public AuthorizationCode exchangedFor(Session session) {
		return new AuthorizationCode(this.userId, this.organizationId, this.codeChallenge, this.expiresAt,
				session.id());
	}

}
