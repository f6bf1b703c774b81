package com.example.compatibility;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.stereotype.Service;

@Service
class ProjectService {

	@RequiresPermission("project:archive")
	String archive(@ResourceId("project") String projectId) {
		return projectId + " is archived";
	}

}
