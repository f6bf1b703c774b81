package io.github.fgaspring.web;

import java.io.IOException;
import java.util.List;

import io.github.fgaspring.decision.PermissionDecision;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.util.Assert;

/**
 * Answers a denial: 403 with the missing permissions, or 404 to hide that the resource
 * exists.
 */
public final class FgaAccessDeniedHandler implements AccessDeniedHandler {

	private static final Problem NOT_FOUND = new Problem(HttpStatus.NOT_FOUND, "not_found",
			"There is nothing here, or nothing for you.");

	private static final Problem FORGED = new Problem(HttpStatus.FORBIDDEN, "permission_denied",
			"The request has no valid CSRF token.");

	private final HttpStatus deniedStatus;

	/**
	 * Creates a handler.
	 * @param deniedStatus 403 or 404
	 */
	public FgaAccessDeniedHandler(HttpStatus deniedStatus) {
		Assert.isTrue(deniedStatus == HttpStatus.FORBIDDEN || deniedStatus == HttpStatus.NOT_FOUND,
				"deniedStatus must be 403 or 404");
		this.deniedStatus = deniedStatus;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		if (ex instanceof CsrfException) {
			FORGED.write(response);
		}
		else if (this.deniedStatus == HttpStatus.NOT_FOUND) {
			NOT_FOUND.write(response);
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
			new Problem(HttpStatus.FORBIDDEN, "permission_denied", "A permission is missing.", missing(ex))
				.write(response);
		}
	}

	private static List<String> missing(AccessDeniedException ex) {
		return (ex instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof PermissionDecision decision) ? decision.permissions()
						: List.of();
	}

}
