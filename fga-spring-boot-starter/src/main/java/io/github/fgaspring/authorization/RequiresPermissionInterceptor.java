package io.github.fgaspring.authorization;

import java.util.function.Supplier;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;

/**
 * Enforces {@link RequiresPermissionAuthorizationManager}'s decisions on the methods of
 * all beans. Spring Security's own interceptor would do the same, but makes up a log
 * message twice for each call, which takes several times as long as the decision.
 */
public final class RequiresPermissionInterceptor implements AuthorizationAdvisor {

	private final Pointcut pointcut;

	private final AuthorizationManager<MethodInvocation> authorizationManager;

	private final int order;

	private final Supplier<@Nullable Authentication> authentication;

	/**
	 * Creates an interceptor.
	 * @param rules says which methods have a rule
	 * @param authorizationManager decides
	 * @param order the order among the interceptors of a method
	 * @param securityContextHolderStrategy knows the caller
	 */
	public RequiresPermissionInterceptor(PermissionRuleRegistry rules,
			AuthorizationManager<MethodInvocation> authorizationManager, int order,
			Supplier<SecurityContextHolderStrategy> securityContextHolderStrategy) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(authorizationManager, "authorizationManager cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		this.pointcut = new RequiresPermissionPointcut(rules);
		this.authorizationManager = authorizationManager;
		this.order = order;
		this.authentication = () -> securityContextHolderStrategy.get().getContext().getAuthentication();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AuthorizationResult result = this.authorizationManager.authorize(this.authentication, invocation);
		if (result != null && !result.isGranted()) {
			throw new AuthorizationDeniedException("Access denied", result);
		}
		return invocation.proceed();
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
