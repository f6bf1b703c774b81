package io.github.fgaspring.endtoend;

import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.support.AbstractWorkOsTests;
import io.github.fgaspring.support.WorkOsStub;
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
 * The main job, from a request with a token to the answer, against WorkOS as seen on the
 * wire.
 */
@SpringBootTest
@AutoConfigureMockMvc
class MainJobTests extends AbstractWorkOsTests {

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
		assertThat(workOs.checks()).isZero();
	}

	@Test
	void requestWhenApiGrantsThenGrantedWithExactlyOneCall() {
		workOs.answerChecks(true);
		assertThat(get("/projects/p-1")).hasStatusOk();
		assertThat(workOs.checks()).isOne();
		workOs.server()
			.verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo(WorkOsStub.CHECK_PATH))
				.withHeader("Authorization", WireMock.equalTo("Bearer " + WorkOsStub.API_KEY))
				.withHeader("Content-Type", WireMock.equalTo("application/json"))
				.withRequestBody(WireMock.equalToJson("""
						{"permission_slug":"project:view","resource_external_id":"p-1","resource_type_slug":"project"}
						""")));
	}

	@Test
	void putWhenDeniedThenBodyIsNotReadAndHandlerNotEntered() {
		workOs.answerChecks(false);
		assertThat(put("/projects/p-1", "{broken")).hasStatus(403)
			.hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
			.bodyJson()
			.isLenientlyEqualTo("""
					{"status":403,"code":"permission_denied","permissions":["project:edit"]}
					""");
		assertThat(ProjectController.entered).hasValue(0);
	}

	@Test
	void putWhenGrantedAndBodyBrokenThenBadRequest() {
		workOs.answerChecks(true);
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
