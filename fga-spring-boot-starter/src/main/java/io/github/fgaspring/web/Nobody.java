package io.github.fgaspring.web;

import java.util.List;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The caller whose authentication does not count, and who may still log in.
 */
final class Nobody {

	private Nobody() {
	}

	/**
	 * Lets the current request go on as nobody's. What is stored of the caller stays.
	 */
	static void enter(SecurityContextHolderStrategy strategy) {
		SecurityContext context = strategy.createEmptyContext();
		context.setAuthentication(new AnonymousAuthenticationToken("nobody", "anonymousUser",
				List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS"))));
		strategy.setContext(context);
	}

}
