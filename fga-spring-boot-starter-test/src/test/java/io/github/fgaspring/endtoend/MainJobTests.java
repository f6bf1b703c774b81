package io.github.fgaspring.endtoend;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The main job, from a request with a token to the answer, against WorkOS as the emulator
 * plays it.
 */
@SpringBootTest
@AutoConfigureMockMvc
class MainJobTests extends AbstractEmulatorTests {

	@BeforeEach
	void reset() {
		ProjectController.entered.set(0);
	}

	@Test
	void requestWhenNoTokenThenUnauthorized() {
		assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer")
			.hasContentType("application/problem+json")
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("unauthenticated");
		assertThat(ProjectController.entered).hasValue(0);
	}

	@Test
	void requestWhenClaimsHoldPermissionThenGrantedWithoutCall() {
		assertThat(get("/projects/p-1", "project:view")).hasStatusOk().hasBodyTextEqualTo("p-1");
		assertThat(checks()).isZero();
	}

	@Test
	void requestWhenApiGrantsThenGrantedWithExactlyOneCall() {
		assertThat(get("/projects/p-1")).hasStatusOk();
		RecordedRequest check = assertAskedOnce("""
				{"permission_slug":"project:view","resource_external_id":"p-1","resource_type_slug":"project"}
				""");
		assertThat(check.header("Authorization")).hasValue("Bearer " + this.emulator.apiKey());
		assertThat(check.header("Content-Type")).hasValue("application/json");
	}

	@Test
	void putWhenDeniedThenBodyIsNotReadAndHandlerNotEntered() {
		assertThat(put("/projects/p-2", "{broken")).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.bodyJson()
			.isLenientlyEqualTo("""
					{"status":403,"code":"permission_denied","permissions":["project:edit"]}
					""");
		assertThat(ProjectController.entered).hasValue(0);
	}

	@Test
	void putWhenGrantedAndBodyBrokenThenBadRequest() {
		assertThat(put("/projects/p-1", "{broken")).hasStatus(400);
		assertThat(ProjectController.entered).hasValue(0);
	}

	private MvcTestResult put(String uri, String body) {
		return request(HttpMethod.PUT, uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ProjectController.class)
	static class Application {

	}

	@RestController
	static class ProjectController {

		static final AtomicInteger entered = new AtomicInteger();

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

		@PutMapping("/projects/{id}")
		@RequiresPermission("project:edit")
		String edit(@PathVariable @ResourceId("project") String id, @RequestBody Change change) {
			entered.incrementAndGet();
			return change.name();
		}

	}

	record Change(String name) {

	}

}
