package io.github.fgaspring.autoconfigure;

import java.util.List;

import io.github.fgaspring.authorization.EarlyArgumentResolver;
import io.github.fgaspring.authorization.HandlerInventory;
import io.github.fgaspring.authorization.PermissionRuleAuthorizer;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.authorization.RequiresPermissionHandlerInterceptor;
import io.github.fgaspring.web.CheckUnavailableExceptionResolver;
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
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
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
	CheckUnavailableExceptionResolver fgaCheckUnavailableExceptionResolver() {
		return new CheckUnavailableExceptionResolver();
	}

	@Bean
	HandlerInventory fgaHandlerInventory(ListableBeanFactory beanFactory, PermissionRuleRegistry rules) {
		return new HandlerInventory(beanFactory, rules);
	}

	@Bean
	@ConditionalOnMissingBean
	RequiresPermissionHandlerInterceptor fgaRequiresPermissionHandlerInterceptor(PermissionRuleRegistry rules,
			PermissionRuleAuthorizer authorizer,
			@Qualifier("requestMappingHandlerAdapter") ObjectProvider<RequestMappingHandlerAdapter> adapters,
			ObjectProvider<SecurityContextHolderStrategy> strategy,
			@Qualifier(FgaHttpConfigurer.ENTRY_POINT_BEAN_NAME) AuthenticationEntryPoint entryPoint,
			@Qualifier(FgaHttpConfigurer.DENIED_HANDLER_BEAN_NAME) AccessDeniedHandler deniedHandler,
			CheckUnavailableExceptionResolver unavailableHandler) {
		return new RequiresPermissionHandlerInterceptor(rules, authorizer,
				new EarlyArgumentResolver(adapters::getObject),
				strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy), entryPoint, deniedHandler,
				unavailableHandler);
	}

	@Bean
	WebMvcConfigurer fgaWebMvcConfigurer(RequiresPermissionHandlerInterceptor interceptor,
			CheckUnavailableExceptionResolver unavailable) {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(interceptor).order(Ordered.HIGHEST_PRECEDENCE);
			}

			@Override
			public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
				// After the exception handlers of the application, which may want to
				// answer
				// by themselves, and before Spring's own, which would take a connection
				// lost
				// to WorkOS for one lost to the caller, and answer 200.
				int first = 0;
				while (first < resolvers.size() && resolvers.get(first) instanceof ExceptionHandlerExceptionResolver) {
					first++;
				}
				resolvers.add(first, unavailable);
			}

		};
	}

}
