package io.github.fgaspring.revocation;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Resolves sessions as they are now: none if it was revoked, and without roles and
 * permissions that are out of date, so that WorkOS is asked about them. Whoever decides
 * anything asks this, however the caller was authenticated and however long ago.
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
		return (session != null) ? this.marks.current(session) : null;
	}

}
