package io.github.fgaspring.endtoend;

import java.util.concurrent.Callable;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every decision about a rule is published once, where it was made.
 */
@SpringBootTest(properties = "fga.web.undeclared-handlers=deny")
@AutoConfigureMockMvc
class AuthorizationEventTests extends AbstractEmulatorTests {

	@Autowired
	private RecordedDecisions decisions;

	@BeforeEach
	void forgetDecisions() {
		this.decisions.take();
	}

	@Test
	void requestWhenGrantedAtHandlerThenPublishedOnce() {
		assertThat(get("/projects/p-1")).hasStatusOk();
		assertThat(this.decisions.take()).containsExactly("granted user_alice at handler project: REMOTE");
		assertThat(get("/projects/p-1", "project:view")).hasStatusOk();
		assertThat(this.decisions.take()).containsExactly("granted user_alice at handler project: CLAIMS");
	}

	@Test
	void requestWhenDeniedAtHandlerThenPublishedOnce() {
		assertThat(getAs(BOB, "/projects/p-1")).hasStatus(403);
		assertThat(this.decisions.take())
			.containsExactly("denied user_bob at handler project: REMOTE MISSING_PERMISSION");
	}

	@Test
	void requestWhenDecidedAtMethodThenPublishedOnce() {
		assertThat(request(HttpMethod.PUT, "/projects").contentType(MediaType.TEXT_PLAIN).content("p-1")).hasStatusOk();
		assertThat(this.decisions.take()).containsExactly("granted user_alice at method move: REMOTE");
		assertThat(request(HttpMethod.PUT, "/projects").contentType(MediaType.TEXT_PLAIN).content("p-2"))
			.hasStatus(403);
		assertThat(this.decisions.take())
			.containsExactly("denied user_alice at method move: REMOTE MISSING_PERMISSION");
	}

	@Test
	void requestWhenHandlerAndServiceDemandTheSameThenEachIsPublished() {
		assertThat(get("/service/p-1")).hasStatusOk();
		assertThat(this.decisions.take()).containsExactly("granted user_alice at handler service: REMOTE",
				"granted user_alice at method find: MEMO");
	}

	@Test
	void requestWhenAsynchronousThenPublishedOnce() {
		assertThat(get("/callable/p-1")).hasStatusOk();
		assertThat(this.decisions.take()).containsExactly("granted user_alice at handler callable: REMOTE");
	}

	@Test
	void requestWhenHandlerIsUndeclaredThenDenialIsPublished() {
		assertThat(get("/undeclared")).hasStatus(403);
		assertThat(this.decisions.take())
			.containsExactly("denied user_alice at handler undeclared: NONE UNDECLARED_HANDLER");
	}

	@Test
	void requestWhenNobodyHasDecidedThenNothingIsPublished() {
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(401);
		assertThat(this.mvc.get().uri("/undeclared")).hasStatus(401);
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("/projects/p-1")).hasStatus(503);
		assertThat(this.decisions.take()).isEmpty();
	}

	@Test
	void applicationWhenAsksByItselfThenNothingIsPublished() {
		assertThat(get("/can/p-1")).hasStatusOk();
		assertThat(this.decisions.take()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, Projects.class, RecordedDecisions.class })
	static class Application {

	}

	@RestController
	static class Endpoints {

		private final Projects projects;

		private final Fga fga;

		Endpoints(Projects projects, Fga fga) {
			this.projects = projects;
			this.fga = fga;
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@PutMapping("/projects")
		@RequiresPermission("project:edit")
		String move(@RequestBody @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/service/{id}")
		@RequiresPermission("project:view")
		String service(@PathVariable @ResourceId("project") String id) {
			return this.projects.find(id);
		}

		@GetMapping("/callable/{id}")
		@RequiresPermission("project:view")
		Callable<String> callable(@PathVariable @ResourceId("project") String id) {
			return () -> id;
		}

		@GetMapping("/can/{id}")
		@NoPermissionRequired
		String can(@PathVariable String id) {
			return Boolean.toString(this.fga.can("project:view", "project", id));
		}

		@GetMapping("/undeclared")
		String undeclared() {
			return "undeclared";
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
