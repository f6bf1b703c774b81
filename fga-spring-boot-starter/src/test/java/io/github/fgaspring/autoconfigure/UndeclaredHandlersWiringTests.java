package io.github.fgaspring.autoconfigure;

import java.util.List;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.support.WorkOsStub;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code fga.web.undeclared-handlers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UndeclaredHandlersWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String ENDPOINTS = WebContexts.Endpoints.class.getName();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	private final WebApplicationContextRunner denyingRunner = this.contextRunner
		.withPropertyValues("fga.web.undeclared-handlers=deny");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void permitWhenHandlersAreUndeclaredThenCountsThem(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(get(context, "/me")).isEqualTo(200));
		assertThat(output).containsOnlyOnce("2 handler method(s) declare neither @RequiresPermission nor"
				+ " @NoPermissionRequired and are open to every session; 'fga.web.undeclared-handlers=deny'");
		assertThat(output).doesNotContain(ENDPOINTS);
	}

	@Test
	void permitWhenHandlersAreMappedTwiceThenCountsThemOnce(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(DeafMapping.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(" 2 handler method(s) declare neither");
	}

	@Test
	void permitWhenAllHandlersAreDeclaredThenSaysNothing(CapturedOutput output) {
		WebContexts.bare()
			.withUserConfiguration(Declared.class)
			.withPropertyValues(workOs.properties())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("undeclared-handlers");
	}

	@Test
	void denyWhenHandlersAreUndeclaredThenClosesAndListsThem(CapturedOutput output) {
		this.denyingRunner.run((context) -> {
			assertThat(get(context, "/me")).isEqualTo(403);
			assertThat(WebContexts.get(context, "/me")).hasStatus(401);
			assertThat(get(context, "/reports", "report:read")).isEqualTo(200);
		});
		assertThat(output).containsOnlyOnce("'fga.web.undeclared-handlers=deny' closes these handler methods");
		assertThat(output).contains("- " + ENDPOINTS + ".change() for [POST] [/me]")
			.contains("- " + ENDPOINTS + ".me(Authentication) for [GET] [/me, /public/me]")
			.doesNotContain(ENDPOINTS + ".reports()");
	}

	@Test
	void denyWhenAllHandlersAreDeclaredThenSaysNothing(CapturedOutput output) {
		WebContexts.bare()
			.withUserConfiguration(Declared.class)
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.web.undeclared-handlers=deny")
			.run((context) -> {
				assertThat(get(context, "/open")).isEqualTo(200);
				assertThat(get(context, "/rule", "report:read")).isEqualTo(200);
			});
		assertThat(output).doesNotContain("undeclared-handlers");
	}

	@Test
	void denyWhenDeniedStatusIs404ThenNotFound() {
		this.denyingRunner.withPropertyValues("fga.web.denied-status=404")
			.run((context) -> assertThat(get(context, "/me")).isEqualTo(404));
	}

	@Test
	void denyWhenPathIsPublicThenOpenButRulesHold() {
		this.denyingRunner.withPropertyValues("fga.web.public-paths=/public/**").run((context) -> {
			assertThat(WebContexts.get(context, "/public/me")).hasStatusOk();
			assertThat(WebContexts.get(context, "/public/reports")).hasStatus(401);
			assertThat(get(context, "/me")).isEqualTo(403);
		});
	}

	@Test
	void denyWhenErrorPageIsShownThenApplicationsErrorControllerIsEntered() {
		this.denyingRunner.withUserConfiguration(OwnErrorController.class).run((context) -> {
			assertThat(WebContexts.mvc(context).get().uri("/error").with((request) -> {
				request.setDispatcherType(DispatcherType.ERROR);
				return request;
			})).hasStatusOk();
			assertThat(get(context, "/error")).isEqualTo(403);
		});
	}

	@Test
	void denyWhenSpringBootsErrorControllerIsCalledThenEntered() {
		this.denyingRunner.run((context) -> assertThat(get(context, "/error")).isEqualTo(500));
	}

	@Test
	void denyWhenBeansAreLazyThenStillClosesAndLists(CapturedOutput output) {
		this.denyingRunner.withPropertyValues("spring.main.lazy-initialization=true")
			.run((context) -> assertThat(get(context, "/me")).isEqualTo(403));
		assertThat(output).contains("closes these handler methods");
	}

	@Test
	void denyWhenApplicationConfiguresSpringMvcByItselfThenStillCloses() {
		WebContexts.bare()
			.withUserConfiguration(WebContexts.Endpoints.class, OwnMvcSupport.class)
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.web.undeclared-handlers=deny")
			.run((context) -> {
				assertThat(get(context, "/me")).isEqualTo(403);
				assertThat(get(context, "/reports", "report:read")).isEqualTo(200);
			});
	}

	@Test
	void denyWhenMappingDetectsNoInterceptorsThenFails() {
		this.denyingRunner.withUserConfiguration(DeafMapping.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Handlers of the handler mapping 'deafMapping' would be open")
				.hasMessageContaining("RequiresPermissionHandlerInterceptor"));
		this.contextRunner.withUserConfiguration(DeafMapping.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void denyWhenThereAreFunctionalRoutesThenSaysThatTheyStayOpen(CapturedOutput output) {
		this.denyingRunner.withUserConfiguration(Routes.class)
			.run((context) -> assertThat(get(context, "/functional")).isEqualTo(200));
		assertThat(output).containsOnlyOnce("Functional routes are no handler methods");
	}

	private static int get(WebApplicationContext context, String path, String... permissions) {
		return WebContexts.get(context, path, workOs.tokens().withPermissions(permissions)).getResponse().getStatus();
	}

	@RestController
	static class Declared {

		@GetMapping("/open")
		@NoPermissionRequired
		public String open() {
			return "open";
		}

		@GetMapping("/rule")
		@RequiresPermission("report:read")
		public String rule() {
			return "rule";
		}

	}

	@RestController
	static class OwnErrorController implements ErrorController {

		@RequestMapping("/error")
		public String error() {
			return "error";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMvcSupport extends WebMvcConfigurationSupport {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Declared.class)
	static class DeafMapping {

		@Bean
		RequestMappingHandlerMapping deafMapping() {
			return new RequestMappingHandlerMapping() {

				@Override
				protected void detectMappedInterceptors(List<HandlerInterceptor> mappedInterceptors) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/functional", (request) -> ServerResponse.ok().build()).build();
		}

	}

}
