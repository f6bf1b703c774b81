package com.example.lists;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the guide to lists, at work in an application.
 */
@SpringBootTest
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:acme.yaml")
class ListsExampleTests {

	private static final String CALLS = "/authorization/**";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Test
	void allWhenSomeAreSharedThenThoseByOneCall() {
		assertThat(get("/projects")).isEqualTo(List.of("Web"));
		assertThat(this.emulator.requests(CALLS)).hasSize(1);
	}

	/**
	 * Nothing says that WorkOS lists no resource of another type on which the permission
	 * counts, such as a folder by whose role projects are seen.
	 */
	@Test
	void allWhenSomethingElseHasTheIdOfAProjectThenNotTheProject() {
		this.emulator.inject(Fault.on("GET", CALLS).body("""
				{"object":"list","list_metadata":{"before":null,"after":null},"data":[{"id":"authz_resource_9",
				"external_id":"p-2","resource_type_slug":"folder","organization_id":"org_acme","name":"Archive",
				"parent_resource_id":null}]}
				"""));
		assertThat(get("/projects")).isEmpty();
	}

	@Test
	void allWhenTokenGrantsThenEverythingWithoutACall() {
		assertThat(get("/projects", "project:view")).isEqualTo(List.of("Web", "Shop"));
		assertThat(this.emulator.requests(CALLS)).isEmpty();
	}

	@Test
	void findWhenSomeAreSharedThenThose() {
		assertThat(get("/projects/found")).isEqualTo(List.of("Web"));
		assertThat(this.emulator.requests(CALLS)).hasSize(2);
	}

	@Test
	void findWhenTokenGrantsThenEverythingWithoutACall() {
		assertThat(get("/projects/found", "project:view")).isEqualTo(List.of("Web", "Shop"));
		assertThat(this.emulator.requests(CALLS)).isEmpty();
	}

	@Test
	void findDeclarativelyWhenSomeAreSharedThenThose() {
		assertThat(get("/projects/declared")).isEqualTo(List.of("Web"));
	}

	@Test
	void permissionsWhenAskedForThenThoseOnTheProject() {
		assertThat(get("/projects/p-1/permissions")).isEqualTo(List.of("project:view"));
	}

	@Test
	void peopleWhenProjectIsSharedThenThose() {
		this.emulator.assignRole("om_bob", "project-viewer", "project", "p-1");
		assertThat(Set.copyOf(get("/projects/p-1/people"))).isEqualTo(Set.of("alice@acme.test", "bob@acme.test"));
	}

	@SuppressWarnings("unchecked")
	private List<String> get(String uri, String... permissions) {
		String token = this.emulator.sessionTokenBuilder("user_alice", "org_acme")
			.claim("permissions", permissions)
			.build();
		byte[] content = this.mvc.get()
			.uri(uri)
			.header("Authorization", "Bearer " + token)
			.exchange()
			.getResponse()
			.getContentAsByteArray();
		return JsonMapper.shared().readValue(content, List.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ VisibleProjects.class, ProjectAccessController.class, ProjectController.class })
	static class Application {

		@Bean
		Projects projects() {
			return new InMemoryProjects();
		}

	}

	@RestController
	static class ProjectController {

		private final VisibleProjects projects;

		ProjectController(VisibleProjects projects) {
			this.projects = projects;
		}

		@GetMapping("/projects")
		List<String> all(@AuthenticationPrincipal FgaSession session) {
			return names(this.projects.all(String.valueOf(session.organizationId())));
		}

		@GetMapping("/projects/found")
		List<String> find(@AuthenticationPrincipal FgaSession session) {
			return names(this.projects.find(String.valueOf(session.organizationId()), ""));
		}

		@GetMapping("/projects/declared")
		List<String> findDeclaratively(@AuthenticationPrincipal FgaSession session) {
			return names(this.projects.findDeclaratively(String.valueOf(session.organizationId()), ""));
		}

		private static List<String> names(List<Project> projects) {
			return projects.stream().map(Project::name).toList();
		}

	}

	private static final class InMemoryProjects implements Projects {

		private final List<Project> projects = List.of(new Project("p-1", "Web"), new Project("p-2", "Shop"));

		@Override
		public List<Project> findByOrganizationId(String organizationId) {
			return find(organizationId, (project) -> true);
		}

		@Override
		public List<Project> findByOrganizationIdAndIdIn(String organizationId, Collection<String> ids) {
			return find(organizationId, (project) -> ids.contains(project.id()));
		}

		@Override
		public List<Project> findByOrganizationIdAndNameContaining(String organizationId, String text) {
			return find(organizationId, (project) -> project.name().contains(text));
		}

		private List<Project> find(String organizationId, Predicate<Project> condition) {
			Stream<Project> all = "org_acme".equals(organizationId) ? this.projects.stream() : Stream.empty();
			return all.filter(condition).toList();
		}

	}

}
