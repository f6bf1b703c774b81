package io.github.fgaspring.client;

import java.util.Set;

import io.github.fgaspring.decision.DenialReason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A page of the permissions that a membership has on a resource, inherited ones included.
 *
 * @param permissions the slugs of permissions that are meant for resources of this type
 * @param ofOtherTypes the slugs of permissions that are meant for resources of other
 * types; what they say about this resource, only a check tells
 * @param after what to ask for the next page with, {@code null} on the last one
 * @param denial why there can be no permission at all, {@code null} if the API listed
 * them
 */
public record EffectivePermissions(Set<String> permissions, Set<String> ofOtherTypes, @Nullable String after,
		@Nullable DenialReason denial) {

	public EffectivePermissions {
		permissions = Set.copyOf(permissions);
		ofOtherTypes = Set.copyOf(ofOtherTypes);
		Assert.isTrue(denial == null || (permissions.isEmpty() && ofOtherTypes.isEmpty() && after == null),
				"A denial has no permissions");
	}

}
