package io.github.fgaspring.decision;

import io.github.fgaspring.authentication.FgaSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * May this caller do this, to this resource?
 *
 * @param session who asks, and in which organization
 * @param permission the permission slug
 * @param resource the resource, or {@code null} for the organization as a whole
 * @param alwaysCurrent whether only the Authorization API may answer
 */
public record PermissionQuestion(FgaSession session, String permission, @Nullable ResourceReference resource,
		boolean alwaysCurrent) {

	public PermissionQuestion {
		Assert.notNull(session, "session cannot be null");
		Assert.hasText(permission, "permission cannot be empty");
	}

}
