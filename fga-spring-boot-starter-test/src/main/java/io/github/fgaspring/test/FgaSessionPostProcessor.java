package io.github.fgaspring.test;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.fgaspring.authentication.FgaSessionAuthentication;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.test.context.TestSecurityContextHolder;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/**
 * Sends a request as somebody who is signed in, without a token:
 *
 * <pre>
 * mvc.perform(get("/projects").with(fgaSession().permissions("org:view")));
 * client.mutate().requestInterceptor(fgaSession().permissions("org:view")).build().get().uri("/projects");
 * </pre>
 *
 * The first is for {@code MockMvc} and {@code MockMvcTester}, the second for a
 * {@code RestTestClient} that is bound to MockMvc. A server that listens on a port knows
 * nobody without a token, so there the second fails; let an emulator make a token
 * instead.
 * <p>
 * The application decides as it does behind a validated token. Protection against forged
 * requests stays as it is. Instances are immutable: each method returns a changed copy,
 * so a caller can be kept in a constant.
 */
public final class FgaSessionPostProcessor implements RequestPostProcessor, ClientHttpRequestInterceptor {

	private final FakeSession session;

	private FgaSessionPostProcessor(FakeSession session) {
		this.session = session;
	}

	/**
	 * A user in an organization who has just authenticated, without roles and
	 * permissions.
	 * @return a post-processor for requests
	 */
	public static FgaSessionPostProcessor fgaSession() {
		return new FgaSessionPostProcessor(FakeSession.defaults());
	}

	/**
	 * The same with another user.
	 * @param userId the user id, not empty
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor user(String userId) {
		return with((session) -> session.user(userId));
	}

	/**
	 * The same with another session id.
	 * @param sessionId the session id, or an empty text for none
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor session(String sessionId) {
		return with((session) -> session.session(sessionId));
	}

	/**
	 * The same in another organization.
	 * @param organizationId the organization id, or an empty text if none is selected;
	 * then there is no membership either
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor organization(String organizationId) {
		return with((session) -> session.organization(organizationId));
	}

	/**
	 * The same with another membership. The Authorization API is asked on its behalf.
	 * @param membershipId the id of the membership in the organization, or an empty text
	 * if the token does not name it
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor membership(String membershipId) {
		return with((session) -> session.membership(membershipId));
	}

	/**
	 * The same with these roles in the organization.
	 * @param roles role slugs, the most important one first
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor roles(String... roles) {
		return with((session) -> session.roles(roles));
	}

	/**
	 * The same with these permissions in the whole organization. Other permissions are up
	 * to the Authorization API.
	 * @param permissions permission slugs
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor permissions(String... permissions) {
		return with((session) -> session.permissions(permissions));
	}

	/**
	 * The same in an organization with these entitlements.
	 * @param entitlements entitlements
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor entitlements(String... entitlements) {
		return with((session) -> session.entitlements(entitlements));
	}

	/**
	 * The same with these feature flags enabled.
	 * @param featureFlags feature flag slugs
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor featureFlags(String... featureFlags) {
		return with((session) -> session.featureFlags(featureFlags));
	}

	/**
	 * The same with somebody who acts as the user.
	 * @param impersonator the impersonator, or an empty text if nobody does
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor impersonator(String impersonator) {
		return with((session) -> session.impersonator(impersonator));
	}

	/**
	 * The same with a user who authenticated some time ago.
	 * @param authenticatedAgo how long ago, or {@code null} if the token does not say
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor authenticatedAgo(@Nullable Duration authenticatedAgo) {
		return with((session) -> session.authenticatedAgo(authenticatedAgo));
	}

	/**
	 * The same with another claim, such as one that a JWT template adds.
	 * @param name the name of the claim
	 * @param value its value as a token carries it, or {@code null} to take it out
	 * @return a changed copy
	 */
	public FgaSessionPostProcessor claim(String name, @Nullable Object value) {
		return with((session) -> session.claim(name, value));
	}

	private FgaSessionPostProcessor with(UnaryOperator<FakeSession> change) {
		return new FgaSessionPostProcessor(change.apply(this.session));
	}

	@Override
	public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
		FgaSessionAuthentication authentication = this.session.authentication();
		authentication.setDetails(new WebAuthenticationDetailsSource().buildDetails(request));
		return SecurityMockMvcRequestPostProcessors.authentication(authentication).postProcessRequest(request);
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		SecurityContext previous = TestSecurityContextHolder.getContext();
		WatchedSecurityContext context = new WatchedSecurityContext(this.session.authentication());
		TestSecurityContextHolder.setContext(context);
		ClientHttpResponse response;
		try {
			response = execution.execute(request, body);
		}
		finally {
			TestSecurityContextHolder.setContext(previous);
		}
		if (!context.seen) {
			response.close();
			throw new IllegalStateException("fgaSession() cannot sign in at a running server, which knows sessions by"
					+ " their token only: bind the RestTestClient to MockMvc, or use @EnableFgaEmulator and send"
					+ " FgaEmulator.sessionToken(...) as bearer token");
		}
		return response;
	}

	/**
	 * Short and without ids.
	 */
	@Override
	public String toString() {
		return "fgaSession()";
	}

	/**
	 * Knows whether anybody looked who is signed in. MockMvc does, in this thread; a
	 * server never can.
	 */
	private static final class WatchedSecurityContext extends SecurityContextImpl {

		private boolean seen;

		private WatchedSecurityContext(Authentication authentication) {
			super(authentication);
		}

		@Override
		public @Nullable Authentication getAuthentication() {
			this.seen = true;
			return super.getAuthentication();
		}

	}

}
