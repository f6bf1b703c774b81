package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.policy.PolicyRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.util.Assert;

/**
 * Answers a denial: 403 with the missing permissions, or 404 to hide that the resource
 * exists; 403 if it is the policy of the organization that denies. A rule of the
 * application on how its users have authenticated, with Spring Security's factors, is
 * answered with 401 and the challenge of RFC 9470.
 */
public final class FgaAccessDeniedHandler implements AccessDeniedHandler {

	private static final Problem NOT_FOUND = new Problem(HttpStatus.NOT_FOUND, "not_found",
			"There is nothing here, or nothing for you.");

	private static final Problem FORGED = new Problem(HttpStatus.FORBIDDEN, "permission_denied",
			"The request has no valid CSRF token.");

	private static final Problem POLICY = new Problem(HttpStatus.FORBIDDEN, "organization_policy",
			"The policy of the organization does not allow the request.");

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
		AuthorizationResult result = (ex instanceof AuthorizationDeniedException denied)
				? denied.getAuthorizationResult() : null;
		if (ex instanceof CsrfException) {
			FORGED.write(response);
		}
		else if (result instanceof PolicyRefusal refusal) {
			refuse(refusal, response);
		}
		else if (result instanceof FactorAuthorizationDecision factors) {
			StepUpChallenge.write(response, maxAge(factors));
		}
		else if (this.deniedStatus == HttpStatus.NOT_FOUND) {
			NOT_FOUND.write(response);
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
			new Problem(HttpStatus.FORBIDDEN, "permission_denied", "A permission is missing.",
					(result instanceof PermissionDecision decision) ? missing(decision) : Map.of())
				.write(response);
		}
	}

	private static void refuse(PolicyRefusal refusal, HttpServletResponse response) throws IOException {
		if (refusal.reason().canBeRemedied()) {
			StepUpChallenge.write(response, refusal);
		}
		else {
			POLICY.write(response);
		}
	}

	/**
	 * How long ago the user may have authenticated for the strictest of the demands that
	 * are not met, {@code null} if none is about time.
	 */
	private static @Nullable Duration maxAge(FactorAuthorizationDecision factors) {
		return factors.getFactorErrors()
			.stream()
			.map((error) -> error.getRequiredFactor().getValidDuration())
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	private static Map<String, ?> missing(PermissionDecision decision) {
		return decision.permissions().isEmpty() ? Map.of() : Map.of("permissions", decision.permissions());
	}

}
