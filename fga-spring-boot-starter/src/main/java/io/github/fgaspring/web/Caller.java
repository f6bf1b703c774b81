package io.github.fgaspring.web;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Who makes the current request.
 */
final class Caller {

	/**
	 * A caller whose authentication does not count, and who may still log in.
	 */
	static final Authentication NOBODY = new AnonymousAuthenticationToken("nobody", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private Caller() {
	}

	/**
	 * Lets the request go on as another one's. What is stored of the caller stays.
	 */
	static void become(Authentication authentication, SecurityContextHolderStrategy strategy) {
		SecurityContext context = strategy.createEmptyContext();
		context.setAuthentication(authentication);
		strategy.setContext(context);
	}

}
