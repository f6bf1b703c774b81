package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.authorization.DecisionEventPublisher;
import io.github.fgaspring.authorization.ElementResourceEvaluator;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.authorization.FgaPermissionEvaluator;
import io.github.fgaspring.authorization.FilterPermittedInterceptor;
import io.github.fgaspring.authorization.FilterPermittedPointcut;
import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.authorization.MonitorMode;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.authorization.PermissionRuleAuthorizer;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.authorization.RecentAuthenticationGuard;
import io.github.fgaspring.authorization.RecentAuthenticationPointcut;
import io.github.fgaspring.authorization.RecentAuthenticationRegistry;
import io.github.fgaspring.authorization.RequiresPermissionAuthorizationManager;
import io.github.fgaspring.authorization.RequiresPermissionInterceptor;
import io.github.fgaspring.authorization.RequiresRecentAuthenticationInterceptor;
import io.github.fgaspring.authorization.ResourceExpressionEvaluator;
import io.github.fgaspring.authorization.UnprotectedAnnotationDetector;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.ResourceDiscovery;
import io.github.fgaspring.policy.OrganizationPolicies;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.function.SingletonSupplier;

/**
 * Enforcement on the methods of all beans, and the same answers for the application's own
 * code. What the advisor needs to match methods is created early, before the beans it
 * shall guard, and therefore depends on next to nothing; what it needs to decide is asked
 * for with the first call.
 */
@Configuration(proxyBeanMethods = false)
@Import(AutoProxyCreatorRegistrar.class)
class MethodAuthorizationConfiguration {

	/**
	 * Just before {@code @PreAuthorize}.
	 */
	private static final int ORDER = AuthorizationInterceptorsOrder.PRE_AUTHORIZE.getOrder() - 1;

