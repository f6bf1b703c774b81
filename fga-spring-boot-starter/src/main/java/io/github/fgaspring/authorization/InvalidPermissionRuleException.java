package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A {@code @RequiresPermission}, {@code @FilterPermitted} or
 * {@code @RequiresRecentAuthentication} contradicts itself or its method. Found at
 * start-up.
 */
public class InvalidPermissionRuleException extends IllegalStateException {

	InvalidPermissionRuleException(Method method, Class<?> targetClass, String problem, @Nullable Throwable cause) {
		super(describe(method, targetClass) + ": " + problem, cause);
	}

	/**
	 * Names a method the way a developer would look for it.
	 */
	static String describe(Method method, Class<?> targetClass) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		// The name of a JDK proxy's class would say nothing.
		Class<?> type = Proxy.isProxyClass(targetClass) ? method.getDeclaringClass() : targetClass;
		return type.getName() + "." + method.getName() + "(" + parameters + ")";
	}

}
