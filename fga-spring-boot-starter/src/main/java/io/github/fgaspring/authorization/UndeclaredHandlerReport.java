package io.github.fgaspring.authorization;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.fgaspring.authorization.HandlerInventory.Handler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.Assert;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMethodMapping;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Says at start-up which handler methods say nothing about permissions. If these are to
 * be closed, it also makes sure that they will be: start-up fails if a handler mapping
 * does not have the interceptor that closes them.
 */
public final class UndeclaredHandlerReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UndeclaredHandlerReport.class);

	private final ListableBeanFactory beanFactory;

	private final HandlerInventory inventory;

	private final UndeclaredHandlers undeclaredHandlers;

	/**
	 * Creates a report.
	 * @param beanFactory has the handler mappings
	 * @param inventory has the handlers
	 * @param undeclaredHandlers whether undeclared ones are closed
	 */
	public UndeclaredHandlerReport(ListableBeanFactory beanFactory, HandlerInventory inventory,
			UndeclaredHandlers undeclaredHandlers) {
		Assert.notNull(beanFactory, "beanFactory cannot be null");
		Assert.notNull(inventory, "inventory cannot be null");
		Assert.notNull(undeclaredHandlers, "undeclaredHandlers cannot be null");
		this.beanFactory = beanFactory;
		this.inventory = inventory;
		this.undeclaredHandlers = undeclaredHandlers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Handler> undeclared = this.inventory.handlers().stream().filter((handler) -> !handler.declared()).toList();
		if (this.undeclaredHandlers == UndeclaredHandlers.DENY) {
			BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beanFactory, HandlerMapping.class, true, false)
				.forEach(UndeclaredHandlerReport::inspect);
			reportClosed(undeclared);
		}
		else if (!undeclared.isEmpty()) {
			logger.info(undeclared.stream().map(Handler::method).distinct().count()
					+ " handler method(s) declare neither @RequiresPermission nor"
					+ " @NoPermissionRequired and are open to every session;"
					+ " 'fga.web.undeclared-handlers=deny' closes and lists them");
		}
	}

	private static void inspect(String beanName, HandlerMapping mapping) {
		if (HandlerInventory.isOfSpringBoot(mapping.getClass())) {
			return;
		}
		if (mapping instanceof AbstractHandlerMethodMapping<?> methods && !isIntercepted(methods)) {
			throw new IllegalStateException("Handlers of the handler mapping '" + beanName
					+ "' would be open in spite of 'fga.web.undeclared-handlers=deny', because the mapping does not"
					+ " detect MappedInterceptor beans: add the bean of type RequiresPermissionHandlerInterceptor to"
					+ " its interceptors");
		}
		if (mapping instanceof RouterFunctionMapping functions && functions.getRouterFunction() != null) {
			logger.warn("Functional routes are no handler methods, so 'fga.web.undeclared-handlers=deny' does not close"
					+ " any of the handler mapping '" + beanName + "'");
		}
		else if (!(mapping instanceof AbstractHandlerMapping)) {
			logger.warn("Whether 'fga.web.undeclared-handlers=deny' closes handlers of the handler mapping '" + beanName
					+ "' (" + mapping.getClass().getName()
					+ ") is not known, because it does not show its interceptors");
		}
	}

	private static boolean isIntercepted(AbstractHandlerMapping mapping) {
		HandlerInterceptor[] interceptors = mapping.getAdaptedInterceptors();
		return interceptors != null && Arrays.stream(interceptors)
			.map((interceptor) -> isForAllPaths(interceptor) ? ((MappedInterceptor) interceptor).getInterceptor()
					: interceptor)
			.anyMatch(RequiresPermissionHandlerInterceptor.class::isInstance);
	}

	private static boolean isForAllPaths(HandlerInterceptor interceptor) {
		return interceptor instanceof MappedInterceptor mapped && mapped.getIncludePathPatterns() == null
				&& mapped.getExcludePathPatterns() == null;
	}

	private static void reportClosed(List<Handler> undeclared) {
		if (!undeclared.isEmpty()) {
			logger.warn(undeclared.stream()
				.map((handler) -> handler.method() + " for " + handler.httpMethods() + " " + handler.paths())
				.collect(Collectors.joining(System.lineSeparator() + "- ",
						"'fga.web.undeclared-handlers=deny' closes these handler methods, which declare neither"
								+ " @RequiresPermission nor @NoPermissionRequired, except for paths in"
								+ " 'fga.web.public-paths':" + System.lineSeparator() + "- ",
						"")));
		}
	}

}
