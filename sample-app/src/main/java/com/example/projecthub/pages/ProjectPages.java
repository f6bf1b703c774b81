package com.example.projecthub.pages;

import java.util.Set;
import java.util.UUID;

import com.example.projecthub.DocumentService;
import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import com.example.projecthub.ProjectRepository;
import com.example.projecthub.provisioning.ProjectProvisioning;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.validation.Valid;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A project with its documents, and what can be done with it.
 */
@Controller
class ProjectPages {

	private final ProjectRepository projects;

	private final DocumentService documents;

	private final ProjectProvisioning provisioning;

	private final OrganizationAtWorkOs organization;

	private final Fga fga;

	ProjectPages(ProjectRepository projects, DocumentService documents, ProjectProvisioning provisioning,
			OrganizationAtWorkOs organization, Fga fga) {
		this.projects = projects;
		this.documents = documents;
		this.provisioning = provisioning;
		this.organization = organization;
		this.fga = fga;
	}

	@GetMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	String show(@PathVariable @ResourceId("project") String projectId, FgaSession session, Model model) {
		model.addAttribute("project", find(projectId, session));
		model.addAttribute("documents", this.documents.inProject(projectId, session));
		// However often the form on the page is sent, it adds one document.
		model.addAttribute("newDocumentId", UUID.randomUUID());
		try {
			model.addAttribute("permissions", this.fga.permissions("project", projectId));
		}
		catch (CheckUnavailableException ex) {
			// The token alone has let the caller in. Without WorkOS there are no buttons.
			model.addAttribute("permissions", Set.of());
			model.addAttribute("problem", "What else you may do here cannot be found out at the moment.");
		}
		return "project";
	}

	@PostMapping("/workspaces/{workspaceId}/projects")
	@RequiresPermission("project:create")
	String create(@PathVariable @ResourceId("workspace") String workspaceId, @RequestParam UUID id,
			@Valid NameForm form, BindingResult errors, FgaSession session, RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			form.refuse(redirect);
			return "redirect:/";
		}
		Project project = new Project(id.toString(), OrganizationIds.of(session), workspaceId, form.name(), false);
		try {
			this.provisioning.create(project, this.organization.id(session));
		}
		catch (DuplicateKeyException ex) {
			// The form was sent twice.
		}
		return "redirect:/projects/" + id;
	}

	@PostMapping("/projects/{projectId}/name")
	@RequiresPermission("project:edit")
	String rename(@PathVariable @ResourceId("project") String projectId, @Valid NameForm form, BindingResult errors,
			FgaSession session, RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			form.refuse(redirect);
		}
		else {
			this.projects.save(find(projectId, session).withName(form.name()));
		}
		return "redirect:/projects/{projectId}";
	}

	/**
	 * Asks WorkOS even if the session token would do: a permission withdrawn a minute ago
	 * must not count for this.
	 */
	@PostMapping("/projects/{projectId}/archive")
	@RequiresPermission(value = "project:archive", alwaysCurrent = true)
	String archive(@PathVariable @ResourceId("project") String projectId, FgaSession session,
			RedirectAttributes redirect) {
		this.projects.save(find(projectId, session).archive());
		redirect.addFlashAttribute("notice", "The project is archived.");
		return "redirect:/projects/{projectId}";
	}

	private Project find(String projectId, FgaSession session) {
		return this.projects.findByIdAndOrganizationId(projectId, OrganizationIds.of(session))
			.orElseThrow(OrganizationIds::notFound);
	}

}
