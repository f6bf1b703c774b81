package com.example.migrating;

import java.util.Set;

import org.springframework.stereotype.Component;

/**
 * A bean for {@code @PreAuthorize} that decides by a table of the application.
 */
@Component("projectSecurity")
class ProjectSecurity {

	Set<String> shared = Set.of("web");

	public boolean canView(String projectId) {
		return this.shared.contains(projectId);
	}

}
