package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The handler methods of the application, and what each says about permissions. Spring
 * Boot's own are no part of it: the error controller and actuator endpoints. Neither are
 * functional routes and handlers that are mapped to a URL as a whole, which are no
 * methods.
 */
public final class HandlerInventory {

	private final ListableBeanFactory beanFactory;

	private final PermissionRuleRegistry rules;

	/**
	 * Creates an inventory.
	 * @param beanFactory has the handler mappings
	 * @param rules knows what a method demands
	 */
	public HandlerInventory(ListableBeanFactory beanFactory, PermissionRuleRegistry rules) {
		Assert.notNull(beanFactory, "beanFactory cannot be null");
		Assert.notNull(rules, "rules cannot be null");
		this.beanFactory = beanFactory;
		this.rules = rules;
	}

	/**
	 * Takes stock. Not to be called before all beans exist.
	 * @return the handlers by method and path; one that is mapped in several ways appears
	 * once for each
	 * @throws InvalidPermissionRuleException if the annotations of one make no sense
	 */
	public List<Handler> handlers() {
		return mappings().flatMap((mapping) -> mapping.getHandlerMethods().entrySet().stream())
			.filter((entry) -> !isOfSpring(entry.getValue().getBeanType()))
			.map((entry) -> describe(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparing(Handler::method).thenComparing((handler) -> handler.paths().toString()))
			.toList();
	}

	private Stream<RequestMappingHandlerMapping> mappings() {
		return BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beanFactory, RequestMappingHandlerMapping.class, true, false)
			.values()
			.stream()
			.filter((mapping) -> !isOfSpringBoot(mapping.getClass()));
	}

	/**
	 * Whether a class is one of Spring MVC or Spring Boot, such as the error controller,
	 * actuator endpoints and what answers OPTIONS.
	 */
	static boolean isOfSpring(Class<?> type) {
		return isOfSpringBoot(type) || ClassUtils.getUserClass(type).getName().startsWith("org.springframework.web.");
	}

	static boolean isOfSpringBoot(Class<?> type) {
		return ClassUtils.getUserClass(type).getName().startsWith("org.springframework.boot.");
	}

	private Handler describe(RequestMappingInfo info, HandlerMethod handler) {
		Method method = handler.getMethod();
		Class<?> type = ClassUtils.getUserClass(handler.getBeanType());
		return new Handler(InvalidPermissionRuleException.describe(method, type), info.getPatternValues(),
				info.getMethodsCondition().getMethods().stream().map(RequestMethod::name).collect(Collectors.toSet()),
				this.rules.isDeclared(method, type), enforcementPoint(this.rules.find(method, type), handler));
	}

	private static @Nullable EnforcementPoint enforcementPoint(@Nullable PermissionRule rule, HandlerMethod handler) {
		if (rule == null) {
			return null;
		}
		return EarlyArgumentResolver.canResolve(rule, handler) ? EnforcementPoint.HANDLER : EnforcementPoint.METHOD;
	}

	/**
	 * A handler method.
	 *
	 * @param method the method as rules name it: class, name and simple parameter types
	 * @param paths the path patterns it is mapped to, sorted
	 * @param httpMethods the names of the HTTP methods it is mapped to, sorted; empty for
	 * all
	 * @param declared whether it says what it needs: it has a rule, or says that it needs
	 * no permission
	 * @param enforcementPoint where its rule is decided first, or {@code null} if it has
	 * no rule
	 */
	public record Handler(String method, Set<String> paths, Set<String> httpMethods, boolean declared,
			@Nullable EnforcementPoint enforcementPoint) {

		public Handler {
			Assert.hasText(method, "method cannot be empty");
			paths = Collections.unmodifiableSet(new TreeSet<>(paths));
			httpMethods = Collections.unmodifiableSet(new TreeSet<>(httpMethods));
		}

	}

}
