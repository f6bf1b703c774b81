package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.stream.IntStream;

import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.discovery.PermittedMember;
import io.github.fgaspring.discovery.PermittedResources;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with 200 projects and pages about many of them.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
@Import(ProjectsApplication.ProjectsController.class)
class ProjectsApplication {

	static final List<Project> PROJECTS = IntStream.range(0, 200).mapToObj((i) -> new Project("p-" + i)).toList();

	record Project(String id) {

	}

	@RestController
	static class ProjectsController {

		private final Fga fga;

		ProjectsController(Fga fga) {
			this.fga = fga;
		}

		@GetMapping("/list")
		List<String> list(@RequestParam(defaultValue = "w-1") String workspace) {
			PermittedResources permitted = this.fga.list("project:view",
					ResourceReference.external("workspace", workspace));
			return permitted.isEverything() ? PROJECTS.stream().map(Project::id).toList()
					: permitted.externalIds("project");
		}

		@GetMapping("/written-list")
		PermittedResources writtenList() {
			return this.fga.list("project:view", ResourceReference.external("workspace", "w-1"));
		}

		@GetMapping("/filter")
		List<String> filter() {
			return this.fga.filter("project:view", "project", PROJECTS, Project::id).stream().map(Project::id).toList();
		}

		@GetMapping("/filter-and-can")
		List<String> filterAndCan() {
			List<String> filtered = filter();
			assertSame(filtered,
					PROJECTS.stream()
						.map(Project::id)
						.filter((id) -> this.fga.can("project:view", "project", id))
						.toList());
			assertSame(filtered, filter());
			return filtered;
		}

		@GetMapping("/permissions/{id}")
		List<String> permissions(@PathVariable String id) {
			List<String> permissions = List.copyOf(this.fga.permissions("project", id));
			assertSame(permissions, List.copyOf(this.fga.permissions("project", id)));
			assertSame(permissions.contains("project:edit"), this.fga.can("project:edit", "project", id));
			return permissions;
		}

		@GetMapping("/editable/{id}")
		@PreAuthorize("@fga.permissions('project', #id).contains('project:edit')")
		String editable(@PathVariable String id) {
			return "entered";
		}

		@GetMapping("/members/{id}")
		List<String> members(@PathVariable String id) {
			return this.fga.members("project", id, "project:view").stream().map(PermittedMember::email).toList();
		}

		@GetMapping("/one/{id}")
		boolean one(@PathVariable String id) {
			return this.fga.can("project:view", "project", id);
		}

		private static void assertSame(Object one, Object other) {
			if (!one.equals(other)) {
				throw new AssertionError("The same question was answered differently");
			}
		}

	}

}
