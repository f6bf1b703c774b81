package io.github.fgaspring.web;

import java.io.IOException;
import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.OrganizationPolicies;
import io.github.fgaspring.policy.PolicyRefusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
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
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.filter.GenericFilterBean;

/**
 * Refuses a request that the policy of the organization does not allow, on whatever path.
 * Who has to authenticate anew and was authenticated by something else than a token goes
 * on as nobody, so that a login page can be reached.
 */
public final class OrganizationPolicyFilter extends GenericFilterBean {

	/**
	 * The methods that change nothing (RFC 9110, section 9.2.1).
	 */
	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private static final Set<DispatcherType> CHECKED_BEFORE = Set.of(DispatcherType.ASYNC, DispatcherType.ERROR);

	private static final Log logger = LogFactory.getLog(OrganizationPolicyFilter.class);

	private final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final FgaSessionResolver sessionResolver;

	private final OrganizationPolicies policies;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final AuthenticationEntryPoint entryPoint;

	private final AccessDeniedHandler deniedHandler;

	private final boolean enforcing;

	/**
	 * Creates a filter.
	 * @param sessionResolver finds the session of a caller
	 * @param policies hold it against what is demanded
	 * @param securityContextHolderStrategy knows the caller
	 * @param entryPoint answers a token whose user must authenticate anew
	 * @param deniedHandler answers if that does not help
	 * @param enforcing whether refusals are answered, and not only logged
	 */
	OrganizationPolicyFilter(FgaSessionResolver sessionResolver, OrganizationPolicies policies,
			SecurityContextHolderStrategy securityContextHolderStrategy, AuthenticationEntryPoint entryPoint,
			AccessDeniedHandler deniedHandler, boolean enforcing) {
		this.sessionResolver = sessionResolver;
		this.policies = policies;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.entryPoint = entryPoint;
		this.deniedHandler = deniedHandler;
		this.enforcing = enforcing;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
	}

	/**
	 * Each dispatch begins with who was authenticated in the first one. After an error,
	 * and when work is done asynchronously, it is not checked again.
	 */
	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		PolicyRefusal refusal = CHECKED_BEFORE.contains(request.getDispatcherType()) ? StepUpChallenge.saved(request)
				: check(request);
		if (refusal != null && !refusal.reason().canBeRemedied()) {
			this.deniedHandler.handle(request, response,
					new AuthorizationDeniedException("The organization's policy denies access", refusal));
			return;
		}
		if (refusal != null && authentication() instanceof FgaSessionAuthentication) {
			this.securityContextHolderStrategy.clearContext();
			this.entryPoint.commence(request, response, new InsufficientUserAuthenticationException(refusal));
			return;
		}
		if (refusal != null) {
			StepUpChallenge.save(refusal, request);
			Caller.become(Caller.NOBODY, this.securityContextHolderStrategy);
		}
		chain.doFilter(request, response);
	}

	private @Nullable PolicyRefusal check(HttpServletRequest request) {
		return this.enforcing ? refusal(request) : waivedRefusal(request);
	}

	private @Nullable Authentication authentication() {
		return this.securityContextHolderStrategy.getContext().getAuthentication();
	}

	private @Nullable PolicyRefusal refusal(HttpServletRequest request) {
		Authentication authentication = authentication();
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
	private @Nullable PolicyRefusal waivedRefusal(HttpServletRequest request) {
		try {
			PolicyRefusal refusal = refusal(request);
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
