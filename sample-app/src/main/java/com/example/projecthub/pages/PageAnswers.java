package com.example.projecthub.pages;

import java.io.IOException;
import java.time.Duration;

import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.web.CheckUnavailableHandler;
import io.github.fgaspring.web.FgaAccessDeniedHandler;
import io.github.fgaspring.web.FgaCheckUnavailableHandler;
import io.github.fgaspring.web.FgaHttpConfigurer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * What people see where programs get a problem document: the pages below
 * {@code templates/error}.
 */
@Configuration(proxyBeanMethods = false)
class PageAnswers {

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
			request.setAttribute("forged", ex instanceof CsrfException);
			request.setAttribute("missingPermissions", (decision != null) ? decision.permissions() : null);
			response.sendError(HttpStatus.FORBIDDEN.value());
		}
	}

	@Bean
	CheckUnavailableHandler checkUnavailableHandler() {
		CheckUnavailableHandler problems = new FgaCheckUnavailableHandler();
		return (HttpServletRequest request, HttpServletResponse response, CheckUnavailableException ex) -> {
			if (PageRequests.matches(request)) {
				Duration retryAfter = ex.getRetryAfter();
				response.setHeader(HttpHeaders.RETRY_AFTER,
						Long.toString((retryAfter != null) ? retryAfter.toSeconds() + 1 : 5));
				response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
			}
			else {
				problems.handle(request, response, ex);
			}
		};
	}

}
