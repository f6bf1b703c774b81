package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.util.ClassUtils;

/**
 * Makes what methods demand from their annotations, once for each method, and keeps it.
 *
 * @param <R> the type of what is made
 */
final class MethodRules<R> {

	/**
	 * By the method that has the annotations and the class behind any proxy.
	 */
	private final Map<MethodClassKey, Optional<R>> rules = new ConcurrentHashMap<>();

	/**
	 * By the method that was asked for, because it takes time to find out which one has
	 * the annotations. Rarely it is inherited by several classes.
	 */
	private final Map<Method, Found<R>> found = new ConcurrentHashMap<>();

	private final Factory<R> factory;

	MethodRules(Factory<R> factory) {
		this.factory = factory;
	}

	/**
	 * Returns the rule of a method, always the same one for the same method.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class of the bean, or the one behind its proxy
	 * @return the rule, or {@code null} if the method has none
	 * @throws InvalidPermissionRuleException if the annotations make no sense
	 */
	@Nullable R find(Method method, Class<?> targetClass) {
		Found<R> known = this.found.get(method);
		if (known == null || known.targetClass != targetClass) {
			known = new Found<>(targetClass, make(method, ClassUtils.getUserClass(targetClass)));
			this.found.put(method, known);
		}
		return known.rule;
	}

	private @Nullable R make(Method method, Class<?> targetClass) {
		Method specific = mostSpecific(method, targetClass);
		return this.rules
			.computeIfAbsent(new MethodClassKey(specific, targetClass),
					(absent) -> Optional.ofNullable(this.factory.create(specific, targetClass)))
			.orElse(null);
	}

	/**
	 * The rules that have been made so far.
	 */
	Stream<R> made() {
		return this.rules.values().stream().flatMap(Optional::stream);
	}

	/**
	 * Describes the rules that have been made so far, by method.
	 */
	List<RuleDescription> describe(Function<R, RuleDescription> description) {
		return made().map(description).distinct().sorted(Comparator.comparing(RuleDescription::method)).toList();
	}

	/**
	 * Returns the rule of the method that is called.
	 * @param invocation the call
	 * @return the rule, or {@code null} if the method has none
	 * @throws InvalidPermissionRuleException if the annotations make no sense
	 */
	@Nullable R find(MethodInvocation invocation) {
		Object target = invocation.getThis();
		// The class that the pointcut has seen, which may itself be a JDK proxy.
		return find(invocation.getMethod(),
				(target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass());
	}

	/**
	 * The method that has the annotations.
	 */
	static Method mostSpecific(Method method, Class<?> targetClass) {
		// The methods of a JDK proxy class have neither annotations nor parameter names.
		return Proxy.isProxyClass(targetClass) ? method : AopUtils.getMostSpecificMethod(method, targetClass);
	}

	/**
	 * What was found for a class.
	 */
	private record Found<R>(Class<?> targetClass, @Nullable R rule) {

	}

	/**
	 * Makes the rule of one method.
	 *
	 * @param <R> the type of what is made
	 */
	interface Factory<R> {

		/**
		 * Makes the rule.
		 * @param method the most specific method
		 * @param targetClass the class behind any proxy
		 * @return the rule, or {@code null} if the method has none
		 * @throws InvalidPermissionRuleException if the annotations make no sense
		 */
		@Nullable R create(Method method, Class<?> targetClass);

	}

}
