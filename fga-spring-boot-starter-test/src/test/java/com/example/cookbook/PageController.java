package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Shows a page.
 */
@Controller
class PageController {

	private final Projects projects;

	PageController(Projects projects) {
		this.projects = projects;
	}

	@GetMapping("/pages/{projectId}")
	@RequiresPermission("project:view")
	String show(@PathVariable @ResourceId("project") String projectId, FgaSession session, Model model) {
		model.addAttribute("project",
				this.projects.findByIdAndOrganizationId(projectId, session.organizationId()).orElseThrow());
		return "cookbook";
	}

}
