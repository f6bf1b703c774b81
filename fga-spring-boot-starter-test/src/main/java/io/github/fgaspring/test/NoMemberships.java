package io.github.fgaspring.test;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Fallback;

/**
 * Keeps WorkOS from being asked for memberships, unless the application knows them
 * itself: a session that names none has none.
 */
@Fallback
final class NoMemberships implements MembershipResolver {

	@Override
	public @Nullable Membership resolve(FgaSession session) {
		return null;
	}

}
