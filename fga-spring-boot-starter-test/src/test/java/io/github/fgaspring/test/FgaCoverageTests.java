package io.github.fgaspring.test;

import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaWebMvcAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaWebSecurityAutoConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.Controller;
import org.springframework.web.servlet.mvc.ParameterizableViewController;
import org.springframework.web.servlet.resource.DefaultServletHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FgaCoverageTests {

	private static final String HEAD = "Handlers that declare neither @RequiresPermission nor @NoPermissionRequired:";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, SecurityAutoConfiguration.class,
				ServletWebSecurityAutoConfiguration.class, FgaAutoConfiguration.class, FgaWebMvcAutoConfiguration.class,
				FgaWebSecurityAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test_fake", "fga.client-id=client_fake");

	@Test
	void assertWhenAllDeclareThenPasses() {
		this.contextRunner.withUserConfiguration(Declared.class, DeclaredOnClass.class).run((context) -> {
			assertThat(context).hasNotFailed().hasBean("basicErrorController");
			assertThatNoException().isThrownBy(() -> FgaCoverage.assertEveryHandlerDeclaresPermission(context));
		});
	}

	@Test
	void assertWhenSomeDoNotThenNamesEach() {
		this.contextRunner.withUserConfiguration(Declared.class, Undeclared.class)
			.run((context) -> assertThatFailure(FgaCoverage.of(context)).withMessage("""
					%s
					- %2$s.create(String, int) for {POST [/undeclared]}
					- %2$s.list() for {GET [/undeclared]}""".formatted(HEAD, Undeclared.class.getName())));
	}

	@Test
	void assertWhenHandlerIsExceptedThenPasses() {
		this.contextRunner.withUserConfiguration(Undeclared.class).run((context) -> {
			assertThatNoException().isThrownBy(() -> FgaCoverage.of(context)
				.except(Declared.class, Undeclared.class)
				.assertEveryHandlerDeclaresPermission());
			assertThatNoException().isThrownBy(() -> FgaCoverage.of(context)
				.exceptPackages("io.github.fgaspring")
				.assertEveryHandlerDeclaresPermission());
		});
	}

	@Test
	void assertWhenAnotherIsExceptedThenFails() {
		this.contextRunner.withUserConfiguration(Undeclared.class)
			.run((context) -> assertThatFailure(FgaCoverage.of(context)
				.except(Declared.class)
				.exceptPackages("io.github.fgaspring.te", "com.example")
				.exceptRoutes()).withMessageStartingWith(HEAD));
	}

	@Test
	void assertWhenMethodIsExceptedThenNamesTheOthers() {
		this.contextRunner.withUserConfiguration(Undeclared.class, Inheriting.class)
			.run((context) -> assertThatFailure(FgaCoverage.of(context)
				.exceptMethods(Undeclared.class, "list")
				.exceptMethods(Inheriting.class, "create"))
				.withMessage("""
						%s
						- %2$s.create(String, int) for {POST [/undeclared]}""".formatted(HEAD,
						Undeclared.class.getName())));
	}

	@Test
	void exceptMethodsWhenThereIsNoSuchMethodThenRejected() {
		this.contextRunner.withUserConfiguration(Undeclared.class)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> FgaCoverage.of(context).exceptMethods(Undeclared.class, "list", "lost"))
				.withMessage("%s has no method named 'lost'", Undeclared.class.getName()));
	}

	@Test
	void assertWhenFunctionalRoutesThenNamesThoseThatShowNoRule() {
		this.contextRunner.withUserConfiguration(Routes.class)
			.run((context) -> assertThatFailure(FgaCoverage.of(context)).withMessage("""
					%s
					- the functional route (GET && /in-vain), whose rule nobody enforces because its handler is no bean
					- the functional route (GET && /lambda)
					- the functional route /outer && (GET && /inner)""".formatted(HEAD)));
	}

	@Test
	void assertWhenFunctionalRoutesAreExceptedThenPasses() {
		this.contextRunner.withUserConfiguration(Routes.class)
			.run((context) -> assertThatNoException()
				.isThrownBy(() -> FgaCoverage.of(context).exceptRoutes().assertEveryHandlerDeclaresPermission()));
	}

	@Test
	void assertWhenHandlersHaveUrlsThenNamesThoseThatShowNoRule() {
		this.contextRunner.withUserConfiguration(HandlersWithUrls.class, PageHandlers.class)
			.run((context) -> assertThatFailure(FgaCoverage.of(context)).withMessage("""
					%s
					- %2$s$UndeclaredController for /undeclared-bean
					- %2$s$UndeclaredHandler for /undeclared-handler
					- %3$s for /page""".formatted(HEAD, FgaCoverageTests.class.getName(),
					ParameterizableViewController.class.getName())));
	}

	@Test
	void assertWhenHandlersWithUrlsAreExceptedThenPasses() {
		this.contextRunner.withUserConfiguration(HandlersWithUrls.class, PageHandlers.class)
			.run((context) -> assertThatNoException().isThrownBy(() -> FgaCoverage.of(context)
				.except(UndeclaredController.class, UndeclaredHandler.class, ParameterizableViewController.class)
				.assertEveryHandlerDeclaresPermission()));
	}

	@Test
	void assertWhenHandlersDoNotShowThemselvesThenNamesTheirMapping() {
		this.contextRunner.withUserConfiguration(Declared.class)
			.withBean(OpaqueMapping.class, OpaqueMapping::new)
			.run((context) -> {
				assertThatFailure(FgaCoverage.of(context)).withMessage("""
						%s
						- the handlers of %s, which do not show themselves""".formatted(HEAD,
						OpaqueMapping.class.getName()));
				assertThatNoException().isThrownBy(() -> FgaCoverage.of(context)
					.except(OpaqueMapping.class)
					.assertEveryHandlerDeclaresPermission());
			});
	}

	@Test
	void assertWhenNoHandlersThenFails() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_fake", "fga.client-id=client_fake")
			.run((context) -> assertThatFailure(FgaCoverage.of(context))
				.withMessage("The context has no handlers: it is not the one of a Spring MVC application"));
	}

	private static ThrowableAssertAlternative<AssertionError> assertThatFailure(FgaCoverage coverage) {
		return assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(coverage::assertEveryHandlerDeclaresPermission);
	}

	@RestController
	static class Declared {

		@GetMapping("/declared")
		@RequiresPermission("org:view")
		public String list() {
			return "all";
		}

		@GetMapping("/open")
		@NoPermissionRequired
		public String open() {
			return "open";
		}

		@GetMapping("/filtered")
		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<String> filtered() {
			return List.of();
		}

	}

	@RestController
	@RequiresPermission("org:view")
	static class DeclaredOnClass {

		@GetMapping("/declared-on-class")
		public String list() {
			return "all";
		}

	}

	@RestController
	static class Undeclared {

		@GetMapping("/undeclared")
		public String list() {
			return "all";
		}

		@PostMapping("/undeclared")
		public String create(String name, int size) {
			return name + size;
		}

	}

	@RestController
	@RequestMapping("/inheriting")
	static class Inheriting extends Undeclared {

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlersWithUrls {

		@Bean("/declared-bean")
		DeclaredController declaredController() {
			return new DeclaredController();
		}

		@Bean("/undeclared-bean")
		UndeclaredController undeclaredController() {
			return new UndeclaredController();
		}

		@Bean
		SimpleUrlHandlerMapping urls() {
			return new SimpleUrlHandlerMapping(Map.of("/undeclared-handler", new UndeclaredHandler(), "/static/**",
					new ResourceHttpRequestHandler(), "/**", new DefaultServletHttpRequestHandler()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PageHandlers implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addViewController("/page");
		}

	}

	static class UndeclaredController implements Controller {

		@Override
		public @Nullable ModelAndView handleRequest(HttpServletRequest request, HttpServletResponse response) {
			return null;
		}

	}

	static class DeclaredController extends UndeclaredController {

		@Override
		@RequiresPermission("org:view")
		public @Nullable ModelAndView handleRequest(HttpServletRequest request, HttpServletResponse response) {
			return null;
		}

	}

	static class UndeclaredHandler implements HttpRequestHandler {

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
		}

	}

	static class OpaqueMapping implements HandlerMapping {

		@Override
		public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> routes(DeclaredFunction declared) {
			return RouterFunctions.route()
				.GET("/lambda", (request) -> ServerResponse.ok().build())
				.GET("/declared", declared)
				.GET("/in-vain", new DeclaredFunction())
				.path("/outer", (routes) -> routes.GET("/inner", (request) -> ServerResponse.ok().build()))
				.resources("/static/**", new ClassPathResource("static/"))
				.build();
		}

		@Bean
		DeclaredFunction declaredFunction() {
			return new DeclaredFunction();
		}

	}

	static class DeclaredFunction implements HandlerFunction<ServerResponse> {

		@Override
		@RequiresPermission("org:view")
		public ServerResponse handle(ServerRequest request) {
			return ServerResponse.ok().build();
		}

	}

}
