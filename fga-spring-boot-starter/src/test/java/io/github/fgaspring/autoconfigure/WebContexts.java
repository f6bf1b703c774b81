package io.github.fgaspring.autoconfigure;

import java.util.Map;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.support.WorkOsStub;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.Authentication;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/**
 * A web application with all auto-configuration that the class path holds but Redis, and
 * requests to it.
 */
public final class WebContexts {

	private WebContexts() {
	}

	public static WebApplicationContextRunner runner(WorkOsStub workOs) {
		return new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues(workOs.properties());
	}

	/**
	 * With the auto-configuration that is needed, and no other, for class paths that lack
	 * something.
	 */
	static WebApplicationContextRunner slimRunner(WorkOsStub workOs, String... absentPackages) {
		return bare().withUserConfiguration(Endpoints.class)
			.withPropertyValues(workOs.properties())
			.withClassLoader(new FilteredClassLoader(absentPackages));
	}

	static WebApplicationContextRunner bare() {
		return new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class,
				FgaWebSecurityAutoConfiguration.class, FgaWebMvcAutoConfiguration.class,
				FgaActuatorAutoConfiguration.class, FgaEndpointAutoConfiguration.class,
				FgaHealthContributorAutoConfiguration.class, FgaObservationAutoConfiguration.class,
				SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
				ManagementWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));
	}

	public static MockMvcTester mvc(WebApplicationContext context) {
		return MockMvcTester.from(context,
				(builder) -> builder.apply(SecurityMockMvcConfigurers.springSecurity()).build());
	}

	public static MvcTestResult get(WebApplicationContext context, String path) {
		return mvc(context).get().uri(path).exchange();
	}

	public static MvcTestResult get(WebApplicationContext context, String path, String token) {
		return mvc(context).get().uri(path).header("Authorization", "Bearer " + token).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataRedisAutoConfiguration.class)
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	public static class Endpoints {

		@GetMapping({ "/me", "/public/me" })
		public Map<String, String> me(Authentication authentication) {
			return Map.of("name", (authentication != null) ? authentication.getName() : "nobody");
		}

		@PostMapping("/me")
		public String change() {
			return "changed";
		}

		@GetMapping({ "/reports", "/public/reports" })
		@RequiresPermission("report:read")
		public String reports() {
			return "reports";
		}

	}

}
