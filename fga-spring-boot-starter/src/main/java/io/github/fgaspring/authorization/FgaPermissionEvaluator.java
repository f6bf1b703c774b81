package io.github.fgaspring.authorization;

import java.io.Serializable;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Lets {@code hasPermission(#id, 'project', 'project:view')} ask WorkOS. The two-argument
 * form takes a {@link ResourceReference}; any other domain object is denied. Throws
 * {@link CheckUnavailableException} if the answer cannot be had.
 */
public final class FgaPermissionEvaluator implements PermissionEvaluator {

	private final Fga fga;

	/**
	 * Creates an evaluator.
	 * @param fga answers
	 */
	public FgaPermissionEvaluator(Fga fga) {
		Assert.notNull(fga, "fga cannot be null");
		this.fga = fga;
	}

	@Override
	public boolean hasPermission(@Nullable Authentication authentication, @Nullable Object target, Object permission) {
		return target instanceof ResourceReference reference && permission instanceof String slug
				&& this.fga.check(authentication, slug, reference).isGranted();
	}

	@Override
	public boolean hasPermission(@Nullable Authentication authentication, @Nullable Serializable targetId,
			String targetType, Object permission) {
		return permission instanceof String slug && this.fga
			.check(authentication, slug,
					ResourceReference.external(targetType, (targetId != null) ? targetId.toString() : null))
			.isGranted();
	}

}
