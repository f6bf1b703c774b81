package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;
import org.springframework.web.util.WebUtils;

/**
 * The cookie in which an AuthKit frontend keeps a session: sealed with a password that
 * both know, or as plain JSON, which newer versions write. Reading it does not make the
 * session valid: the token inside is validated like any other.
 * <p>
 * Every cookie that cannot be read is refused alike, with work that is bounded by
 * {@link #MAX_LENGTH}.
 */
public final class SealedSessionCookie {

	/**
	 * The length from which on a cookie is refused unseen, in characters. Browsers keep
	 * half of that.
	 */
	static final int MAX_LENGTH = 8192;

	/**
	 * What a password has at least, in characters.
	 */
	public static final int MIN_PASSWORD_LENGTH = 32;

	/**
	 * The size of a name with its value that browsers keep, in bytes (RFC 6265, section
	 * 6.1).
	 */
	private static final int MAX_BROWSER_SIZE = 4096;

	private static final String SESSION_ATTRIBUTE = SealedSessionCookie.class.getName() + ".SESSION";

	private static final Log logger = LogFactory.getLog(SealedSessionCookie.class);

	private final CookieAttributes attributes;

	private final IronSeal seal;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates an instance.
	 * @param attributes the cookie's name and attributes
	 * @param password the password, of at least {@link #MIN_PASSWORD_LENGTH} characters
	 * @param clock tells the time
	 */
	public SealedSessionCookie(CookieAttributes attributes, String password, Clock clock) {
		this(attributes, new IronSeal(checked(password), clock, new SecureRandom()));
	}

	SealedSessionCookie(CookieAttributes attributes, IronSeal seal) {
		Assert.notNull(attributes, "attributes cannot be null");
		this.attributes = attributes;
		this.seal = seal;
	}

	private static String checked(String password) {
		Assert.isTrue(password != null && password.length() >= MIN_PASSWORD_LENGTH, "password is too short");
		return password;
	}

	/**
	 * Takes the session token out of the session that a request is made in.
	 * @param request the request
	 * @return the token, not validated, or {@code null} if there is no cookie
	 * @throws InvalidBearerTokenException if the cookie cannot be read
	 */
	public @Nullable String resolveToken(HttpServletRequest request) {
		CookieSession session = read(request);
		return (session != null) ? session.accessToken() : null;
	}

	/**
	 * The session that a request is made in.
	 * @param request the request
	 * @return the session that was {@linkplain #replace put in place}, else that of the
	 * cookie, or {@code null} if there is none
	 * @throws InvalidBearerTokenException if the cookie cannot be read
	 */
	public @Nullable CookieSession read(HttpServletRequest request) {
		if (request.getAttribute(SESSION_ATTRIBUTE) instanceof CookieSession session) {
			return session;
		}
		Cookie cookie = WebUtils.getCookie(request, this.attributes.name());
		if (cookie == null || !StringUtils.hasText(cookie.getValue())) {
			return null;
		}
		CookieSession session = (cookie.getValue().length() < MAX_LENGTH) ? parse(cookie.getValue()) : null;
		if (session == null) {
			throw new InvalidBearerTokenException("The session cookie is not valid");
		}
		replace(request, session);
		return session;
	}

	private @Nullable CookieSession parse(String value) {
		String decoded;
		try {
			// Frontends encode with encodeURIComponent: a plus sign is a plus sign.
			decoded = UriUtils.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		if (decoded.startsWith("{")) {
			return CookieSession.ofPlain(decoded.getBytes(StandardCharsets.UTF_8));
		}
		IronSeal.Unsealed unsealed = this.seal.unseal(decoded);
		return (unsealed != null) ? CookieSession.ofSealed(unsealed) : null;
	}

	/**
	 * Lets a request go on in another session than the one of its cookie.
	 * @param request the request
	 * @param session the session from now on
	 */
	public void replace(HttpServletRequest request, CookieSession session) {
		request.setAttribute(SESSION_ATTRIBUTE, session);
	}

	/**
	 * A cookie with a session, sealed anew in the form that it was read in.
	 * @param session a session that was sealed
	 * @return the cookie to send
	 */
	public ResponseCookie write(CookieSession session) {
		String expiration = session.sealExpiration();
		Assert.isTrue(expiration != null, "session must have been sealed");
		// Not encoded: the characters of a seal stand for themselves.
		String value = this.seal.seal(session.toJson(), expiration, session.isSealVersioned());
		if (this.attributes.name().length() + value.length() > MAX_BROWSER_SIZE
				&& this.warned.compareAndSet(false, true)) {
			logger.warn("The session cookie has more than " + MAX_BROWSER_SIZE + " bytes, so browsers will not keep"
					+ " it. Remove claims from the JWT template or metadata from users. Not logged again");
		}
		return this.attributes.cookie(value);
	}

	/**
	 * A cookie that takes away the one with the session.
	 * @return the cookie to send
	 */
	public ResponseCookie clear() {
		return this.attributes.expiredCookie();
	}

	@Override
	public String toString() {
		return "SealedSessionCookie[" + this.attributes + "]";
	}

}
