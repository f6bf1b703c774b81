package com.example.projecthub.pages;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import com.example.projecthub.ProjectRepository;
import com.example.projecthub.Workspace;
import com.example.projecthub.WorkspaceRepository;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The workspaces and projects that the caller may see.
 */
@Controller
class HomePage {

	private final WorkspaceRepository workspaces;

	private final ProjectRepository projects;

	private final Fga fga;

	HomePage(WorkspaceRepository workspaces, ProjectRepository projects, Fga fga) {
		this.workspaces = workspaces;
		this.projects = projects;
		this.fga = fga;
	}

	@GetMapping("/")
	@RequiresPermission("org:view")
	String show(FgaSession session, Model model) {
		String organizationId = OrganizationIds.of(session);
		List<Project> permitted = this.fga.filter("project:view", "project",
				this.projects.findByOrganizationIdOrderByName(organizationId), Project::id);
		List<Workspace> all = this.workspaces.findByOrganizationIdOrderById(organizationId);
		Set<String> viewable = ids(this.fga.filter("workspace:view", "workspace", all, Workspace::id));
		Set<String> growing = ids(this.fga.filter("project:create", "workspace", all, Workspace::id));
		model.addAttribute("sections",
				all.stream()
					.map((workspace) -> new Section(workspace, projectsIn(workspace, permitted),
							growing.contains(workspace.id()), UUID.randomUUID()))
					.filter((section) -> !section.projects().isEmpty() || viewable.contains(section.workspace().id()))
					.toList());
		return "home";
	}

	private static List<Project> projectsIn(Workspace workspace, List<Project> projects) {
		return projects.stream().filter((project) -> project.workspaceId().equals(workspace.id())).toList();
	}

	private static Set<String> ids(List<Workspace> workspaces) {
		return workspaces.stream().map(Workspace::id).collect(Collectors.toSet());
	}

	/**
	 * A workspace and what is to be seen of it.
	 *
	 * @param workspace the workspace
	 * @param projects the projects in it that the caller may see
	 * @param growing whether the caller may create another one
	 * @param newProjectId the id of the project that the form on the page creates,
	 * however often it is sent
	 */
	record Section(Workspace workspace, List<Project> projects, boolean growing, UUID newProjectId) {

	}

}
