package io.github.fgaspring.authorization;

import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.ElementResourceEvaluator.Element;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.discovery.PermissionFilter;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;

/**
 * Leaves out of what a method returns what its caller has no permission on. It returns
 * either what is permitted or nothing: there is no way on which the method's own result
 * gets out, except if nothing is enforced.
 */
public final class FilterPermittedInterceptor implements MethodInterceptor {

	private final FilterRuleRegistry filters;

	private final PermissionRuleAuthorizer authorizer;

	private final ElementResourceEvaluator resources;

	private final PermissionFilter permissions;

	private final MonitorMode monitorMode;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	/**
	 * Creates an interceptor.
	 * @param filters finds the filter
	 * @param authorizer finds the session
	 * @param resources knows what to ask about
	 * @param permissions asks
	 * @param monitorMode may waive what the filter demands
	 * @param securityContextHolderStrategy knows the caller
	 */
	public FilterPermittedInterceptor(FilterRuleRegistry filters, PermissionRuleAuthorizer authorizer,
			ElementResourceEvaluator resources, PermissionFilter permissions, MonitorMode monitorMode,
			SecurityContextHolderStrategy securityContextHolderStrategy) {
		Assert.notNull(filters, "filters cannot be null");
		Assert.notNull(authorizer, "authorizer cannot be null");
		Assert.notNull(resources, "resources cannot be null");
		Assert.notNull(permissions, "permissions cannot be null");
		Assert.notNull(monitorMode, "monitorMode cannot be null");
		Assert.notNull(securityContextHolderStrategy, "securityContextHolderStrategy cannot be null");
		this.filters = filters;
		this.authorizer = authorizer;
		this.resources = resources;
		this.permissions = permissions;
		this.monitorMode = monitorMode;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
	}

	/**
	 * Calls the method and filters what it returns.
	 * @param invocation the call
	 * @return the permitted elements, in an object of the same kind; {@code null} if the
	 * method has returned that
	 * @throws AuthenticationException if there is no session; the method has not been
	 * entered then
	 * @throws CheckUnavailableException if one of the answers cannot be had at the moment
	 */
	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		FilterRule filter = filter(invocation);
		FgaSession session;
		try {
			session = this.authorizer.caller(this.securityContextHolderStrategy.getContext().getAuthentication())
				.session();
		}
		catch (RuntimeException ex) {
			if (this.monitorMode.waives(filter, ex)) {
				return invocation.proceed();
			}
			throw ex;
		}
		Object result = invocation.proceed();
		return (result != null) ? filter(filter, session, result) : null;
	}

	private FilterRule filter(MethodInvocation invocation) {
		FilterRule filter = this.filters.find(invocation);
		Assert.state(filter != null, "The pointcut must match only methods that have a filter");
		return filter;
	}

	private Object filter(FilterRule filter, FgaSession session, Object result) {
		if (!filter.returnType().isInstance(result)) {
			throw new IllegalStateException(filter + ", but has returned " + result.getClass().getName());
		}
		List<@Nullable Object> elements = filter.result().elements(result);
		return filter.result().with(keep(filter, session, elements), result);
	}

	private List<? extends @Nullable Object> keep(FilterRule filter, FgaSession session,
			List<@Nullable Object> elements) {
		try {
			List<Object> permitted = permitted(filter, session, elements);
			int leftOut = elements.size() - permitted.size();
			return (leftOut == 0 || !this.monitorMode.waivesFilter(filter, leftOut)) ? permitted : elements;
		}
		catch (RuntimeException ex) {
			if (this.monitorMode.waives(filter, ex)) {
				return elements;
			}
			throw ex;
		}
	}

	private List<Object> permitted(FilterRule filter, FgaSession session, List<@Nullable Object> elements) {
		return this.permissions
			.filter(session, filter.permission(), this.resources.evaluate(filter, elements), Element::resource)
			.stream()
			.map(Element::value)
			.toList();
	}

}
