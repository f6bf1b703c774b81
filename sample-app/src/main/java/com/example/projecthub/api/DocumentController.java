package com.example.projecthub.api;

import java.util.List;

import com.example.projecthub.DisplayName;
import com.example.projecthub.Document;
import com.example.projecthub.DocumentService;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import jakarta.validation.Valid;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Documents, guarded through the project that they are in.
 */
@RestController
class DocumentController {

	private final DocumentService documents;

	DocumentController(DocumentService documents) {
		this.documents = documents;
	}

	@GetMapping("/api/projects/{projectId}/documents")
	List<Document> list(@PathVariable String projectId, @AuthenticationPrincipal FgaSession session) {
		return this.documents.inProject(projectId, session);
	}

	@GetMapping("/api/documents/{documentId}")
	@RequiresPermission(value = "document:view", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	Document show(@PathVariable String documentId, @AuthenticationPrincipal FgaSession session) {
		return this.documents.find(documentId, session);
	}

	@PutMapping("/api/documents/{documentId}")
	@RequiresPermission(value = "document:edit", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	Document rename(@PathVariable String documentId, @Valid @RequestBody Change change,
			@AuthenticationPrincipal FgaSession session) {
		return this.documents.rename(documentId, change.title(), session);
	}

	record Change(@DisplayName String title) {

	}

}
