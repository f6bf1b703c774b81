package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.stereotype.Service;

@Service
class Archive {

	@RequiresPermission("project:archive")
	public String add(@ResourceId("project") String projectId) {
		return "Archived";
	}

}
