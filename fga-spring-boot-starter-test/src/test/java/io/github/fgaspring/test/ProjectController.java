package io.github.fgaspring.test;

import java.util.Map;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Each kind of rule once.
 */
@RestController
public class ProjectController {

	@GetMapping("/me")
	@NoPermissionRequired
	public Map<String, Object> me(@AuthenticationPrincipal FgaSession session) {
		return Map.of("user", session.userId(), "organization", String.valueOf(session.organizationId()));
	}

	@GetMapping("/projects")
	@RequiresPermission("org:view")
	public String list() {
		return "all";
	}

	@GetMapping("/projects/{projectId}")
	@RequiresPermission("project:view")
	public String show(@PathVariable @ResourceId("project") String projectId) {
		return projectId;
	}

	@DeleteMapping("/projects/{projectId}")
	@RequiresPermission(value = "project:delete", alwaysCurrent = true)
	public String delete(@PathVariable @ResourceId("project") String projectId) {
		return projectId;
	}

}
