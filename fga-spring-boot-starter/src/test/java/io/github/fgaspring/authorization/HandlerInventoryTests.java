package io.github.fgaspring.authorization;

import java.util.List;
import java.util.Set;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.HandlerInventory.Handler;
import io.github.fgaspring.autoconfigure.WebContexts;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HandlerInventory}.
 */
class HandlerInventoryTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String PROJECTS = Projects.class.getName();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withUserConfiguration(Application.class)
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void handlersWhenTakenThenEachSaysWhatItNeeds() {
		this.contextRunner
			.run((context) -> assertThat(handlersOf(context.getBean(HandlerInventory.class), PROJECTS)).containsExactly(
					new Handler(PROJECTS + ".create(String)", Set.of("/projects"), Set.of("POST"), true,
							EnforcementPoint.METHOD),
					new Handler(PROJECTS + ".forgotten()", Set.of("/forgotten", "/forgotten/again"),
							Set.of("GET", "HEAD"), false, null),
					new Handler(PROJECTS + ".list()", Set.of("/projects"), Set.of("GET"), true,
							EnforcementPoint.HANDLER),
					new Handler(PROJECTS + ".open()", Set.of("/open"), Set.of(), true, null),
					new Handler(PROJECTS + ".show(String)", Set.of("/projects/{id}"), Set.of("GET"), true,
							EnforcementPoint.HANDLER)));
	}

	@Test
	void handlersWhenTakenThenHoldsNoneOfSpringBoot() {
		this.contextRunner.run((context) -> {
			List<Handler> handlers = context.getBean(HandlerInventory.class).handlers();
			assertThat(handlers).extracting(Handler::method).noneMatch((method) -> method.startsWith("org.spring"));
			assertThat(handlers).isNotEmpty();
		});
	}

	@Test
	void handlersWhenApplicationHasAnotherMappingThenHoldsItsHandlersToo() {
		this.contextRunner.withUserConfiguration(AnotherMapping.class)
			.run((context) -> assertThat(
					handlersOf(context.getBean(HandlerInventory.class), AnotherMapping.class.getName()))
				.containsExactly(new Handler(AnotherMapping.class.getName() + ".handle()", Set.of("/another"), Set.of(),
						false, null)));
	}

	@Test
	void constructorWhenArgumentIsNullThenFails() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HandlerInventory(null,
					new PermissionRuleRegistry(new AnnotationTemplateExpressionDefaults())))
			.withMessage("beanFactory cannot be null");
	}

	private static List<Handler> handlersOf(HandlerInventory inventory, String type) {
		return inventory.handlers().stream().filter((handler) -> handler.method().startsWith(type + ".")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Projects.class)
	static class Application {

	}

	@RestController
	static class Projects {

		@GetMapping("/projects")
		@RequiresPermission("project:list")
		public String list() {
			return "list";
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		public String show(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@PostMapping("/projects")
		@RequiresPermission("project:edit")
		public String create(@RequestBody @ResourceId("project") String id) {
			return id;
		}

		@NoPermissionRequired
		@RequestMapping("/open")
		public String open() {
			return "open";
		}

		@RequestMapping(path = { "/forgotten", "/forgotten/again" }, method = { RequestMethod.GET, RequestMethod.HEAD })
		public String forgotten() {
			return "forgotten";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherMapping {

		@Bean
		RequestMappingHandlerMapping anotherMapping() throws NoSuchMethodException {
			RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping() {

				@Override
				protected boolean isHandler(Class<?> beanType) {
					return false;
				}

			};
			mapping.registerMapping(RequestMappingInfo.paths("/another").build(), this,
					AnotherMapping.class.getDeclaredMethod("handle"));
			return mapping;
		}

		String handle() {
			return "another";
		}

	}

}
