package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.policy.PolicyRefusal;
import io.github.fgaspring.web.OrganizationChoices.Organization;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.util.Assert;

/**
 * Answers a denial: 403 with the missing permissions, or 404 to hide that the resource
 * exists. Who has not selected an organization is told to do so, with 403 in any case,
 * and among which, if that is known. If it is the policy of the organization that denies,
 * that is 403 too. A rule of the application on how its users have authenticated, with
 * Spring Security's factors, is answered with 401 and the challenge of RFC 9470.
 */
public final class FgaAccessDeniedHandler implements AccessDeniedHandler {

	private static final Log logger = LogFactory.getLog(FgaAccessDeniedHandler.class);

	private static final int MAX_ORGANIZATIONS = 100;

	private static final Problem NOT_FOUND = new Problem(HttpStatus.NOT_FOUND, "not_found",
			"There is nothing here, or nothing for you.");

	private static final Problem FORGED = new Problem(HttpStatus.FORBIDDEN, "permission_denied",
			"The request has no valid CSRF token.");

	private static final Problem POLICY = new Problem(HttpStatus.FORBIDDEN, "organization_policy",
			"The policy of the organization does not allow the request.");

	private final HttpStatus deniedStatus;

	private final Supplier<@Nullable List<Organization>> choices;

	/**
	 * Creates a handler that knows of no organizations.
	 * @param deniedStatus 403 or 404
	 */
	public FgaAccessDeniedHandler(HttpStatus deniedStatus) {
		this(deniedStatus, () -> null);
	}

	/**
	 * Creates a handler.
	 * @param deniedStatus 403 or 404
	 * @param choices knows the organizations that a user may choose; yields {@code null}
	 * if nobody knows
	 * @param sessionResolver finds the session of a caller
	 * @param securityContextHolderStrategy knows the caller
	 */
	public FgaAccessDeniedHandler(HttpStatus deniedStatus, Supplier<@Nullable OrganizationChoices> choices,
			FgaSessionResolver sessionResolver, SecurityContextHolderStrategy securityContextHolderStrategy) {
		this(deniedStatus, () -> {
			OrganizationChoices known = choices.get();
			Authentication caller = securityContextHolderStrategy.getContext().getAuthentication();
			FgaSession session = (known != null && caller != null) ? sessionResolver.resolve(caller) : null;
			return (known != null && session != null) ? known.find(session) : null;
		});
		Assert.notNull(choices, "choices cannot be null");
		Assert.notNull(sessionResolver, "sessionResolver cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
	}

	private FgaAccessDeniedHandler(HttpStatus deniedStatus, Supplier<@Nullable List<Organization>> choices) {
		Assert.isTrue(deniedStatus == HttpStatus.FORBIDDEN || deniedStatus == HttpStatus.NOT_FOUND,
				"deniedStatus must be 403 or 404");
		this.deniedStatus = deniedStatus;
		this.choices = choices;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		AuthorizationResult result = (ex instanceof AuthorizationDeniedException denied)
				? denied.getAuthorizationResult() : null;
		PermissionDecision decision = (result instanceof PermissionDecision permission) ? permission : null;
		if (ex instanceof CsrfException) {
			FORGED.write(response);
		}
		else if (result instanceof PolicyRefusal refusal) {
			refuse(refusal, response);
		}
		else if (result instanceof FactorAuthorizationDecision factors) {
			StepUpChallenge.write(response, maxAge(factors));
		}
		else if (decision != null && decision.reason() == DenialReason.NO_ORGANIZATION) {
			demandOrganization(response);
		}
		else if (this.deniedStatus == HttpStatus.NOT_FOUND) {
			NOT_FOUND.write(response);
		}
		else {
			List<String> missing = (decision != null) ? decision.permissions() : List.of();
			forbid(response, "permission_denied", "A permission is missing.",
					missing.isEmpty() ? Map.of() : Map.of("permissions", missing));
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

	/**
	 * Whatever there is behind the rule, it was not looked at: this hides nothing.
	 */
	private void demandOrganization(HttpServletResponse response) throws IOException {
		try {
			forbid(response, "organization_required", "The session has no organization.", organizations());
		}
		catch (CheckUnavailableException ex) {
			OutageResponse.write(response, ex);
		}
	}

	private Map<String, Object> organizations() {
		try {
			List<Organization> organizations = this.choices.get();
			return (organizations != null)
					? Map.of("organizations",
							organizations.stream().filter(Objects::nonNull).limit(MAX_ORGANIZATIONS).toList())
					: Map.of();
		}
		catch (CheckUnavailableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("A user is not told which organizations there are to choose from", ex);
			return Map.of();
		}
	}

	private static void forbid(HttpServletResponse response, String code, String detail, Map<String, Object> members)
			throws IOException {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
		new Problem(HttpStatus.FORBIDDEN, code, detail, members).write(response);
	}

}
