package io.github.fgaspring.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * A response that no cache may store, whatever a handler says: it carries somebody's
 * session, and a cache would hand that to others (RFC 9111, section 7.3).
 */
final class UncachedResponse extends HttpServletResponseWrapper {

	UncachedResponse(HttpServletResponse response) {
		super(response);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
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
