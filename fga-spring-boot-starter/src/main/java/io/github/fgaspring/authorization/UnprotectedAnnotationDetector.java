package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Fails start-up if a method with a rule would be entered without a decision: its bean is
 * not proxied, or the method is one that a proxy cannot intercept. Beans that exist are
 * looked at as they are; beans that will be created later, as they are declared. On the
 * way every rule is made, so mistakes in annotations come to light as well.
 */
public final class UnprotectedAnnotationDetector implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PermissionRuleRegistry rules;

	public UnprotectedAnnotationDetector(ConfigurableListableBeanFactory beanFactory, PermissionRuleRegistry rules) {
		Assert.notNull(beanFactory, "beanFactory cannot be null");
		Assert.notNull(rules, "rules cannot be null");
		this.beanFactory = beanFactory;
		this.rules = rules;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> beanNames = new LinkedHashSet<>(Arrays.asList(this.beanFactory.getBeanDefinitionNames()));
		beanNames.addAll(Arrays.asList(this.beanFactory.getSingletonNames()));
		Set<String> problems = new LinkedHashSet<>();
		for (String beanName : beanNames) {
			if (!isAbstract(beanName)) {
				inspect(beanName, problems);
			}
		}
		if (!problems.isEmpty()) {
			throw new UnprotectedAnnotationException(List.copyOf(problems));
		}
	}

	private boolean isAbstract(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isAbstract();
	}

	private void inspect(String beanName, Set<String> problems) {
		Object bean = existing(beanName);
		if (bean instanceof AopInfrastructureBean) {
			// Among others the proxies of scoped beans, whose targets are beans of their
			// own.
			return;
		}
		Class<?> type = (bean != null) ? AopProxyUtils.ultimateTargetClass(bean)
				: this.beanFactory.getType(beanName, false);
		if (type == null) {
			return;
		}
		type = ClassUtils.getUserClass(type);
		for (Method method : methods(type)) {
			String problem = problem(method, type, beanName, bean);
			if (problem != null) {
				problems.add(problem);
			}
		}
	}

	/**
	 * The bean, unless it has not been created yet or is made by a factory.
	 */
	private @Nullable Object existing(String beanName) {
		boolean exists = this.beanFactory.containsSingleton(beanName)
				&& !(this.beanFactory.containsBeanDefinition(beanName) && this.beanFactory.isFactoryBean(beanName));
		return exists ? this.beanFactory.getSingleton(beanName) : null;
	}

	private @Nullable String problem(Method method, Class<?> type, String beanName, @Nullable Object bean) {
		String problem;
		try {
			if (!this.rules.hasRule(method, type) || this.rules.find(method, type) == null) {
				return null;
			}
			problem = obstacle(method, type, bean);
			if (problem == null && !isIntercepted(beanName, bean)) {
				problem = "its bean '" + beanName
						+ "' is not intercepted; a bean is not if it is created too early (by a"
						+ " bean post-processor, for instance) or registered as a finished object";
			}
		}
		catch (InvalidPermissionRuleException ex) {
			return ex.getMessage();
		}
		return (problem != null) ? InvalidPermissionRuleException.describe(method, type) + ": " + problem : null;
	}

	private @Nullable String obstacle(Method method, Class<?> type, @Nullable Object bean) {
		int modifiers = method.getModifiers();
		boolean direct = this.rules.isAnnotatedDirectly(method);
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
			return direct ? "a private or static method cannot be intercepted" : null;
		}
		if (bean != null && Proxy.isProxyClass(bean.getClass())) {
			return null;
		}
		if (!RequiresPermissionPointcut.canBeProxied(type)) {
			return "a final class cannot be intercepted";
		}
		return (Modifier.isFinal(modifiers) && (direct || Modifier.isPublic(modifiers)))
				? "a final method cannot be intercepted" : null;
	}

	private boolean isIntercepted(String beanName, @Nullable Object bean) {
		Object candidate = bean;
		if (candidate == null && this.beanFactory.isSingleton(beanName) && this.beanFactory.isFactoryBean(beanName)) {
			candidate = this.beanFactory.getBean(beanName);
		}
		if (candidate == null || candidate instanceof AopInfrastructureBean) {
			// Still to be created, when the auto-proxy creator is in place; or the proxy
			// of a
			// scoped bean, whose target is a bean of its own.
			return true;
		}
		while (candidate instanceof Advised advised) {
			if (Arrays.stream(advised.getAdvisors())
				.anyMatch((advisor) -> advisor instanceof PointcutAdvisor pointcutAdvisor
						&& pointcutAdvisor.getPointcut() instanceof RequiresPermissionPointcut)) {
				return true;
			}
			candidate = AopProxyUtils.getSingletonTarget(candidate);
		}
		return false;
	}

	private static Set<Method> methods(Class<?> type) {
		Set<Method> methods = new LinkedHashSet<>();
		Class<?>[] declaring = Proxy.isProxyClass(type) ? ClassUtils.getAllInterfacesForClass(type)
				: new Class<?>[] { type };
		for (Class<?> declaringType : declaring) {
			for (Method method : ReflectionUtils.getAllDeclaredMethods(declaringType)) {
				if (method.getDeclaringClass() != Object.class && !method.isSynthetic()) {
					methods.add(BridgeMethodResolver.findBridgedMethod(method));
				}
			}
		}
		return methods;
	}

}
