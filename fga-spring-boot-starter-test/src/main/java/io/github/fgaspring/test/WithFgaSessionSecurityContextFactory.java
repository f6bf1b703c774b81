package io.github.fgaspring.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/**
 * Signs in who {@link WithFgaSession} describes.
 */
final class WithFgaSessionSecurityContextFactory implements WithSecurityContextFactory<WithFgaSession> {

	@Override
	public SecurityContext createSecurityContext(WithFgaSession annotation) {
		FakeSession session = FakeSession.defaults()
			.user(annotation.user())
			.session(annotation.session())
			.organization(annotation.organization())
			.membership(annotation.membership())
			.roles(annotation.roles())
			.permissions(annotation.permissions())
			.entitlements(annotation.entitlements())
			.featureFlags(annotation.featureFlags())
			.impersonator(annotation.impersonator())
			.authenticatedAgo(duration(annotation.authenticatedAgo()));
		SecurityContext context = SecurityContextHolder.getContextHolderStrategy().createEmptyContext();
		context.setAuthentication(session.authentication());
		return context;
	}

	private static @Nullable Duration duration(String text) {
		return text.isEmpty() ? null : DurationStyle.detectAndParse(text);
	}

}
