package com.example.projecthub.signin;

import java.io.IOException;

import com.example.projecthub.pages.PageRequests;
import io.github.fgaspring.web.FgaAuthenticationEntryPoint;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/**
 * Leads people to the sign-in, where programs get a 401. A cookie that is not valid any
 * more, or never was, is taken away.
 */
@Component(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME)
@Profile("!standalone")
class SignInEntryPoint implements AuthenticationEntryPoint {

	private final AuthenticationEntryPoint problems = new FgaAuthenticationEntryPoint();

	private final SessionCookie cookie;

	SignInEntryPoint(SessionCookie cookie) {
		this.cookie = cookie;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException, ServletException {
		if (!PageRequests.matches(request)) {
			this.problems.commence(request, response, ex);
		}
		else if (ex instanceof AuthenticationServiceException) {
			response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
		}
		else {
			signIn(request, response, ex);
		}
	}

	private void signIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		boolean ended = ex instanceof OAuth2AuthenticationException;
		if (ended) {
			this.cookie.clear(response);
		}
		String address = request.getContextPath() + (ended ? "/sign-in?ended" : "/sign-in");
		if (PageRequests.isPartial(request)) {
			response.setHeader("HX-Redirect", address);
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
		}
		else {
			response.sendRedirect(address);
		}
	}

}
