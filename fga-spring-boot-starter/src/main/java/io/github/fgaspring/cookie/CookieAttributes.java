package io.github.fgaspring.cookie;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;
import org.springframework.util.Assert;

/**
 * The name of a cookie, and what browsers are told about it. It is for the whole site and
 * out of reach of scripts.
 *
 * @param name the name, a token (RFC 6265, section 4.1.1)
 * @param domain the domain, or {@code null} for the host of the request only
 * @param sameSite whether it comes with requests from other sites
 * @param secure whether it comes over encrypted connections only
 * @param maxAge how long it is kept
 */
public record CookieAttributes(String name, @Nullable String domain, SameSite sameSite, boolean secure,
		Duration maxAge) {

	public CookieAttributes {
		Assert.hasText(name, "name cannot be empty");
		Assert.notNull(sameSite, "sameSite cannot be null");
		Assert.notNull(maxAge, "maxAge cannot be null");
		Assert.isTrue(secure || sameSite != SameSite.NONE, "A cookie for other sites must be secure");
	}

	ResponseCookie cookie(String value) {
		return cookie(value, this.maxAge);
	}

	/**
	 * A cookie that takes the place of this one and is dropped at once.
	 */
	ResponseCookie expiredCookie() {
		return cookie("", Duration.ZERO);
	}

	private ResponseCookie cookie(String value, Duration maxAge) {
		return ResponseCookie.from(this.name, value)
			.path("/")
			.domain(this.domain)
			.maxAge(maxAge)
			.secure(this.secure)
			.httpOnly(true)
			.sameSite(this.sameSite.attributeValue())
			.build();
	}

}
