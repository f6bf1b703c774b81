package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.annotation.FilterPermitted;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.util.StringUtils;

/**
 * Makes the filter of a method from its {@link FilterPermitted} annotation, once, and
 * keeps it. What can be wrong about a filter by itself is found here; whether elements
 * have what its expression names is not known before there are any.
 */
public final class FilterRuleRegistry implements AopInfrastructureBean {

	private final PermissionAnnotationScanner scanner;

	private final RuleExpressionParser expressionParser = new RuleExpressionParser();

	private final MethodRules<FilterRule> filters = new MethodRules<>(this::create);

	/**
	 * Creates a registry without filters.
	 * @param templateDefaults says how placeholders of composed annotations are filled
	 */
	public FilterRuleRegistry(AnnotationTemplateExpressionDefaults templateDefaults) {
		this.scanner = new PermissionAnnotationScanner(templateDefaults);
	}

	/**
	 * Returns the filter of a method, always the same one for the same method.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return the filter, or {@code null} if what the method returns is not filtered
	 * @throws InvalidPermissionRuleException if the annotation makes no sense
	 */
	@Nullable FilterRule find(Method method, Class<?> targetClass) {
		return this.filters.find(method, targetClass);
	}

	/**
	 * Returns the filter of the method that is called.
	 */
	@Nullable FilterRule find(MethodInvocation invocation) {
		return this.filters.find(invocation);
	}

	/**
	 * Whether a method has a filter, be it a mistaken one. Unlike {@link #find} it
	 * remembers nothing, so that it can be asked of every method of every bean.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return {@code false} if what the method returns is not filtered
	 */
	public boolean hasFilter(Method method, Class<?> targetClass) {
		try {
			return this.scanner.findFilter(MethodRules.mostSpecific(method, targetClass), targetClass) != null;
		}
		catch (InvalidPermissionRuleException ex) {
			// Reported by UnprotectedAnnotationDetector, together with all others.
			return true;
		}
	}

	/**
	 * Whether a composed annotation has brought a filter to a class, where it would be of
	 * no effect.
	 */
	boolean isOnClass(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, FilterPermitted.class);
	}

	/**
	 * The filters that have been made so far. Once the application has started, these are
	 * the filters of all its beans.
	 * @return the filters, by method
	 */
	public List<RuleDescription> rules() {
		return this.filters.describe(RuleDescription::of);
	}

	private @Nullable FilterRule create(Method method, Class<?> targetClass) {
		FilterPermitted annotation = this.scanner.findFilter(method, targetClass);
		if (annotation == null) {
			return null;
		}
		String permission = PermissionRuleRegistry.requireSlug(annotation.value(), "permission", method, targetClass);
		String type = PermissionRuleRegistry.requireSlug(annotation.resourceType(), "resource type", method,
				targetClass);
		SpelExpression id = id(annotation.id(), method, targetClass);
		Class<?> returnType = ResolvableType.forMethodReturnType(method, targetClass).toClass();
		FilterableResult result = FilterableResult.of(returnType);
		if (result == null) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"@FilterPermitted cannot filter " + returnType.getTypeName() + "; return "
							+ FilterableResult.DESCRIPTION + ", or move the annotation to a method that does",
					null);
		}
		return new FilterRule(InvalidPermissionRuleException.describe(method, targetClass), permission, type, id,
				returnType, result);
	}

	private SpelExpression id(String text, Method method, Class<?> targetClass) {
		if (!StringUtils.hasText(text)) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"the 'id' of @FilterPermitted is empty, leave it out or name a property of the elements", null);
		}
		SpelExpression expression = this.expressionParser.parse(text, method, targetClass);
		Set<String> variables = RuleExpressionParser.variables(expression);
		if (!variables.isEmpty()) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"'" + text + "' names " + variables + ", but 'id' knows the element (#root) and beans (@name) only",
					null);
		}
		return expression;
	}

}
