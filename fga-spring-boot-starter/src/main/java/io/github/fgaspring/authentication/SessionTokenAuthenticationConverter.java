package io.github.fgaspring.authentication;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.util.StringUtils;
import org.springframework.web.util.WebUtils;

/**
 * Takes the session token out of a request: from the {@code Authorization} header (RFC
 * 6750, section 2.1), else from a cookie that holds the token if one is configured, else
 * from a cookie that holds it under a seal if one is. A header that names the bearer
 * scheme is final, even if it is malformed: there is no second try with a cookie. Tokens
 * in the query or a form are never read.
 */
public final class SessionTokenAuthenticationConverter implements AuthenticationConverter {

	/**
	 * The length from which on a token is refused unseen, in characters.
	 */
	static final int MAX_TOKEN_LENGTH = 16 * 1024;

	private static final String SCHEME = "Bearer ";

	private static final boolean[] TOKEN_CHARACTERS = tokenCharacters();

	private final BearerTokenResolver header = new DefaultBearerTokenResolver();

	private final BearerTokenAuthenticationConverter converter = new BearerTokenAuthenticationConverter();

	private final @Nullable String cookieName;

	private final @Nullable BearerTokenResolver sealedCookie;

	/**
	 * Creates a converter that reads no sealed cookie.
	 * @param cookieName the name of the cookie that may hold the token, or {@code null}
	 * for the header only
	 */
	public SessionTokenAuthenticationConverter(@Nullable String cookieName) {
		this(cookieName, null);
	}

	/**
	 * Creates a converter.
	 * @param cookieName the name of the cookie that may hold the token, or {@code null}
	 * for none
	 * @param sealedCookie takes the token out of a sealed cookie, or {@code null} for
	 * none
	 */
	public SessionTokenAuthenticationConverter(@Nullable String cookieName,
			@Nullable BearerTokenResolver sealedCookie) {
		this.cookieName = cookieName;
		this.sealedCookie = sealedCookie;
		this.converter.setBearerTokenResolver(this::resolve);
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		return this.converter.convert(request);
	}

	/**
	 * Whether a cookie may authenticate a request, so that protection against forged
	 * requests is needed.
	 * @return {@code true} if a cookie is read
	 */
	public boolean readsCookie() {
		return this.cookieName != null || this.sealedCookie != null;
	}

	/**
	 * Whether the request carries its token in the header, which a forged request cannot.
	 * @param request the request
	 * @return {@code true} if the header, and not a cookie, decides who the caller is
	 */
	public boolean isBearerRequest(HttpServletRequest request) {
		try {
			return headerToken(request) != null;
		}
		catch (OAuth2AuthenticationException ex) {
			// Malformed: the same header will answer 401, whatever a cookie holds.
			return true;
		}
	}

	/**
	 * Whether the sealed cookie, if the request has one, decides who the caller is.
	 * @param request the request
	 * @return {@code true} if neither the header nor the other cookie does
	 */
	public boolean isSealedCookieRequest(HttpServletRequest request) {
		return this.sealedCookie != null && !isBearerRequest(request) && cookieValue(request) == null;
	}

	private @Nullable String resolve(HttpServletRequest request) {
		String token = headerToken(request);
		if (token == null) {
			token = cookieValue(request);
		}
		if (token == null && this.sealedCookie != null) {
			token = this.sealedCookie.resolve(request);
		}
		if (token != null && token.length() >= MAX_TOKEN_LENGTH) {
			throw new InvalidBearerTokenException("The token is too long");
		}
		return token;
	}

	/**
	 * The token in the header (RFC 6750, section 2.1). A header of the usual form is read
	 * here, because Spring Security's regular expression takes several times as long as
	 * everything else that is done with a known token. Whatever else there is in it is
	 * left to Spring Security.
	 */
	private @Nullable String headerToken(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (header == null) {
			return null;
		}
		return isUsualForm(header) ? header.substring(SCHEME.length()) : this.header.resolve(request);
	}

	private static boolean isUsualForm(String header) {
		if (!header.startsWith(SCHEME) || header.length() == SCHEME.length()) {
			return false;
		}
		for (int i = SCHEME.length(); i < header.length(); i++) {
			char character = header.charAt(i);
			if (character >= TOKEN_CHARACTERS.length || !TOKEN_CHARACTERS[character]) {
				return false;
			}
		}
		return true;
	}

	private static boolean[] tokenCharacters() {
		boolean[] allowed = new boolean[128];
		for (char character = 0; character < allowed.length; character++) {
			allowed[character] = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
					|| (character >= '0' && character <= '9') || "-._~+/".indexOf(character) >= 0;
		}
		return allowed;
	}

	private @Nullable String cookieValue(HttpServletRequest request) {
		Cookie cookie = (this.cookieName != null) ? WebUtils.getCookie(request, this.cookieName) : null;
		return (cookie != null && StringUtils.hasText(cookie.getValue())) ? cookie.getValue() : null;
	}

}
