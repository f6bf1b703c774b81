package com.example.lists;

import java.util.List;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.discovery.PermittedResources;

import org.springframework.stereotype.Service;

@Service
class VisibleProjects {

	private final Fga fga;

	private final Projects projects;

	VisibleProjects(Fga fga, Projects projects) {
		this.fga = fga;
		this.projects = projects;
	}

	List<Project> all(String organizationId) {
		PermittedResources permitted = this.fga.list("project:view");
		return permitted.isEverything() ? this.projects.findByOrganizationId(organizationId)
				: this.projects.findByOrganizationIdAndIdIn(organizationId, permitted.externalIds("project"));
	}

	List<Project> find(String organizationId, String text) {
		List<Project> found = this.projects.findByOrganizationIdAndNameContaining(organizationId, text);
		return this.fga.filter("project:view", "project", found, Project::id);
	}

	@FilterPermitted(value = "project:view", resourceType = "project")
	List<Project> findDeclaratively(String organizationId, String text) {
		return this.projects.findByOrganizationIdAndNameContaining(organizationId, text);
	}

}
