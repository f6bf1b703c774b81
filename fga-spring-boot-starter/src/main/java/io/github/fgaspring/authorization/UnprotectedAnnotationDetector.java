package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Fails start-up if a method with a rule, on permissions or on how recent an
 * authentication must be, would be entered without a decision, or what a method with a
 * filter returns would go out as it is: its bean is not proxied, or the method is one
 * that a proxy cannot intercept. At the end of start-up beans that exist are looked at as
 * they are, and beans that will be created later as they are declared. What factories
 * make is looked at when it is made, because a factory need not say what that will be. On
 * the way every rule and every filter is made, so mistakes in annotations come to light
 * as well.
 */
public final class UnprotectedAnnotationDetector implements BeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PermissionRuleRegistry rules;

	private final FilterRuleRegistry filters;

	private final RecentAuthenticationRegistry ageLimits;

	/**
	 * By class, so that a bean that is created often is not searched often.
	 */
	private final Map<Class<?>, List<Method>> annotatedMethods = new ConcurrentHashMap<>();

	private final Set<String> inspectedBeans = ConcurrentHashMap.newKeySet();

	private final Set<String> problemsAtStart = Collections.synchronizedSet(new LinkedHashSet<>());

	private volatile boolean started;

	/**
	 * Creates a detector.
	 * @param beanFactory has the beans
	 * @param rules knows which methods have a rule
	 * @param filters knows which methods have a filter
	 * @param ageLimits knows which methods demand a recent authentication
	 */
	public UnprotectedAnnotationDetector(ConfigurableListableBeanFactory beanFactory, PermissionRuleRegistry rules,
			FilterRuleRegistry filters, RecentAuthenticationRegistry ageLimits) {
		Assert.notNull(beanFactory, "beanFactory cannot be null");
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(filters, "filters cannot be null");
		Assert.notNull(ageLimits, "ageLimits cannot be null");
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.filters = filters;
		this.ageLimits = ageLimits;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean product = !(bean instanceof FactoryBean) && isFactoryBean(beanName);
		if (product || this.started || isPrototype(beanName)) {
			// In a circle of beans the proxy may not be visible here, but in a factory's
			// product it is.
			Set<String> problems = inspect(beanName, product ? bean : null, AopProxyUtils.ultimateTargetClass(bean));
			if (this.started) {
				failIfAny(problems);
			}
			this.problemsAtStart.addAll(problems);
			if (product) {
				this.inspectedBeans.add(beanName);
			}
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> beanNames = new LinkedHashSet<>(Arrays.asList(this.beanFactory.getBeanDefinitionNames()));
		beanNames.addAll(Arrays.asList(this.beanFactory.getSingletonNames()));
		beanNames.removeAll(this.inspectedBeans);
		for (String beanName : beanNames) {
			if (!isAbstract(beanName)) {
				Object bean = existing(beanName);
				this.problemsAtStart.addAll(inspect(beanName, bean, (bean != null)
						? AopProxyUtils.ultimateTargetClass(bean) : this.beanFactory.getType(beanName, false)));
			}
		}
		failIfAny(this.problemsAtStart);
		this.started = true;
	}

	private static void failIfAny(Set<String> problems) {
		if (!problems.isEmpty()) {
			throw new UnprotectedAnnotationException(List.copyOf(problems));
		}
	}

	private boolean isAbstract(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isAbstract();
	}

	/**
	 * The bean, unless it has not been created yet or is made by a factory.
	 */
	private @Nullable Object existing(String beanName) {
		boolean exists = this.beanFactory.containsSingleton(beanName) && !isFactoryBean(beanName);
		return exists ? this.beanFactory.getSingleton(beanName) : null;
	}

	private boolean isPrototype(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isPrototype();
	}

	private boolean isFactoryBean(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName) && this.beanFactory.isFactoryBean(beanName);
	}

	private Set<String> inspect(String beanName, @Nullable Object bean, @Nullable Class<?> declaredType) {
		Set<String> problems = new LinkedHashSet<>();
		// The proxy of a scoped bean is infrastructure; its target is a bean of its own.
		if (declaredType == null || bean instanceof AopInfrastructureBean) {
			return problems;
		}
		for (Class<?> type : types(bean, ClassUtils.getUserClass(declaredType))) {
			if (!AnnotatedTypes.contains(type)) {
				continue;
			}
			if (this.filters.isOnClass(type)) {
				problems.add(type.getName() + ": @FilterPermitted is of no effect on a class, move it to its methods");
			}
			for (Method method : this.annotatedMethods.computeIfAbsent(type, this::findAnnotatedMethods)) {
				String problem = problem(method, type, beanName, bean);
				if (problem != null) {
					problems.add(problem);
				}
			}
		}
		return problems;
	}

	/**
	 * The class of a bean, and the interfaces that its proxy alone implements: what is
	 * behind the proxy of a Spring Data repository knows nothing of the repository's
	 * interface.
	 */
	private static List<Class<?>> types(@Nullable Object bean, Class<?> targetClass) {
		List<Class<?>> types = new ArrayList<>();
		types.add(targetClass);
		if (bean != null && AopUtils.isAopProxy(bean)) {
			Arrays.stream(bean.getClass().getInterfaces())
				.filter((implemented) -> !implemented.isAssignableFrom(targetClass))
				.forEach(types::add);
		}
		return types;
	}

	private List<Method> findAnnotatedMethods(Class<?> type) {
		return methods(type).stream()
			.filter((method) -> this.rules.hasRule(method, type) || this.filters.hasFilter(method, type)
					|| this.ageLimits.hasRule(method, type))
			.toList();
	}

	private @Nullable String problem(Method method, Class<?> type, String beanName, @Nullable Object bean) {
		String problem;
		try {
			// Made now, so that a mistaken one is found now.
			boolean hasRule = this.rules.find(method, type) != null;
			boolean hasFilter = this.filters.find(method, type) != null;
			boolean hasAgeLimit = this.ageLimits.find(method, type) != null;
			problem = obstacle(method, type, bean);
			if (problem == null && bean != null
					&& (hasRule && !isIntercepted(bean, RequiresPermissionPointcut.class)
							|| hasFilter && !isIntercepted(bean, FilterPermittedPointcut.class)
							|| hasAgeLimit && !isIntercepted(bean, RecentAuthenticationPointcut.class))) {
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
			// Spring MVC calls private handlers; other private methods are nobody's
			// entry.
			return (direct || AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
					? "a private or static method cannot be intercepted" : null;
		}
		if (bean != null && Proxy.isProxyClass(bean.getClass())) {
			return null;
		}
		if (!RequiresPermissionPointcut.canBeProxied(type)) {
			return "a final class cannot be intercepted";
		}
		boolean inherited = method.getDeclaringClass() != type;
		if (Modifier.isFinal(modifiers) && (direct || !inherited || !Modifier.isProtected(modifiers))) {
			return "a final method cannot be intercepted";
		}
		boolean packagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
		return (packagePrivate && !method.getDeclaringClass().getPackageName().equals(type.getPackageName()))
				? "a package-private method of another package cannot be intercepted" : null;
	}

	/**
	 * Whether calls of the bean's methods pass an interceptor of ours.
	 * @param pointcut the one of the interceptor
	 */
	static boolean isIntercepted(Object bean, Class<? extends Pointcut> pointcut) {
		if (bean instanceof AopInfrastructureBean) {
			return true;
		}
		Object candidate = bean;
		while (candidate instanceof Advised advised) {
			if (Arrays.stream(advised.getAdvisors())
				.anyMatch((advisor) -> advisor instanceof PointcutAdvisor pointcutAdvisor
						&& pointcut.isInstance(pointcutAdvisor.getPointcut()))) {
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
