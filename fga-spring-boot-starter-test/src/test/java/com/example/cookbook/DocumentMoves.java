package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

@Service
class DocumentMoves {

	private final Documents documents;

	DocumentMoves(Documents documents) {
		this.documents = documents;
	}

	@RequiresPermission("project:edit")
	public void move(String documentId, @ResourceId("project") String target, @Nullable String organizationId) {
		this.documents.changeProject(documentId, target, organizationId);
	}

}
