package io.github.fgaspring.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.Assert;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Demands a recent authentication of the callers of a handler method before its arguments
 * are bound, and before permissions are asked about. Like
 * {@link RequiresPermissionHandlerInterceptor} it refuses by itself, so that no exception
 * handler of the application can get in between.
 */
public final class RequiresRecentAuthenticationHandlerInterceptor implements HandlerInterceptor {

	private final RecentAuthenticationRegistry rules;

	private final RecentAuthenticationGuard guard;

	private final RefusalHandler refusals;

	/**
	 * Creates an interceptor.
	 * @param rules finds the rule
	 * @param guard checks it
	 * @param refusals answers a request that is refused
	 */
	public RequiresRecentAuthenticationHandlerInterceptor(RecentAuthenticationRegistry rules,
			RecentAuthenticationGuard guard, RefusalHandler refusals) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(guard, "guard cannot be null");
		Assert.notNull(refusals, "refusals cannot be null");
		this.rules = rules;
		this.guard = guard;
		this.refusals = refusals;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		RecentAuthenticationRule rule = (handler instanceof HandlerMethod method)
				? this.rules.find(method.getMethod(), method.getBeanType()) : null;
		if (rule == null) {
			return true;
		}
		try {
			this.guard.check(rule, new ServletWebRequest(request, response));
			return true;
		}
		catch (RuntimeException ex) {
			this.refusals.handle(ex, handler, request, response);
			return false;
		}
	}

}
