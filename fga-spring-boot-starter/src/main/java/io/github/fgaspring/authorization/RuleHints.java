package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.authorization.PermissionRule.Parameter;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Tells ahead-of-time processing what rules and filters reflect on: the types that
 * declare them, and the beans, arguments and elements that their expressions call.
 */
final class RuleHints implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		BeanFactory beanFactory = registeredBean.getBeanFactory();
		PermissionRuleRegistry rules = beanFactory.getBeanProvider(PermissionRuleRegistry.class).getIfUnique();
		FilterRuleRegistry filters = beanFactory.getBeanProvider(FilterRuleRegistry.class).getIfUnique();
		if (rules == null || filters == null) {
			return null;
		}
		Set<Class<?>> declaring = new LinkedHashSet<>();
		Set<Class<?>> called = new LinkedHashSet<>();
		Class<?> type = ClassUtils.getUserClass(registeredBean.getBeanClass());
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
			if (method.getDeclaringClass() != Object.class) {
				collect(method, type, rules, filters, beanFactory, declaring, called);
			}
		}
		return declaring.isEmpty() ? null
				: (generation, code) -> register(generation.getRuntimeHints(), declaring, called);
	}

	private static void collect(Method method, Class<?> type, PermissionRuleRegistry rules, FilterRuleRegistry filters,
			BeanFactory beanFactory, Set<Class<?>> declaring, Set<Class<?>> called) {
		try {
			PermissionRule rule = rules.find(method, type);
			FilterRule filter = filters.find(method, type);
			if (rule != null || filter != null) {
				declaring.add(type);
				PermissionAnnotationScanner.declarations(method, type)
					.forEach((declaration) -> declaring.add(declaration.getDeclaringClass()));
			}
			if (rule != null && rule.resource() != null && rule.resource().expression() != null) {
				addBeans(rule.resource().expression(), beanFactory, called);
				for (Parameter parameter : rule.resource().parameters()) {
					addTypes(ResolvableType.forMethodParameter(method, parameter.index(), type), called);
				}
			}
			if (filter != null) {
				addBeans(filter.id(), beanFactory, called);
				addTypes(ResolvableType.forMethodReturnType(method, type), called);
			}
		}
		catch (InvalidPermissionRuleException ex) {
			// Start-up fails, and names all mistakes together.
		}
	}

	private static void addBeans(Expression expression, BeanFactory beanFactory, Set<Class<?>> called) {
		if (expression instanceof SpelExpression spel) {
			addBeans(spel.getAST(), beanFactory, called);
		}
	}

	private static void addBeans(SpelNode node, BeanFactory beanFactory, Set<Class<?>> called) {
		if (node instanceof BeanReference reference && beanFactory.containsBean(reference.getName())) {
			Class<?> type = beanFactory.getType(reference.getName(), false);
			if (type != null) {
				called.add(ClassUtils.getUserClass(type));
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			addBeans(node.getChild(i), beanFactory, called);
		}
	}

	/**
	 * The type and those in its angle brackets, such as that of the elements of a list.
	 */
	private static void addTypes(ResolvableType type, Set<Class<?>> called) {
		Class<?> resolved = (type.isArray() ? type.getComponentType() : type).resolve();
		if (resolved != null && !resolved.isPrimitive()) {
			called.add(resolved);
		}
		for (ResolvableType generic : type.getGenerics()) {
			addTypes(generic, called);
		}
	}

	private static void register(RuntimeHints hints, Set<Class<?>> declaring, Set<Class<?>> called) {
		hints.proxies()
			.registerJdkProxy(RequiresPermission.class)
			.registerJdkProxy(NoPermissionRequired.class)
			.registerJdkProxy(FilterPermitted.class)
			.registerJdkProxy(RequiresRecentAuthentication.class);
		declaring.forEach((type) -> hints.reflection().registerType(type));
		called.forEach((type) -> hints.reflection()
			.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_PUBLIC_FIELDS));
	}

}
