package io.github.fgaspring.test;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.fgaspring.authorization.PermissionRuleRegistry;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds handlers of Spring MVC for which nobody has thought of a rule:
 *
 * <pre>
 * FgaCoverage.assertEveryHandlerDeclaresPermission(context);
 * </pre>
 *
 * A handler method declares a permission if {@code @RequiresPermission},
 * {@code @FilterPermitted} or {@code @NoPermissionRequired} applies to it, in the eyes of
 * the starter itself. Rules elsewhere do not count: neither those of services, nor
 * {@code @PreAuthorize}, nor those of a filter chain.
 * <p>
 * A functional route, or a handler that is mapped to a URL as a whole, declares one if it
 * is a bean whose class or method does; into a lambda or a method reference nobody can
 * look, so these are always named. So are handler mappings that do not show their
 * handlers, such as those of a library.
 * <p>
 * Spring Boot's own error controller is excepted. Actuator endpoints, static resources
 * and the welcome page are no handlers in this sense. The context of a slice has no more
 * than the controllers of the slice, so look at the one of a {@code @SpringBootTest}.
 */
public final class FgaCoverage {

	private static final String ERROR_CONTROLLER = "org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController";

	private final ApplicationContext context;

	private final Predicate<Class<?>> excepted;

	private final BiPredicate<Class<?>, Method> exceptedMethods;

	private final boolean routes;

	private FgaCoverage(ApplicationContext context, Predicate<Class<?>> excepted,
			BiPredicate<Class<?>, Method> exceptedMethods, boolean routes) {
		this.context = context;
		this.excepted = excepted;
		this.exceptedMethods = exceptedMethods;
		this.routes = routes;
	}

	/**
	 * Verifies that every handler declares a permission, with no more exceptions than the
	 * ones named above.
	 * @param context the context of the web application
	 * @throws AssertionError if a handler does not; the message names each
	 * @throws org.springframework.beans.factory.NoSuchBeanDefinitionException if the
	 * context does not have the starter
	 */
	public static void assertEveryHandlerDeclaresPermission(ApplicationContext context) {
		of(context).assertEveryHandlerDeclaresPermission();
	}

	/**
	 * Begins a verification with exceptions.
	 * @param context the context of the web application
	 * @return what to call next
	 */
	public static FgaCoverage of(ApplicationContext context) {
		return new FgaCoverage(context, (type) -> type.getName().equals(ERROR_CONTROLLER), (type, method) -> false,
				true);
	}

	/**
	 * Excepts handlers by their class.
	 * @param handlerTypes classes, superclasses or interfaces of handlers, or of mappings
	 * that do not show theirs
	 * @return a changed copy
	 */
	public FgaCoverage except(Class<?>... handlerTypes) {
		return except(
				(type) -> Arrays.stream(handlerTypes).anyMatch((handlerType) -> handlerType.isAssignableFrom(type)));
	}

	/**
	 * Excepts single methods of a handler, such as those whose rule stands on a service
	 * that they call.
	 * @param handlerType the class of the handler, a superclass or an interface of it
	 * @param methods the names of methods, whatever their parameters are
	 * @return a changed copy
	 * @throws IllegalArgumentException if the class has no method of that name
	 */
	public FgaCoverage exceptMethods(Class<?> handlerType, String... methods) {
		Set<String> names = Set.of(methods);
		names.forEach((name) -> requireMethod(handlerType, name));
		return new FgaCoverage(this.context, this.excepted,
				this.exceptedMethods
					.or((type, method) -> handlerType.isAssignableFrom(type) && names.contains(method.getName())),
				this.routes);
	}

	private static void requireMethod(Class<?> handlerType, String name) {
		if (Arrays.stream(ReflectionUtils.getAllDeclaredMethods(handlerType))
			.noneMatch((method) -> method.getName().equals(name))) {
			throw new IllegalArgumentException("%s has no method named '%s'".formatted(handlerType.getName(), name));
		}
	}

