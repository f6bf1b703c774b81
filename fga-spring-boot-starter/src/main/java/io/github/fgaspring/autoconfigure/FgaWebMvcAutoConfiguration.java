package io.github.fgaspring.autoconfigure;

import java.util.List;

import io.github.fgaspring.authorization.EarlyArgumentResolver;
import io.github.fgaspring.authorization.FgaSessionArgumentResolver;
import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.authorization.HandlerInventory;
import io.github.fgaspring.authorization.MonitorMode;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.authorization.PermissionRuleAuthorizer;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.authorization.RecentAuthenticationGuard;
import io.github.fgaspring.authorization.RecentAuthenticationRegistry;
import io.github.fgaspring.authorization.RefusalHandler;
import io.github.fgaspring.authorization.RequiresPermissionHandlerInterceptor;
import io.github.fgaspring.authorization.RequiresRecentAuthenticationHandlerInterceptor;
import io.github.fgaspring.authorization.UndeclaredHandlerGuard;
import io.github.fgaspring.authorization.UndeclaredHandlerReport;
import io.github.fgaspring.web.CheckUnavailableExceptionResolver;
import io.github.fgaspring.web.CheckUnavailableHandler;
import io.github.fgaspring.web.FgaHttpConfigurer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the enforcement on Spring MVC
 * handler methods before their arguments are bound.
 */
@AutoConfiguration(after = { FgaAutoConfiguration.class, FgaWebSecurityAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ WebMvcConfigurer.class, RequestMappingHandlerAdapter.class })
public final class FgaWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CheckUnavailableExceptionResolver fgaCheckUnavailableExceptionResolver(CheckUnavailableHandler handler) {
		return new CheckUnavailableExceptionResolver(handler);
	}

	@Bean
	HandlerInventory fgaHandlerInventory(ListableBeanFactory beanFactory, PermissionRuleRegistry rules) {
		return new HandlerInventory(beanFactory, rules);
	}

	@Bean
	UndeclaredHandlerReport fgaUndeclaredHandlerReport(ListableBeanFactory beanFactory, HandlerInventory inventory,
			FgaProperties properties) {
		return new UndeclaredHandlerReport(beanFactory, inventory, properties.web().undeclaredHandlers());
	}

	/**
	 * With the path patterns as the starter's own filter chain understands them.
	 */
	@Bean
	UndeclaredHandlerGuard fgaUndeclaredHandlerGuard(PermissionRuleRegistry rules, FgaProperties properties,
			ObjectProvider<PathPatternRequestMatcher.Builder> matchers) {
		FgaProperties.Web web = properties.web();
		PathPatternRequestMatcher.Builder builder = matchers.getIfUnique(PathPatternRequestMatcher::withDefaults);
		List<PathPatternRequestMatcher> publicPaths = web.publicPaths().stream().map(builder::matcher).toList();
		return new UndeclaredHandlerGuard(rules, web.undeclaredHandlers(),
				(request) -> publicPaths.stream().anyMatch((path) -> path.matches(request)));
	}

	@Bean
	@ConditionalOnMissingBean
	RequiresPermissionHandlerInterceptor fgaRequiresPermissionHandlerInterceptor(PermissionRuleRegistry rules,
			FilterRuleRegistry filters, PermissionRuleAuthorizer authorizer,
			@Qualifier("requestMappingHandlerAdapter") ObjectProvider<RequestMappingHandlerAdapter> adapters,
			UndeclaredHandlerGuard undeclaredHandlers, MonitorMode monitorMode,
			ObjectProvider<SecurityContextHolderStrategy> strategy, RefusalHandler refusals) {
		return new RequiresPermissionHandlerInterceptor(rules, filters, authorizer,
				new EarlyArgumentResolver(adapters::getObject), undeclaredHandlers, monitorMode,
				strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy), refusals);
	}

	@Bean
	RefusalHandler fgaRefusalHandler(
			@Qualifier(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME) AuthenticationEntryPoint entryPoint,
			@Qualifier(FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME) AccessDeniedHandler deniedHandler,
			CheckUnavailableExceptionResolver unavailableHandler) {
		return new RefusalHandler(entryPoint, deniedHandler, unavailableHandler);
	}

	/**
	 * As beans, interceptors are also found by handler mappings that no
	 * {@link WebMvcConfigurer} reaches, such as those that an application or a library
	 * makes by itself. They come before the interceptors of the application, this one
	 * first.
	 */
	@Bean
	MappedInterceptor fgaRecentAuthenticationMappedInterceptor(RecentAuthenticationRegistry rules,
			RecentAuthenticationGuard guard, RefusalHandler refusals) {
		return new MappedInterceptor(null, new RequiresRecentAuthenticationHandlerInterceptor(rules, guard, refusals));
	}

	@Bean
	MappedInterceptor fgaMappedInterceptor(RequiresPermissionHandlerInterceptor interceptor) {
		return new MappedInterceptor(null, interceptor);
	}

	/**
	 * Before that of Spring Security, which knows only the principal.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 100)
	WebMvcConfigurer fgaSessionArgumentConfigurer(ObjectProvider<PermissionQuestioner> questioner,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new WebMvcConfigurer() {

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(sessionArguments(questioner, strategy));
			}

		};
	}

	@Bean
	static SessionArgumentPostProcessor fgaSessionArgumentPostProcessor(ObjectProvider<PermissionQuestioner> questioner,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new SessionArgumentPostProcessor(() -> sessionArguments(questioner, strategy));
	}

	private static FgaSessionArgumentResolver sessionArguments(ObjectProvider<PermissionQuestioner> questioner,
			ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new FgaSessionArgumentResolver(questioner.getObject(),
				strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	WebMvcConfigurer fgaWebMvcConfigurer(CheckUnavailableExceptionResolver unavailable) {
		return new WebMvcConfigurer() {

			@Override
			public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
				// After the application's exception handlers, which may answer by
				// themselves, and before Spring's, which would take a connection
				// lost to WorkOS for one lost to the caller, and answer 200.
				int first = 0;
				while (first < resolvers.size() && resolvers.get(first) instanceof ExceptionHandlerExceptionResolver) {
					first++;
				}
				resolvers.add(first, unavailable);
			}

		};
	}

}
