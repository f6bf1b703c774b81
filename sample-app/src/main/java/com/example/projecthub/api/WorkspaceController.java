package com.example.projecthub.api;

import java.util.List;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Workspace;
import com.example.projecthub.WorkspaceRepository;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The workspaces of the caller's organization.
 */
@RestController
class WorkspaceController {

	private final WorkspaceRepository workspaces;

	WorkspaceController(WorkspaceRepository workspaces) {
		this.workspaces = workspaces;
	}

	@GetMapping("/api/workspaces")
	@RequiresPermission("org:view")
	List<Workspace> list(@AuthenticationPrincipal FgaSession session) {
		return this.workspaces.findByOrganizationIdOrderById(OrganizationIds.of(session));
	}

}
