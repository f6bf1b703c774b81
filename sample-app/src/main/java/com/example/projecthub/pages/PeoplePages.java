package com.example.projecthub.pages;

import java.util.Set;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import com.example.projecthub.ProjectRepository;
import com.example.projecthub.provisioning.ProjectPeople;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who has access to a project: a dialog for whoever may share it.
 */
@Controller
@RequestMapping("/projects/{projectId}/people")
class PeoplePages {

	private static final Set<String> ROLES = Set.of("project-viewer", "project-editor");

	private final ProjectRepository projects;

	private final ProjectPeople people;

	private final OrganizationAtWorkOs organization;

	PeoplePages(ProjectRepository projects, ProjectPeople people, OrganizationAtWorkOs organization) {
		this.projects = projects;
		this.people = people;
		this.organization = organization;
	}

	@GetMapping
	@RequiresPermission("project:share")
	String show(@PathVariable @ResourceId("project") String projectId,
			@RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial, FgaSession session,
			Model model) {
		model.addAttribute("project", find(projectId, session));
		model.addAttribute("people", this.people.of(projectId, this.organization.id(session)));
		return partial ? "people :: dialog" : "people";
	}

	@PostMapping
	@RequiresPermission("project:share")
	String share(@PathVariable @ResourceId("project") String projectId, @RequestParam String membershipId,
			@RequestParam String role, FgaSession session) {
		find(projectId, session);
		if (!ROLES.contains(role)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		}
		this.people.share(projectId, membershipId, role, this.organization.id(session));
		return "redirect:/projects/{projectId}/people";
	}

	@PostMapping("/removal")
	@RequiresPermission("project:share")
	String remove(@PathVariable @ResourceId("project") String projectId, @RequestParam String membershipId,
			FgaSession session) {
		find(projectId, session);
		this.people.unshare(projectId, membershipId, this.organization.id(session));
		return "redirect:/projects/{projectId}/people";
	}

	private Project find(String projectId, FgaSession session) {
		return this.projects.findByIdAndOrganizationId(projectId, OrganizationIds.of(session))
			.orElseThrow(OrganizationIds::notFound);
	}

}
