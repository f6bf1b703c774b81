package io.github.fgaspring.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A response that no cache may store, whatever a handler says: it carries somebody's
 * session, and a cache would hand that to others (RFC 9111, section 7.3).
 */
final class UncachedResponse extends HttpServletResponseWrapper {

	private final String cookie;

	UncachedResponse(HttpServletResponse response, ResponseCookie cookie) {
		super(response);
		this.cookie = cookie.toString();
		addCookie();
	}

	private void addCookie() {
		super.addHeader(HttpHeaders.SET_COOKIE, this.cookie);
		super.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	/**
	 * The refresh token in the old cookie is used up, so the new one must arrive,
	 * whatever the answer becomes.
	 */
	@Override
	public void reset() {
		super.reset();
		addCookie();
	}

	@Override
	public void setHeader(String name, String value) {
		if (!HttpHeaders.CACHE_CONTROL.equalsIgnoreCase(name)) {
			super.setHeader(name, value);
		}
	}

	@Override
	public void addHeader(String name, String value) {
		if (!HttpHeaders.CACHE_CONTROL.equalsIgnoreCase(name)) {
			super.addHeader(name, value);
		}
	}

}
