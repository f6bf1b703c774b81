package io.github.fgaspring.revocation;

import java.util.Set;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Resolves sessions as they are now: none if it was revoked, and without permissions that
 * are out of date, so that WorkOS is asked about them. Whoever decides anything asks
 * this, however the caller was authenticated and however long ago.
 */
public final class LiveSessionResolver implements FgaSessionResolver {

	private final FgaSessionResolver delegate;

	private final SessionMarks marks;

	/**
	 * Creates a resolver.
	 * @param delegate resolves sessions as they were
	 * @param marks knows what has become of them
	 */
	public LiveSessionResolver(FgaSessionResolver delegate, SessionMarks marks) {
		Assert.notNull(delegate, "delegate cannot be null");
		Assert.notNull(marks, "marks cannot be null");
		this.delegate = delegate;
		this.marks = marks;
	}

	@Override
	public @Nullable FgaSession resolve(Authentication authentication) {
		FgaSession session = this.delegate.resolve(authentication);
		if (session == null || this.marks.isRevoked(session)) {
			return null;
		}
		return this.marks.isOutdated(session) ? withoutPermissions(session) : session;
	}

	private static FgaSession withoutPermissions(FgaSession session) {
		return session.toBuilder().permissions(Set.of()).permissionsComplete(false).build();
	}

}
