package io.github.fgaspring.web;

import java.io.IOException;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.PolicyRefusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request that the policy of the organization does not allow, on whatever path.
 * Who has to authenticate anew and was authenticated by something else than a token goes
 * on as nobody, so that a login page can be reached.
 */
public final class OrganizationPolicyFilter extends OncePerRequestFilter {

	/**
	 * The methods that change nothing (RFC 9110, section 9.2.1).
	 */
	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private static final Log logger = LogFactory.getLog(OrganizationPolicyFilter.class);

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final OrganizationPolicies policies;

	private final AccessDeniedHandler deniedHandler;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final boolean enforcing;

	OrganizationPolicyFilter(FgaSessionResolver sessionResolver, OrganizationPolicies policies,
			AccessDeniedHandler deniedHandler, SecurityContextHolderStrategy securityContextHolderStrategy,
			boolean enforcing) {
		this.sessionResolver = sessionResolver;
		this.policies = policies;
		this.deniedHandler = deniedHandler;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.enforcing = enforcing;
	}

	/**
	 * Another dispatch begins with the caller as authenticated.
	 */
	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		PolicyRefusal refusal = this.enforcing ? refusal(authentication, request)
				: waivedRefusal(authentication, request);
		if (refusal != null && !refusal.reason().canBeRemedied()) {
			this.deniedHandler.handle(request, response,
					new AuthorizationDeniedException("The organization's policy denies access", refusal));
			return;
		}
		if (refusal != null) {
			if (authentication instanceof FgaSessionAuthentication) {
				throw new InsufficientUserAuthenticationException(refusal);
			}
			StepUpChallenge.save(refusal, request);
			Nobody.enter(this.securityContextHolderStrategy);
		}
		chain.doFilter(request, response);
	}

	private @Nullable PolicyRefusal refusal(@Nullable Authentication authentication, HttpServletRequest request) {
		if (authentication == null || !this.trustResolver.isAuthenticated(authentication)) {
			return null;
		}
		FgaSession session = this.sessionResolver.resolve(authentication);
		return (session != null) ? this.policies.check(session, authentication, request.getRemoteAddr(),
				READING.contains(request.getMethod())) : null;
	}

	/**
	 * Only logs what would be refused.
	 */
	private @Nullable PolicyRefusal waivedRefusal(@Nullable Authentication authentication, HttpServletRequest request) {
		try {
			PolicyRefusal refusal = refusal(authentication, request);
			if (refusal != null) {
				logger
					.info("Would have been refused: a request, by the policy of the organization, " + refusal.reason());
			}
		}
		catch (RuntimeException ex) {
			// Without the exception, which may name an organization.
			logger.warn("Would have failed: the policy of an organization, " + ex.getClass().getName());
		}
		return null;
	}

}
