package io.github.fgaspring.test;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

	private final HandlerObjects handlers;

	private final Set<String> undeclared;

	private final Deque<RequestPredicate> enclosing = new ArrayDeque<>();

	RouteInspector(HandlerObjects handlers, Set<String> undeclared) {
		this.handlers = handlers;
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
		StringBuilder path = new StringBuilder("the functional route ");
		this.enclosing.forEach((outer) -> path.append(outer).append(" && "));
		String problem = this.handlers.problem(path.append(predicate).toString(), handler, HANDLE);
		if (problem != null) {
			this.undeclared.add(problem);
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
