package com.example.cookbook;

import java.util.concurrent.CompletableFuture;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Waits for what another thread makes.
 */
@RestController
class ExportController {

	private final Exports exports;

	ExportController(Exports exports) {
		this.exports = exports;
	}

	@GetMapping("/projects/{projectId}/export")
	CompletableFuture<String> export(@PathVariable String projectId) {
		return this.exports.of(projectId);
	}

}
