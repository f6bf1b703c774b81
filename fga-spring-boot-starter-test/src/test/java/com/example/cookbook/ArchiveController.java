package com.example.cookbook;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ArchiveController {

	private final Archive archive;

	ArchiveController(Archive archive) {
		this.archive = archive;
	}

	@PostMapping("/projects/{projectId}/archive")
	String archive(@PathVariable String projectId, @RequestBody Reason reason) {
		return this.archive.add(projectId);
	}

	record Reason(String text) {

	}

}
