package com.example.cookbook;

import java.util.concurrent.CompletableFuture;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

@Service
class Exports {

	@Async
	@RequiresPermission("project:view")
	public CompletableFuture<String> of(@ResourceId("project") String projectId) {
		return CompletableFuture.completedFuture("The export of " + projectId);
	}

}
