package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import org.jspecify.annotations.Nullable;

import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;

@Controller
class ProjectGraphQlController {

	private final Projects projects;

	ProjectGraphQlController(Projects projects) {
		this.projects = projects;
	}

	@QueryMapping
	@RequiresPermission("project:view")
	@Nullable Project project(@Argument @ResourceId("project") String id, @AuthenticationPrincipal FgaSession session) {
		return this.projects.findByIdAndOrganizationId(id, session.organizationId()).orElse(null);
	}

}
