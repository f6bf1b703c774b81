package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.policy.AgeLimit;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;

/**
 * Makes what a method demands of the age of an authentication from its
 * {@link RequiresRecentAuthentication} annotation, once, and keeps it.
 */
public final class RecentAuthenticationRegistry implements AopInfrastructureBean {

	private final PermissionAnnotationScanner scanner;

	private final MethodRules<RecentAuthenticationRule> rules = new MethodRules<>(this::create);

	/**
	 * Creates a registry without rules.
	 * @param templateDefaults says how placeholders of composed annotations are filled
	 */
	public RecentAuthenticationRegistry(AnnotationTemplateExpressionDefaults templateDefaults) {
		this.scanner = new PermissionAnnotationScanner(templateDefaults);
	}

	/**
	 * Returns the rule of a method, always the same one for the same method.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return the rule, or {@code null} if any authentication will do
	 * @throws InvalidPermissionRuleException if the annotation makes no sense
	 */
	@Nullable RecentAuthenticationRule find(Method method, Class<?> targetClass) {
		return this.rules.find(method, targetClass);
	}

	/**
	 * Returns the rule of the method that is called.
	 */
	@Nullable RecentAuthenticationRule find(MethodInvocation invocation) {
		return this.rules.find(invocation);
	}

	/**
	 * Whether a method has a rule, be it a mistaken one. Unlike {@link #find} it
	 * remembers nothing, so that it can be asked of every method of every bean.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return {@code false} if any authentication will do
	 */
	public boolean hasRule(Method method, Class<?> targetClass) {
		try {
			return this.scanner.findRecentAuthentication(MethodRules.mostSpecific(method, targetClass),
					targetClass) != null;
		}
		catch (InvalidPermissionRuleException ex) {
			// Reported by UnprotectedAnnotationDetector, together with all others.
			return true;
		}
	}

	/**
	 * The limits that have been made so far. Once the application has started, these are
	 * the limits of all its beans.
	 * @return how long ago callers may have authenticated, by method
	 */
	public Map<String, Duration> limits() {
		Map<String, Duration> limits = new TreeMap<>();
		this.rules.made().forEach((rule) -> limits.put(rule.origin(), rule.maxAge()));
		return limits;
	}

	private @Nullable RecentAuthenticationRule create(Method method, Class<?> targetClass) {
		RequiresRecentAuthentication annotation = this.scanner.findRecentAuthentication(method, targetClass);
		if (annotation == null) {
			return null;
		}
		return new RecentAuthenticationRule(InvalidPermissionRuleException.describe(method, targetClass),
				maxAge(annotation.value(), method, targetClass));
	}

	private static Duration maxAge(String text, Method method, Class<?> targetClass) {
		try {
			return AgeLimit.parse(text);
		}
		catch (RuntimeException ex) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"'" + text + "' in @RequiresRecentAuthentication is no duration of a second or more with its unit,"
							+ " such as 5m, 1h or PT30S",
					ex);
		}
	}

}
