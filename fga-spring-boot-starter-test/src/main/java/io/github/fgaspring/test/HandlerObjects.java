package io.github.fgaspring.test;

import java.lang.reflect.Method;
import java.util.function.Predicate;

import io.github.fgaspring.authorization.PermissionRuleRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * Looks for rules on handlers that are objects, and not methods. Only their proxy
 * enforces a rule, so one on an object that is no bean counts for nothing.
 *
 * @param rules knows the rules
 * @param excepted whether handlers of a class need none
 */
record HandlerObjects(PermissionRuleRegistry rules, Predicate<Class<?>> excepted) {

	/**
	 * Returns what is to be reported.
	 * @param name how to name the handler
	 * @param handler the handler
	 * @param method the method that is called, or {@code null} if it is not known
	 * @return {@code null} if all is well
	 */
	@Nullable String problem(String name, Object handler, @Nullable Method method) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(handler);
		if (this.excepted.test(type)) {
			return null;
		}
		if (method == null || !this.rules.isDeclared(method, type)) {
			return name;
		}
		return (!this.rules.hasRule(method, type) || AopUtils.isAopProxy(handler)) ? null
				: name + ", whose rule nobody enforces because its handler is no bean";
	}

}
