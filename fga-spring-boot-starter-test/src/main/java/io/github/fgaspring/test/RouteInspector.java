package io.github.fgaspring.test;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.fgaspring.authorization.PermissionRuleRegistry;

import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Walks through functional routes and collects those without a visible rule.
 */
final class RouteInspector implements RouterFunctions.Visitor {

	private static final Method HANDLE = ClassUtils.getMethod(HandlerFunction.class, "handle", ServerRequest.class);

	private final PermissionRuleRegistry rules;

	private final Predicate<Class<?>> excepted;

	private final Set<String> undeclared;

	private final Deque<RequestPredicate> enclosing = new ArrayDeque<>();

	RouteInspector(PermissionRuleRegistry rules, Predicate<Class<?>> excepted, Set<String> undeclared) {
		this.rules = rules;
		this.excepted = excepted;
		this.undeclared = undeclared;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		this.enclosing.addLast(predicate);
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.enclosing.removeLast();
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
		Class<?> type = ClassUtils.getUserClass(handler);
		if (!this.excepted.test(type) && !this.rules.isDeclared(HANDLE, type)) {
			StringBuilder path = new StringBuilder();
			this.enclosing.forEach((outer) -> path.append(outer).append(" && "));
			this.undeclared.add("the functional route " + path + predicate);
		}
	}

	@Override
	public void resources(Function<ServerRequest, Optional<Resource>> lookupFunction) {
		// Static resources are no handlers.
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
		// They do not decide which requests match.
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
		this.undeclared
			.add("the functional routes of " + routerFunction.getClass().getName() + ", which do not show themselves");
	}

}
