package com.example.lists;

import java.util.List;
import java.util.Set;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.discovery.PermittedMember;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectAccessController {

	private final Fga fga;

	ProjectAccessController(Fga fga) {
		this.fga = fga;
	}

	@GetMapping("/projects/{projectId}/permissions")
	@RequiresPermission("project:view")
	Set<String> permissions(@PathVariable @ResourceId("project") String projectId) {
		return this.fga.permissions("project", projectId);
	}

	@GetMapping("/projects/{projectId}/people")
	@RequiresPermission("project:view")
	List<String> people(@PathVariable @ResourceId("project") String projectId) {
		return this.fga.members("project", projectId, "project:view").stream().map(PermittedMember::email).toList();
	}

}
