package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.authorization.RequiresPermissionHandlerInterceptor;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.CheckUnavailableExceptionResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaWebMvcAutoConfiguration}.
 */
class FgaWebMvcAutoConfigurationTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		RecordingInterceptor.seen.clear();
	}

	@Test
	void contextWhenServletApplicationThenHasInterceptorAndResolver() {
		this.contextRunner
			.run((context) -> assertThat(context).hasSingleBean(RequiresPermissionHandlerInterceptor.class)
				.hasSingleBean(CheckUnavailableExceptionResolver.class));
	}

	@Test
	void contextWhenApplicationHasResolverThenBacksOff() {
		this.contextRunner.withBean("mine", CheckUnavailableExceptionResolver.class)
			.run((context) -> assertThat(context).getBeanNames(CheckUnavailableExceptionResolver.class)
				.containsExactly("mine"));
	}

	@Test
	void contextWhenSpringMvcAbsentThenHasNoInterceptor() {
		WebContexts.slimRunner(workOs, "org.springframework.web.servlet")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RequiresPermissionHandlerInterceptor.class)
				.doesNotHaveBean(CheckUnavailableExceptionResolver.class));
	}

	@Test
	void interceptorWhenDeniedThenComesBeforeThoseOfTheApplication() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class).run((context) -> {
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403);
			assertThat(RecordingInterceptor.seen).isEmpty();
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions("report:read")))
				.hasStatusOk();
			assertThat(RecordingInterceptor.seen).containsExactly("/reports");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new RecordingInterceptor()).order(Ordered.HIGHEST_PRECEDENCE + 1);
		}

	}

	static class RecordingInterceptor implements HandlerInterceptor {

		static final List<String> seen = new ArrayList<>();

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			seen.add(request.getRequestURI());
			return true;
		}

	}

}
