package com.example.projecthub.signin;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * Tells people from programs.
 */
final class PageRequests {

	private static final MediaTypeRequestMatcher HTML = html();

	private PageRequests() {
	}

	private static MediaTypeRequestMatcher html() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

	/**
	 * Whether a browser asks for a page.
	 */
	static boolean matches(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.AUTHORIZATION) == null && (HTML.matches(request) || isPartial(request));
	}

	/**
	 * Whether htmx asks for a part of a page.
	 */
	static boolean isPartial(HttpServletRequest request) {
		return request.getHeader("HX-Request") != null;
	}

}
