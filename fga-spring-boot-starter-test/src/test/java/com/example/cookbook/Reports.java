package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.stereotype.Service;

@Service
class Reports {

	private final ReportBuilder builder;

	Reports(ReportBuilder builder) {
		this.builder = builder;
	}

	@RequiresPermission("project:view")
	public String of(@ResourceId("project") String projectId) {
		return this.builder.build(projectId);
	}

}