	/**
	 * Before permissions, because it takes no call.
	 */
	private static final int RECENT_AUTHENTICATION_ORDER = ORDER - 1;

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PermissionRuleRegistry fgaPermissionRuleRegistry(
			ObjectProvider<AnnotationTemplateExpressionDefaults> templateDefaults) {
		return new PermissionRuleRegistry(templateDefaults.getIfUnique(AnnotationTemplateExpressionDefaults::new));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor fgaRequiresPermissionAdvisor(PermissionRuleRegistry rules,
			ObjectProvider<RequiresPermissionAuthorizationManager> managers,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		SingletonSupplier<RequiresPermissionAuthorizationManager> manager = SingletonSupplier.of(managers::getObject);
		SecurityContextHolderStrategy own = strategy.getIfUnique();
		return new RequiresPermissionInterceptor(rules,
				(authentication, invocation) -> manager.obtain().authorize(authentication, invocation), ORDER,
				(own != null) ? () -> own : SecurityContextHolder::getContextHolderStrategy);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static FilterRuleRegistry fgaFilterRuleRegistry(
			ObjectProvider<AnnotationTemplateExpressionDefaults> templateDefaults) {
		return new FilterRuleRegistry(templateDefaults.getIfUnique(AnnotationTemplateExpressionDefaults::new));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor fgaFilterPermittedAdvisor(FilterRuleRegistry filters,
			ObjectProvider<FilterPermittedInterceptor> interceptors) {
		SingletonSupplier<FilterPermittedInterceptor> interceptor = SingletonSupplier.of(interceptors::getObject);
		MethodInterceptor deferred = (invocation) -> interceptor.obtain().invoke(invocation);
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new FilterPermittedPointcut(filters), deferred);
		advisor.setOrder(AuthorizationInterceptorsOrder.POST_FILTER.getOrder());
		return advisor;
	}

	@Bean
	FilterPermittedInterceptor fgaFilterPermittedInterceptor(FilterRuleRegistry filters,
			PermissionRuleAuthorizer authorizer, PermissionFilter permissions, ApplicationContext context,
			MonitorMode monitorMode, ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new FilterPermittedInterceptor(filters, authorizer, new ElementResourceEvaluator(context), permissions,
				monitorMode, strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	RequiresPermissionAuthorizationManager fgaRequiresPermissionAuthorizationManager(PermissionRuleRegistry rules,
			PermissionRuleAuthorizer authorizer, MonitorMode monitorMode) {
		return new RequiresPermissionAuthorizationManager(rules, authorizer, monitorMode);
	}

	@Bean
	PermissionRuleAuthorizer fgaPermissionRuleAuthorizer(PermissionQuestioner questioner, ApplicationContext context,
			ObjectProvider<AuthorizationEventPublisher> events) {
		return new PermissionRuleAuthorizer(questioner, new ResourceExpressionEvaluator(context),
				events.getIfUnique(() -> new DecisionEventPublisher(context)));
	}

	@Bean
	MonitorMode fgaMonitorMode(FgaProperties properties) {
		return new MonitorMode(properties.enforcement());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RecentAuthenticationRegistry fgaRecentAuthenticationRegistry(
			ObjectProvider<AnnotationTemplateExpressionDefaults> templateDefaults) {
		return new RecentAuthenticationRegistry(
				templateDefaults.getIfUnique(AnnotationTemplateExpressionDefaults::new));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor fgaRequiresRecentAuthenticationAdvisor(RecentAuthenticationRegistry rules,
			ObjectProvider<RequiresRecentAuthenticationInterceptor> interceptors) {
		SingletonSupplier<RequiresRecentAuthenticationInterceptor> interceptor = SingletonSupplier
			.of(interceptors::getObject);
		MethodInterceptor deferred = (invocation) -> interceptor.obtain().invoke(invocation);
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new RecentAuthenticationPointcut(rules), deferred);
		advisor.setOrder(RECENT_AUTHENTICATION_ORDER);
		return advisor;
	}

	@Bean
	RequiresRecentAuthenticationInterceptor fgaRequiresRecentAuthenticationInterceptor(
			RecentAuthenticationRegistry rules, RecentAuthenticationGuard guard) {
		return new RequiresRecentAuthenticationInterceptor(rules, guard);
	}

	@Bean
	RecentAuthenticationGuard fgaRecentAuthenticationGuard(PermissionRuleAuthorizer callers,
			OrganizationPolicies policies, MonitorMode monitorMode,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new RecentAuthenticationGuard(callers, policies, monitorMode,
				strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	static UnprotectedAnnotationDetector fgaUnprotectedAnnotationDetector(ConfigurableListableBeanFactory beanFactory,
			PermissionRuleRegistry rules, FilterRuleRegistry filters, RecentAuthenticationRegistry ageLimits) {
		return new UnprotectedAnnotationDetector(beanFactory, rules, filters, ageLimits);
	}

	@Bean
	@ConditionalOnMissingBean
	Fga fga(ObjectProvider<SecurityContextHolderStrategy> strategy, PermissionQuestioner questioner,
			PermissionFilter filter, ResourceDiscovery discovery) {
		return new Fga(strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy), questioner, filter,
				discovery);
	}

	@Bean
	@ConditionalOnMissingBean(PermissionEvaluator.class)
	FgaPermissionEvaluator fgaPermissionEvaluator(Fga fga) {
		return new FgaPermissionEvaluator(fga);
	}

	/**
	 * Spring Security's method security takes no {@link PermissionEvaluator} bean by
	 * itself, so {@code hasPermission} needs a handler that knows it, and knows
	 * everything else that the default one would.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(MethodSecurityExpressionHandler.class)
	@SuppressWarnings("deprecation")
	static DefaultMethodSecurityExpressionHandler fgaMethodSecurityExpressionHandler(ApplicationContext context,
			ObjectProvider<PermissionEvaluator> evaluators, ObjectProvider<GrantedAuthorityDefaults> authorityDefaults,
			ObjectProvider<RoleHierarchy> roleHierarchy,
			ObjectProvider<AuthorizationManagerFactory<MethodInvocation>> managerFactory) {
		DefaultMethodSecurityExpressionHandler handler = new DefaultMethodSecurityExpressionHandler();
		handler.setApplicationContext(context);
		authorityDefaults.ifUnique((defaults) -> handler.setDefaultRolePrefix(defaults.getRolePrefix()));
		roleHierarchy.ifUnique(handler::setRoleHierarchy);
		managerFactory.ifUnique(handler::setAuthorizationManagerFactory);
		handler.setPermissionEvaluator(new DeferredPermissionEvaluator(SingletonSupplier.of(evaluators::getObject)));
		return handler;
	}

}
