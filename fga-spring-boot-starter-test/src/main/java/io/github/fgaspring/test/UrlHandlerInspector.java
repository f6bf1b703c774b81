package io.github.fgaspring.test;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.Controller;
import org.springframework.web.servlet.resource.DefaultServletHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Walks through handlers that are mapped to URLs as a whole and collects those without a
 * visible rule.
 */
final class UrlHandlerInspector {

	private static final Method CONTROLLER = ClassUtils.getMethod(Controller.class, "handleRequest",
			HttpServletRequest.class, HttpServletResponse.class);

	private static final Method REQUEST_HANDLER = ClassUtils.getMethod(HttpRequestHandler.class, "handleRequest",
			HttpServletRequest.class, HttpServletResponse.class);

	private final HandlerObjects handlers;

	private final Set<String> undeclared;

	UrlHandlerInspector(HandlerObjects handlers, Set<String> undeclared) {
		this.handlers = handlers;
		this.undeclared = undeclared;
	}

	void inspect(AbstractUrlHandlerMapping mapping) {
		Map<String, Object> byUrl = new TreeMap<>(mapping.getHandlerMap());
		addIfPresent(byUrl, "/", mapping.getRootHandler());
		addIfPresent(byUrl, "/*", mapping.getDefaultHandler());
		byUrl.forEach((url, handler) -> inspect(url, resolve(handler, mapping)));
	}

	private static void addIfPresent(Map<String, Object> byUrl, String url, @Nullable Object handler) {
		if (handler != null) {
			byUrl.put(url, handler);
		}
	}

	private static Object resolve(Object handler, AbstractUrlHandlerMapping mapping) {
		return (handler instanceof String beanName)
				? Objects.requireNonNull(mapping.getApplicationContext()).getBean(beanName) : handler;
	}

	private void inspect(String url, Object handler) {
		if (handler instanceof ResourceHttpRequestHandler || handler instanceof DefaultServletHttpRequestHandler) {
			return;
		}
		String name = AopProxyUtils.ultimateTargetClass(handler).getName() + " for " + url;
		String problem = this.handlers.problem(name, handler, method(handler));
		if (problem != null) {
			this.undeclared.add(problem);
		}
	}

	private static @Nullable Method method(Object handler) {
		if (handler instanceof Controller) {
			return CONTROLLER;
		}
		return (handler instanceof HttpRequestHandler) ? REQUEST_HANDLER : null;
	}

}
