package com.example.projecthub.signin;

import io.github.fgaspring.autoconfigure.FgaProperties;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie with the sealed session, which scripts cannot read.
 */
@Component
@Profile("!standalone")
class SessionCookie {

	private final FgaProperties.Session.SealedCookie properties;

	SessionCookie(FgaProperties properties) {
		this.properties = properties.session().sealedCookie();
	}

	@Nullable String read(HttpServletRequest request) {
		Cookie cookie = WebUtils.getCookie(request, this.properties.name());
		return (cookie != null) ? cookie.getValue() : null;
	}

	void write(String sealedSession, HttpServletResponse response) {
		add(cookie(sealedSession).maxAge(this.properties.maxAge()).build(), response);
	}

	void clear(HttpServletResponse response) {
		add(cookie("").maxAge(0).build(), response);
	}

	private ResponseCookie.ResponseCookieBuilder cookie(String value) {
		return ResponseCookie.from(this.properties.name(), value)
			.path("/")
			.domain(this.properties.domain())
			.httpOnly(true)
			.secure(this.properties.secure())
			.sameSite(this.properties.sameSite().name());
	}

	private static void add(ResponseCookie cookie, HttpServletResponse response) {
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

}
