package io.github.fgaspring.endtoend;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was granted before binding holds for exactly that: another argument, another
 * method or another caller is asked about again.
 */
@SpringBootTest
@AutoConfigureMockMvc
class BoundArgumentTests extends AbstractEmulatorTests {

	@BeforeEach
	void reset() {
		Endpoints.entered.set(0);
	}

	@Test
	void requestWhenBoundArgumentDiffersThenAskedAgainAndDenied() {
		assertThat(get("/trimmed?id=p-2x")).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
		assertThat(Endpoints.entered).hasValue(0);
	}

	@Test
	void requestWhenBoundArgumentDiffersThenAskedAgainAndGranted() {
		assertThat(get("/trimmed?id=p-1x")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenHandlerCallsServiceForAnotherResourceThenAskedAgain() {
		assertThat(get("/copy/p-1?from=p-2")).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenHandlerCallsItsOwnBeanForAnotherResourceThenAskedAgain() {
		assertThat(get("/reentrant/p-1?other=p-2")).hasStatus(403);
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenCallerChangesThenAskedAgain() {
		assertThat(get("/run-as/p-1")).hasStatus(401);
		assertThat(Endpoints.entered).hasValue(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, Reentrant.class, Projects.class })
	static class Application {

	}

	@RestController
	static class Endpoints {

		static final AtomicInteger entered = new AtomicInteger();

		@Autowired
		private Projects projects;

		@InitBinder
		void trim(WebDataBinder binder) {
			binder.registerCustomEditor(String.class, new StringTrimmerEditor("x", false));
		}

		@GetMapping("/trimmed")
		@RequiresPermission("project:view")
		String trimmed(@RequestParam @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

		@GetMapping("/copy/{id}")
		@RequiresPermission("project:view")
		String copy(@PathVariable @ResourceId("project") String id, @RequestParam String from) {
			entered.incrementAndGet();
			return this.projects.find(from);
		}

		@GetMapping("/run-as/{id}")
		@RequiresPermission("project:view")
		String runAs(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
			SecurityContextHolder.getContext()
				.setAuthentication(new TestingAuthenticationToken("batch", "", "project:view"));
			return this.projects.find(id);
		}

	}

	@RestController
	static class Reentrant {

		private final ObjectProvider<Reentrant> self;

		Reentrant(ObjectProvider<Reentrant> self) {
			this.self = self;
		}

		@GetMapping("/reentrant/{id}")
		@RequiresPermission("project:view")
		String reentrant(@PathVariable @ResourceId("project") String id, @RequestParam(required = false) String other) {
			return (other != null) ? this.self.getObject().reentrant(other, null) : id;
		}

	}

	@Component
	static class Projects {

		@RequiresPermission("project:view")
		String find(@ResourceId("project") String id) {
			return id;
		}

	}

}
