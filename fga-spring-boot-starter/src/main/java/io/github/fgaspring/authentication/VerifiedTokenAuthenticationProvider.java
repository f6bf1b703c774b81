package io.github.fgaspring.authentication;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.util.Assert;

/**
 * Authenticates session tokens whose sessions have not been revoked. A token that has
 * just been verified is not verified again, if there is a {@link VerifiedTokenCache}.
 */
public final class VerifiedTokenAuthenticationProvider implements AuthenticationProvider {

	private final AuthenticationProvider verifier;

	private final @Nullable VerifiedTokenCache cache;

	private final Predicate<FgaSession> revoked;

	/**
	 * Creates a provider.
	 * @param verifier verifies tokens
	 * @param cache remembers them, {@code null} to verify each time
	 * @param revoked knows which sessions have been revoked
	 */
	public VerifiedTokenAuthenticationProvider(AuthenticationProvider verifier, @Nullable VerifiedTokenCache cache,
			Predicate<FgaSession> revoked) {
		Assert.notNull(verifier, "verifier cannot be null");
		Assert.notNull(revoked, "revoked cannot be null");
		this.verifier = verifier;
		this.cache = cache;
		this.revoked = revoked;
	}

	/**
	 * Authenticates a token.
	 * @param authentication a {@link BearerTokenAuthenticationToken}
	 * @return an authentication with the details of the given one, the request's own
	 * @throws InvalidBearerTokenException if the token is not accepted
	 * @throws AuthenticationException if it is not accepted, or cannot be checked
	 */
	@Override
	public Authentication authenticate(Authentication authentication) {
		BearerTokenAuthenticationToken bearer = (BearerTokenAuthenticationToken) authentication;
		Authentication authenticated = (this.cache != null) ? authenticate(bearer, this.cache) : verify(bearer);
		if (authenticated.getPrincipal() instanceof FgaSession session && this.revoked.test(session)) {
			throw new InvalidBearerTokenException("The session was revoked");
		}
		return authenticated;
	}

	private Authentication authenticate(BearerTokenAuthenticationToken bearer, VerifiedTokenCache cache) {
		FgaSessionAuthentication known = cache.find(bearer.getToken());
		if (known != null) {
			return known.withDetails(bearer.getDetails());
		}
		VerifiedTokenCache.Begin begin = cache.begin();
		Authentication verified = verify(bearer);
		if (verified instanceof FgaSessionAuthentication session) {
			cache.put(bearer.getToken(), session, begin);
		}
		return verified;
	}

	private Authentication verify(BearerTokenAuthenticationToken bearer) {
		Authentication verified = this.verifier.authenticate(bearer);
		Assert.state(verified != null, "The verifier neither accepts nor refuses the token");
		return verified;
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
