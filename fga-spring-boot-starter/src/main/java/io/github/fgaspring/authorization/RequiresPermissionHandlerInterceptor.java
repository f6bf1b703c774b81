package io.github.fgaspring.authorization;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Enforces the rule of a handler method before its arguments are bound, so that the body
 * of a request that is refused is never read. It refuses by itself rather than by an
 * exception, so that no exception handler of the application can get in between.
 * <p>
 * Rules whose resource is only known after binding are left to
 * {@link RequiresPermissionAuthorizationManager}, which guards the method in any case.
 */
public final class RequiresPermissionHandlerInterceptor implements HandlerInterceptor {

	private static final Log logger = LogFactory.getLog(RequiresPermissionHandlerInterceptor.class);

	private final PermissionRuleRegistry rules;

	private final PermissionRuleAuthorizer authorizer;

	private final EarlyArgumentResolver arguments;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final AuthenticationEntryPoint entryPoint;

	private final AccessDeniedHandler deniedHandler;

	private final HandlerExceptionResolver unavailableHandler;

	/**
	 * Creates an interceptor.
	 * @param rules finds the rule
	 * @param authorizer decides it
	 * @param arguments resolves what the rule depends on
	 * @param securityContextHolderStrategy knows the caller
	 * @param entryPoint answers if there is no session
	 * @param deniedHandler answers a denial
	 * @param unavailableHandler answers a {@link CheckUnavailableException}
	 */
	public RequiresPermissionHandlerInterceptor(PermissionRuleRegistry rules, PermissionRuleAuthorizer authorizer,
			EarlyArgumentResolver arguments, SecurityContextHolderStrategy securityContextHolderStrategy,
			AuthenticationEntryPoint entryPoint, AccessDeniedHandler deniedHandler,
			HandlerExceptionResolver unavailableHandler) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(authorizer, "authorizer cannot be null");
		Assert.notNull(arguments, "arguments cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		Assert.notNull(entryPoint, "entryPoint cannot be null");
		Assert.notNull(deniedHandler, "deniedHandler cannot be null");
		Assert.notNull(unavailableHandler, "unavailableHandler cannot be null");
		this.rules = rules;
		this.authorizer = authorizer;
		this.arguments = arguments;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.entryPoint = entryPoint;
		this.deniedHandler = deniedHandler;
		this.unavailableHandler = unavailableHandler;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (!(handler instanceof HandlerMethod handlerMethod)) {
			return true;
		}
		PermissionRule rule = this.rules.find(handlerMethod.getMethod(),
				ClassUtils.getUserClass(handlerMethod.getBeanType()));
		if (rule == null) {
			return true;
		}
		try {
			return isGranted(rule, handlerMethod, request, response);
		}
		catch (InsufficientAuthenticationException ex) {
			this.entryPoint.commence(request, response, ex);
		}
		catch (AuthorizationDeniedException ex) {
			this.deniedHandler.handle(request, response, ex);
		}
		catch (CheckUnavailableException ex) {
			if (this.unavailableHandler.resolveException(request, response, handler, ex) == null) {
				throw ex;
			}
		}
		return false;
	}

	private boolean isGranted(PermissionRule rule, HandlerMethod handler, HttpServletRequest request,
			HttpServletResponse response) throws Exception {
		FgaSession session = this.authorizer
			.session(this.securityContextHolderStrategy.getContext().getAuthentication());
		ServletWebRequest webRequest = new ServletWebRequest(request, response);
		@Nullable Object[] arguments = this.arguments.resolve(rule, handler, webRequest);
		if (arguments == null) {
			return isLeftToMethod(rule, handler);
		}
		EarlyGrant early = EarlyGrant.current();
		if (early != null && early.covers(rule, session, arguments)) {
			// The second dispatch of an asynchronous request.
			return true;
		}
		PermissionDecision decision = this.authorizer.authorize(session, rule, arguments);
		if (!decision.isGranted()) {
			throw new AuthorizationDeniedException("Access denied", decision);
		}
		new EarlyGrant(rule, session, arguments, decision).save(webRequest);
		return true;
	}

	private static boolean isLeftToMethod(PermissionRule rule, HandlerMethod handler) {
		if (!UnprotectedAnnotationDetector.isIntercepted(handler.getBean())) {
			logger.error("Access is denied because nobody would enforce the rule " + rule
					+ ": its handler is no bean that Spring has proxied");
			throw new AuthorizationDeniedException("Access denied",
					PermissionDecision.deny(rule.permissions().get(0), DecisionSource.NONE, DenialReason.UNDECIDED));
		}
		return true;
	}

}