	/**
	 * Excepts handlers by the package of their class, such as those of a library.
	 * @param packages the names of packages; what is below them is excepted as well
	 * @return a changed copy
	 */
	public FgaCoverage exceptPackages(String... packages) {
		return except((type) -> Arrays.stream(packages)
			.anyMatch((name) -> (type.getPackageName() + ".").startsWith(name + ".")));
	}

	/**
	 * Excepts all functional routes.
	 * @return a changed copy
	 */
	public FgaCoverage exceptRoutes() {
		return new FgaCoverage(this.context, this.excepted, this.exceptedMethods, false);
	}

	private FgaCoverage except(Predicate<Class<?>> excepted) {
		return new FgaCoverage(this.context, this.excepted.or(excepted), this.exceptedMethods, this.routes);
	}

	/**
	 * Verifies that every handler but the excepted ones declares a permission.
	 * @throws AssertionError if a handler does not; the message names each
	 * @throws org.springframework.beans.factory.NoSuchBeanDefinitionException if the
	 * context does not have the starter
	 */
	public void assertEveryHandlerDeclaresPermission() {
		PermissionRuleRegistry rules = this.context.getBean(PermissionRuleRegistry.class);
		if (beans(RequestMappingHandlerMapping.class).isEmpty()) {
			throw new AssertionError("The context has no handlers: it is not the one of a Spring MVC application");
		}
		Set<String> undeclared = new TreeSet<>();
		beans(HandlerMapping.class).forEach((mapping) -> collect(mapping, rules, undeclared));
		if (!undeclared.isEmpty()) {
			throw new AssertionError(
					"Handlers that declare neither @RequiresPermission nor @NoPermissionRequired:" + undeclared.stream()
						.map((handler) -> System.lineSeparator() + "- " + handler)
						.collect(Collectors.joining()));
		}
	}

	private void collect(HandlerMapping mapping, PermissionRuleRegistry rules, Set<String> undeclared) {
		HandlerObjects objects = new HandlerObjects(rules, this::isExcepted);
		if (mapping instanceof RequestMappingHandlerMapping methods) {
			methods.getHandlerMethods().forEach((info, handler) -> {
				if (!isExcepted(handler) && !rules.isDeclared(handler.getMethod(), userClass(handler))) {
					undeclared.add(describe(info, handler));
				}
			});
		}
		else if (mapping instanceof RouterFunctionMapping functions) {
			if (this.routes && functions.getRouterFunction() != null) {
				functions.getRouterFunction().accept(new RouteInspector(objects, undeclared));
			}
		}
		else if (isExcepted(mapping.getClass()) || isOfSpringBoot(mapping)) {
			return;
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			new UrlHandlerInspector(objects, undeclared).inspect(urls);
		}
		else {
			undeclared.add("the handlers of " + mapping.getClass().getName() + ", which do not show themselves");
		}
	}

	/**
	 * Actuator endpoints and the welcome page.
	 */
	private static boolean isOfSpringBoot(HandlerMapping mapping) {
		return mapping.getClass().getPackageName().startsWith("org.springframework.boot.");
	}

	private boolean isExcepted(Class<?> handlerType) {
		return this.excepted.test(ClassUtils.getUserClass(handlerType));
	}

	private boolean isExcepted(HandlerMethod handler) {
		return isExcepted(handler.getBeanType()) || this.exceptedMethods.test(userClass(handler), handler.getMethod());
	}

	private <T> List<T> beans(Class<T> type) {
		Map<String, T> beans = BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, type, true, false);
		return List.copyOf(beans.values());
	}

	private static Class<?> userClass(HandlerMethod handler) {
		return ClassUtils.getUserClass(handler.getBeanType());
	}

	private static String describe(RequestMappingInfo info, HandlerMethod handler) {
		Method method = handler.getMethod();
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return userClass(handler).getName() + "." + method.getName() + "(" + parameters + ") for " + info;
	}

}
