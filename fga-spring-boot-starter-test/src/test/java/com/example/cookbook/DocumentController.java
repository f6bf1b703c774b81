package com.example.cookbook;

import java.util.List;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DocumentController {

	private final Documents documents;

	private final DocumentMoves moves;

	DocumentController(Documents documents, DocumentMoves moves) {
		this.documents = documents;
		this.moves = moves;
	}

	@GetMapping("/documents")
	@RequiresPermission("project:view")
	List<Document> list(@RequestParam @ResourceId("project") String projectId, FgaSession session) {
		return this.documents.findByProjectIdAndOrganizationId(projectId, session.organizationId());
	}

	@GetMapping("/documents/count")
	@RequiresPermission("project:view")
	int count(@RequestHeader("X-Project") @ResourceId("project") String projectId, FgaSession session) {
		return this.documents.findByProjectIdAndOrganizationId(projectId, session.organizationId()).size();
	}

	@PostMapping("/documents")
	@RequiresPermission(value = "project:edit", resourceType = "project", resource = "#draft.projectId")
	Document create(@RequestBody Draft draft, FgaSession session) {
		return this.documents.insert(draft.projectId(), draft.title(), session.organizationId());
	}

	@GetMapping("/documents/{documentId}")
	@RequiresPermission(value = "project:view", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	ResponseEntity<Document> show(@PathVariable String documentId, FgaSession session) {
		return ResponseEntity.of(this.documents.findByIdAndOrganizationId(documentId, session.organizationId()));
	}

	@PostMapping("/documents/{documentId}/move")
	@RequiresPermission(value = "project:edit", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	void move(@PathVariable String documentId, @RequestParam String target, FgaSession session) {
		this.moves.move(documentId, target, session.organizationId());
	}

	record Draft(String projectId, String title) {

	}

}
