package com.example.cookbook;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CommentController {

	private final Fga fga;

	private final Comments comments;

	CommentController(Fga fga, Comments comments) {
		this.fga = fga;
		this.comments = comments;
	}

	@DeleteMapping("/comments/{commentId}")
	@NoPermissionRequired
	void delete(@PathVariable String commentId, FgaSession session) {
		Comment comment = this.comments.findByIdAndOrganizationId(commentId, session.organizationId())
			.orElseThrow(() -> new AccessDeniedException("There is no such comment"));
		if (!comment.author().equals(session.userId())
				&& !this.fga.can("comment:moderate", "project", comment.projectId())) {
			throw new AccessDeniedException("It is somebody else's comment");
		}
		this.comments.delete(comment);
	}

}
