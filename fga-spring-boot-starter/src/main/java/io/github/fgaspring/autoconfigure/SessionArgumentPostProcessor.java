package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.fgaspring.authorization.FgaSessionArgumentResolver;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Adds the {@link FgaSessionArgumentResolver} to handler adapters that no
 * {@link WebMvcConfigurer} reaches, such as that of an application with a
 * {@code WebMvcConfigurationSupport} of its own. They would fill a session from the
 * parameters of the request, so that callers could say themselves who they are.
 */
final class SessionArgumentPostProcessor implements BeanPostProcessor {

	private final Supplier<FgaSessionArgumentResolver> resolver;

	SessionArgumentPostProcessor(Supplier<FgaSessionArgumentResolver> resolver) {
		this.resolver = resolver;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof RequestMappingHandlerAdapter adapter) {
			List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(
					Objects.requireNonNullElse(adapter.getCustomArgumentResolvers(), List.of()));
			if (resolvers.stream().noneMatch(FgaSessionArgumentResolver.class::isInstance)) {
				resolvers.add(0, this.resolver.get());
				adapter.setCustomArgumentResolvers(resolvers);
			}
		}
		return bean;
	}

}
