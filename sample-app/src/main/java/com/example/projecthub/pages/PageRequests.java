package com.example.projecthub.pages;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * Tells people from programs.
 */
public final class PageRequests {

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
	 * @param request the request
	 * @return {@code false} if a program asks
	 */
	public static boolean matches(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.AUTHORIZATION) == null
				&& !request.getRequestURI().startsWith(request.getContextPath() + "/api/")
				&& (HTML.matches(request) || isPartial(request));
	}

	/**
	 * Whether htmx asks for a part of a page.
	 * @param request the request
	 * @return {@code false} if the page is a whole one
	 */
	public static boolean isPartial(HttpServletRequest request) {
		return request.getHeader("HX-Request") != null;
	}

}
