package io.github.fgaspring.authentication;

import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.util.Assert;

/**
 * Leaves each token to the decoder of the issuer that it names ({@code iss}, compared
 * character by character). What the token says about its issuer is not trusted: that
 * decoder verifies it with the issuer's own keys and checks it against the issuer's own
 * rules. A token of any other issuer is bad, and nothing is fetched for it.
 */
public final class IssuerJwtDecoder implements JwtDecoder {

	private final Map<String, JwtDecoder> decoders;

	/**
	 * Creates a decoder.
	 * @param decoders by issuer; each must itself check that the issuer is its own
	 */
	public IssuerJwtDecoder(Map<String, JwtDecoder> decoders) {
		Assert.notEmpty(decoders, "decoders cannot be empty");
		this.decoders = Map.copyOf(decoders);
	}

	/**
	 * Decodes a token.
	 * @throws BadJwtException if the token is not accepted
	 * @throws JwtException if it cannot be checked because keys are out of reach
	 */
	@Override
	public Jwt decode(String token) throws JwtException {
		String issuer = issuer(token);
		JwtDecoder decoder = (issuer != null) ? this.decoders.get(issuer) : null;
		if (decoder == null) {
			throw new BadJwtException("The issuer is not trusted");
		}
		return decoder.decode(token);
	}

	private static @Nullable String issuer(String token) {
		try {
			return SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
		}
		catch (ParseException | RuntimeException ex) {
			// Without the cause: its message quotes the token.
			throw new BadJwtException("The token is malformed");
		}
	}

}
