package io.github.fgaspring.authorization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.MethodClassKey;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Knows which handler methods are closed because they say nothing about permissions.
 * Handlers of Spring MVC and Spring Boot themselves are open, and so is an error page: it
 * shows what has been decided.
 */
public final class UndeclaredHandlerGuard {

	private final Map<MethodClassKey, Boolean> declared = new ConcurrentHashMap<>();

	private final PermissionRuleRegistry rules;

	private final UndeclaredHandlers undeclaredHandlers;

	private final RequestMatcher exempt;

	/**
	 * Creates a guard.
	 * @param rules knows what handlers say
	 * @param undeclaredHandlers what follows if they say nothing
	 * @param exempt requests that are not refused in any case, by the path of the current
	 * dispatch
	 */
	public UndeclaredHandlerGuard(PermissionRuleRegistry rules, UndeclaredHandlers undeclaredHandlers,
			RequestMatcher exempt) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(undeclaredHandlers, "undeclaredHandlers cannot be null");
		Assert.notNull(exempt, "exempt cannot be null");
		this.rules = rules;
		this.undeclaredHandlers = undeclaredHandlers;
		this.exempt = exempt;
	}

	boolean closes(HandlerMethod handler, HttpServletRequest request) {
		return this.undeclaredHandlers == UndeclaredHandlers.DENY && request.getDispatcherType() != DispatcherType.ERROR
				&& !HandlerInventory.isOfSpring(handler.getBeanType()) && !isDeclared(handler)
				&& !this.exempt.matches(request);
	}

	private boolean isDeclared(HandlerMethod handler) {
		Class<?> type = ClassUtils.getUserClass(handler.getBeanType());
		return this.declared.computeIfAbsent(new MethodClassKey(handler.getMethod(), type),
				(key) -> this.rules.isDeclared(handler.getMethod(), type));
	}

}
