package io.github.fgaspring.endtoend;

import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways around a rule that look like a side door.
 */
@SpringBootTest
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class BypassTests extends AbstractEmulatorTests {

	private static final AtomicInteger entered = new AtomicInteger();

	@Autowired
	private RestClient.Builder sharedBuilder;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping handlerMapping;

	@BeforeEach
	void reset() {
		entered.set(0);
	}

	@Test
	void sharedClientBuilderDoesNotLearnTheApiKey() {
		this.emulator.inject(Fault.on("/third-party").status(200));
		this.sharedBuilder.build().get().uri(this.emulator.baseUrl() + "/third-party").retrieve().toBodilessEntity();
		assertThat(this.emulator.requests("/third-party")).singleElement()
			.satisfies((request) -> assertThat(request.header("Authorization")).isEmpty());
	}

	@Test
	void handlerThatIsNoBeanIsNotEnteredWhenItsRuleNeedsTheBody() throws NoSuchMethodException {
		grantEverything();
		this.handlerMapping.registerMapping(
				RequestMappingInfo.paths("/registered").options(this.handlerMapping.getBuilderConfiguration()).build(),
				new NoBean(), NoBean.class.getDeclaredMethod("handle", String.class));
		assertThat(request(HttpMethod.POST, "/registered").contentType(MediaType.TEXT_PLAIN).content("p-1"))
			.hasStatus(403);
		assertThat(entered).hasValue(0);
	}

	@Test
	void permissionInOneOrganizationIsNoneInAnother() {
		assertThat(get("/organizations/org_globex", "org:view")).hasStatus(403);
		assertThat(checks()).isOne();
		assertThat(get("/organizations/org_acme", "org:view")).hasStatusOk();
		assertThat(checks()).isOne();
	}

	@Test
	void argumentThatOnlyLooksEqualIsAskedAboutAgain() {
		assertThat(get("/entities/p-1?other=p-2")).hasStatus(403);
		assertThat(entered).hasValue(1);
	}

	@Test
	void lostConnectionToWorkOsIsNotTakenForALostCaller() {
		assertThat(get("/lost")).hasStatus(503);
	}

	@Test
	void expressionThatFailsDeniesAndDoesNotQuoteTheId(CapturedOutput output) {
		grantEverything();
		assertThat(get("/files/secret-id-77")).hasStatus(403);
		assertThat(checks()).isZero();
		assertThat(output).contains("@numbers.of(#id)").doesNotContain("secret-id-77");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, Lost.class, Numbers.class })
	static class Application {

		@Bean
		RestClient.Builder sharedBuilder() {
			return RestClient.builder();
		}

	}

	@RestController
	static class Endpoints {

		private final ObjectProvider<Endpoints> self;

		private final Lost lost;

		Endpoints(ObjectProvider<Endpoints> self, Lost lost) {
			this.self = self;
			this.lost = lost;
		}

		@GetMapping("/organizations/{id}")
		@RequiresPermission("org:view")
		String organization(@PathVariable @ResourceId("organization") String id) {
			return id;
		}

		@GetMapping("/entities/{entity}")
		@RequiresPermission(value = "project:view", resourceType = "project", resource = "#entity.project")
		String entity(@PathVariable Entity entity, @RequestParam(required = false) String other) {
			entered.incrementAndGet();
			return (other != null) ? this.self.getObject().entity(Entity.of(other), null) : entity.getProject();
		}

		@GetMapping("/lost")
		String lost() {
			return this.lost.ask();
		}

		@GetMapping("/files/{id}")
		@RequiresPermission(value = "project:view", resourceType = "project", resource = "@numbers.of(#id)")
		String file(@PathVariable String id) {
			return id;
		}

	}

	/**
	 * Equal to any other, as entities of one table that have no id yet.
	 */
	public static final class Entity {

		private final String project;

		private Entity(String project) {
			this.project = project;
		}

		public static Entity of(String project) {
			return new Entity(project);
		}

		public String getProject() {
			return this.project;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Entity;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	@Component
	static class Lost {

		String ask() {
			throw new CheckUnavailableException("down", new EOFException());
		}

	}

	@Component("numbers")
	static class Numbers {

		public String of(long id) {
			return "project-of-" + id;
		}

	}

	static class NoBean {

		@ResponseBody
		@RequiresPermission("project:edit")
		String handle(@RequestBody @ResourceId("project") String id) {
			entered.incrementAndGet();
			return id;
		}

	}

}
