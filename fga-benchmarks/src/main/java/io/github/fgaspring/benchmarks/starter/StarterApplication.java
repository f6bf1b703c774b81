package io.github.fgaspring.benchmarks.starter;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.fgaspring.autoconfigure.FgaWorkOsSdkAutoConfiguration;
import io.github.fgaspring.emulator.FgaEmulator;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.ReflectionUtils;

/**
 * An application with the starter, whose parts are measured as they stand there.
 */
final class StarterApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private StarterApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static StarterApplication start(FgaEmulator workOs, String... properties) {
		return start(workOs.baseUrl(), workOs.apiKey(), workOs.clientId(), properties);
	}

	static StarterApplication start(URI baseUrl, String apiKey, String clientId, String... properties) {
		return new StarterApplication(new SpringApplicationBuilder(Application.class)
			.properties("fga.base-url=" + baseUrl, "fga.api-key=" + apiKey, "fga.client-id=" + clientId,
					"server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn")
			.properties(properties)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	<T> Stream<T> beans(Class<T> type) {
		return this.context.getBeanProvider(type).orderedStream();
	}

	/**
	 * Authenticates a token as a request with it would be.
	 */
	Authentication authenticate(String token) {
		return Objects.requireNonNull(tokenProvider().authenticate(new BearerTokenAuthenticationToken(token)));
	}

	BearerTokenAuthenticationFilter tokenFilter() {
		return bean(SecurityFilterChain.class).getFilters()
			.stream()
			.filter(BearerTokenAuthenticationFilter.class::isInstance)
			.map(BearerTokenAuthenticationFilter.class::cast)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * What the filter lets tokens be authenticated by. It is no bean, and the filter does
	 * not give it away.
	 */
	@SuppressWarnings("unchecked")
	AuthenticationProvider tokenProvider() {
		Field field = Objects.requireNonNull(
				ReflectionUtils.findField(BearerTokenAuthenticationFilter.class, "authenticationManagerResolver"));
		ReflectionUtils.makeAccessible(field);
		AuthenticationManagerResolver<HttpServletRequest> resolver = (AuthenticationManagerResolver<HttpServletRequest>) Objects
			.requireNonNull(ReflectionUtils.getField(field, tokenFilter()));
		ProviderManager manager = (ProviderManager) resolver.resolve(new MockHttpServletRequest());
		return manager.getProviders()
			.stream()
			.filter((provider) -> provider.supports(BearerTokenAuthenticationToken.class))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application. The vendor's SDK is only here to be compared with.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = FgaWorkOsSdkAutoConfiguration.class)
	@Import({ GuardedMethod.OurDocuments.class, HandlerRule.DocumentController.class })
	static class Application {

	}

}
