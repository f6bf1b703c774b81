package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.PolicyRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers a request whose caller is not known: 401 with the challenge of RFC 6750,
 * section 3, which differs for a missing and for a bad token, or of RFC 9470 if the user
 * must authenticate anew; or 503 if the token could not be checked because the keys are
 * out of reach.
 */
public final class FgaAuthenticationEntryPoint implements AuthenticationEntryPoint {

	private static final Problem UNAUTHENTICATED = new Problem(HttpStatus.UNAUTHORIZED, "unauthenticated",
			"The request needs a session token.");

	private static final Problem INVALID_TOKEN = new Problem(HttpStatus.UNAUTHORIZED, "invalid_token",
			"The session token is not valid.");

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		PolicyRefusal refusal = (ex instanceof InsufficientUserAuthenticationException insufficient)
				? insufficient.getRefusal() : StepUpChallenge.saved(request);
		if (ex instanceof AuthenticationServiceException) {
			OutageResponse.write(response);
		}
		else if (ex instanceof OAuth2AuthenticationException) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
			INVALID_TOKEN.write(response);
		}
		else if (refusal != null) {
			StepUpChallenge.write(response, refusal);
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			UNAUTHENTICATED.write(response);
		}
	}

}
