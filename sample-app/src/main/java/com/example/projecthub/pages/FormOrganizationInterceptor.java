package com.example.projecthub.pages;

import java.io.IOException;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a form that was shown in another organization than the caller is in now: they
 * have switched in another tab, and would change what they do not see.
 */
@Component
class FormOrganizationInterceptor implements HandlerInterceptor {

	private static final String FIELD = "_organization";

	private final FgaSessionResolver sessions;

	FormOrganizationInterceptor(FgaSessionResolver sessions) {
		this.sessions = sessions;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		String shownIn = request.getParameter(FIELD);
		if (shownIn == null || request.getDispatcherType() == DispatcherType.ERROR
				|| shownIn.equals(organizationId())) {
			return true;
		}
		response.sendError(HttpStatus.CONFLICT.value());
		return false;
	}

	private @Nullable String organizationId() {
		Authentication caller = SecurityContextHolder.getContext().getAuthentication();
		FgaSession session = (caller != null) ? this.sessions.resolve(caller) : null;
		return (session != null) ? session.organizationId() : null;
	}

}
