package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Enforces the rule of a handler method before its arguments are bound, so that the body
 * of a request that is refused is never read, and keeps handler methods closed that say
 * nothing about permissions, if they are to be, or that have a filter which nobody would
 * apply. It refuses by itself rather than by an exception, so that no exception handler
 * of the application can get in between.
 * <p>
 * Rules whose resource is only known after binding are left to
 * {@link RequiresPermissionAuthorizationManager}, which guards the method in any case.
 */
public final class RequiresPermissionHandlerInterceptor implements HandlerInterceptor {

	private static final Log logger = LogFactory.getLog(RequiresPermissionHandlerInterceptor.class);

	/**
	 * By method; rarely it is inherited by several classes.
	 */
	private final Map<Method, Guard> guards = new ConcurrentHashMap<>();

	private final PermissionRuleRegistry rules;

	private final FilterRuleRegistry filters;

	private final PermissionRuleAuthorizer authorizer;

	private final EarlyArgumentResolver arguments;

	private final UndeclaredHandlerGuard undeclaredHandlers;

	private final MonitorMode monitorMode;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final RefusalHandler refusals;

	/**
	 * Creates an interceptor.
	 * @param rules finds the rule
	 * @param filters finds the filter, which must be one that is applied
	 * @param authorizer decides it
	 * @param arguments resolves what the rule depends on
	 * @param undeclaredHandlers knows which handlers without a rule are closed
	 * @param monitorMode may waive a refusal
	 * @param securityContextHolderStrategy knows the caller
	 * @param refusals answers a request that is refused
	 */
	public RequiresPermissionHandlerInterceptor(PermissionRuleRegistry rules, FilterRuleRegistry filters,
			PermissionRuleAuthorizer authorizer, EarlyArgumentResolver arguments,
			UndeclaredHandlerGuard undeclaredHandlers, MonitorMode monitorMode,
			SecurityContextHolderStrategy securityContextHolderStrategy, RefusalHandler refusals) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(filters, "filters cannot be null");
		Assert.notNull(authorizer, "authorizer cannot be null");
		Assert.notNull(arguments, "arguments cannot be null");
		Assert.notNull(undeclaredHandlers, "undeclaredHandlers cannot be null");
		Assert.notNull(monitorMode, "monitorMode cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		Assert.notNull(refusals, "refusals cannot be null");
		this.rules = rules;
		this.filters = filters;
		this.authorizer = authorizer;
		this.arguments = arguments;
		this.undeclaredHandlers = undeclaredHandlers;
		this.monitorMode = monitorMode;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.refusals = refusals;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (!(handler instanceof HandlerMethod handlerMethod)) {
			return true;
		}
		Guard guard = guard(handlerMethod);
		PermissionRule rule = guard.rule;
		FilterRule unenforced = (guard.filter != null && !isApplied(handlerMethod)) ? guard.filter : null;
		if (rule == null && unenforced == null && !this.undeclaredHandlers.closes(handlerMethod, request)) {
			return true;
		}
		Object demand = demand(rule, unenforced, handlerMethod);
		if (this.monitorMode.hasWaived(demand)) {
			return true;
		}
		try {
			if (unenforced != null) {
				throw unenforced(unenforced, unenforced.permission(), caller(), handlerMethod);
			}
			if (rule == null) {
				throw undeclared(handlerMethod);
			}
			decide(rule, handlerMethod, request, response);
			return true;
		}
		catch (Exception ex) {
			if (this.monitorMode.waives(demand, ex, new ServletWebRequest(request, response))) {
				return true;
			}
			this.refusals.handle(ex, handler, request, response);
			return false;
		}
	}

	private Guard guard(HandlerMethod handler) {
		Guard guard = this.guards.get(handler.getMethod());
		if (guard == null || guard.beanType != handler.getBeanType()) {
			guard = new Guard(handler.getBeanType(), this.rules.find(handler.getMethod(), handler.getBeanType()),
					this.filters.find(handler.getMethod(), handler.getBeanType()));
			this.guards.put(handler.getMethod(), guard);
		}
		return guard;
	}

	/**
	 * Whether somebody applies the filter of a handler.
	 */
	private static boolean isApplied(HandlerMethod handler) {
		return UnprotectedAnnotationDetector.isIntercepted(handler.getBean(), FilterPermittedPointcut.class);
	}

	private static Object demand(@Nullable PermissionRule rule, @Nullable FilterRule unenforced,
			HandlerMethod handler) {
		if (unenforced != null) {
			return unenforced;
		}
		return (rule != null) ? rule : describeUndeclared(handler);
	}

	private void decide(PermissionRule rule, HandlerMethod handler, HttpServletRequest request,
			HttpServletResponse response) throws Exception {
		Caller caller = caller();
		@Nullable Object[] arguments = this.arguments.resolve(rule, handler, request, response);
		if (arguments == null) {
			leaveToMethod(rule, handler, caller);
			return;
		}
		EarlyGrant early = EarlyGrant.of(request);
		if (early != null && early.covers(rule, caller.session(), arguments)) {
			// The second dispatch of an asynchronous request.
			return;
		}
		PermissionDecision decision = this.authorizer.authorize(caller, rule, arguments, handler);
		if (!decision.isGranted()) {
			throw new Denial(decision);
		}
		new EarlyGrant(rule, caller.session(), arguments, decision).save(request);
	}

	private Caller caller() {
		return this.authorizer.caller(this.securityContextHolderStrategy.getContext().getAuthentication());
	}

	private void leaveToMethod(PermissionRule rule, HandlerMethod handler, Caller caller) {
		if (!UnprotectedAnnotationDetector.isIntercepted(handler.getBean(), RequiresPermissionPointcut.class)) {
			throw unenforced(rule, rule.permissions().get(0), caller, handler);
		}
	}

	private AuthorizationDeniedException unenforced(Object rule, String permission, Caller caller,
			HandlerMethod handler) {
		logger.error("Access is denied because nobody would enforce the rule " + rule
				+ ": its handler is no bean that Spring has proxied");
		return new Denial(this.authorizer.publish(caller, handler,
				PermissionDecision.deny(permission, DecisionSource.NONE, DenialReason.UNDECIDED)));
	}

	private static String describeUndeclared(HandlerMethod handler) {
		return InvalidPermissionRuleException.describe(handler.getMethod(),
				ClassUtils.getUserClass(handler.getBeanType())) + " declares no permission";
	}

	private AuthorizationDeniedException undeclared(HandlerMethod handler) {
		return new Denial(this.authorizer.publish(caller(), handler,
				new PermissionDecision(false, List.of(), DecisionSource.NONE, DenialReason.UNDECLARED_HANDLER)));
	}

	/**
	 * What stands before a handler of a class.
	 */
	private record Guard(Class<?> beanType, @Nullable PermissionRule rule, @Nullable FilterRule filter) {

	}

	/**
	 * A denial that is answered where it is made, so that its stack trace, which takes
	 * longer than all the rest, would tell nobody anything.
	 */
	private static final class Denial extends AuthorizationDeniedException {

		Denial(PermissionDecision decision) {
			super("Access denied", decision);
		}

		@Override
		public Throwable fillInStackTrace() {
			return this;
		}

	}

}
