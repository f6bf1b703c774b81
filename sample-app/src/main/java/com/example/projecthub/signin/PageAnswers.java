package com.example.projecthub.signin;

import java.io.IOException;

import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.web.CheckUnavailableHandler;
import io.github.fgaspring.web.FgaAccessDeniedHandler;
import io.github.fgaspring.web.FgaAuthenticationEntryPoint;
import io.github.fgaspring.web.FgaCheckUnavailableHandler;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * What people see where programs get a problem document: the sign-in for 401, and pages
 * below {@code templates/error} for 403 and 503.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!standalone")
class PageAnswers {

	private final SessionCookie cookie;

	PageAnswers(SessionCookie cookie) {
		this.cookie = cookie;
	}

	@Bean(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME)
	AuthenticationEntryPoint fgaAuthenticationEntryPoint() {
		AuthenticationEntryPoint problems = new FgaAuthenticationEntryPoint();
		return (request, response, ex) -> {
			if (!PageRequests.matches(request)) {
				problems.commence(request, response, ex);
			}
			else if (ex instanceof AuthenticationServiceException) {
				response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
			}
			else {
				signIn(request, response, ex);
			}
		};
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

	@Bean(FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME)
	AccessDeniedHandler fgaAccessDeniedHandler(FgaProperties properties) {
		AccessDeniedHandler problems = new FgaAccessDeniedHandler(HttpStatus.valueOf(properties.web().deniedStatus()));
		return (request, response, ex) -> {
			if (PageRequests.matches(request)) {
				deny(request, response, ex);
			}
			else {
				problems.handle(request, response, ex);
			}
		};
	}

	private static void deny(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		PermissionDecision decision = (ex instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof PermissionDecision permission) ? permission : null;
		if (decision != null && decision.reason() == DenialReason.NO_ORGANIZATION) {
			response.sendRedirect(request.getContextPath() + "/organizations");
		}
		else {
			request.setAttribute("missingPermissions", (decision != null) ? decision.permissions() : null);
			response.sendError(HttpStatus.FORBIDDEN.value());
		}
	}

	@Bean
	CheckUnavailableHandler checkUnavailableHandler() {
		CheckUnavailableHandler problems = new FgaCheckUnavailableHandler();
		return (HttpServletRequest request, HttpServletResponse response, CheckUnavailableException ex) -> {
			if (PageRequests.matches(request)) {
				response.setHeader(HttpHeaders.RETRY_AFTER, "5");
				response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
			}
			else {
				problems.handle(request, response, ex);
			}
		};
	}

}
