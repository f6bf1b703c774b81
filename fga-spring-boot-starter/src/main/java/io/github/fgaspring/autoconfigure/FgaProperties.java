package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The starter's properties. {@link #toString()} does not reveal the API key.
 *
 * @param apiKey the secret API key of the WorkOS environment
 * @param clientId the client id that session tokens are issued for
 * @param baseUrl the URL of the WorkOS API, or of your own authentication API domain
 * @param session how session tokens are recognised
 * @param fastPath when the session token answers questions about resources
 * @param remote how the Authorization API is called
 * @param web how requests are answered
 */
@ConfigurationProperties("fga")
public record FgaProperties(@Nullable String apiKey, @Nullable String clientId,
		@DefaultValue("https://api.workos.com") String baseUrl, @DefaultValue Session session,
		@DefaultValue FastPath fastPath, @DefaultValue Remote remote, @DefaultValue Web web) {

	@Override
	public String toString() {
		return "FgaProperties[baseUrl=" + this.baseUrl + ", session=" + this.session + ", fastPath=" + this.fastPath
				+ ", remote=" + this.remote + ", web=" + this.web + "]";
	}

	/**
	 * How session tokens are recognised.
	 *
	 * @param issuers the accepted values of the claim 'iss', compared exactly. Default:
	 * the base URL, the same with a trailing slash, and
	 * '{base-url}/user_management/{client-id}'
	 * @param jwkSetUri the URL of the keys that tokens are verified with. Default:
	 * '{base-url}/sso/jwks/{client-id}'
	 * @param audiences the accepted values of the claim 'aud'. Default: not checked,
	 * because WorkOS issues no audience unless a JWT template adds one
	 * @param clockSkew how far the clocks of WorkOS and of this application may disagree
	 * @param cookieName the name of a cookie that may hold the token if there is no
	 * 'Authorization' header. Default: cookies are not read
	 */
	public record Session(@DefaultValue List<String> issuers, @Nullable String jwkSetUri,
			@DefaultValue List<String> audiences, @DefaultValue("30s") Duration clockSkew,
			@Nullable String cookieName) {

	}

	/**
	 * When the session token answers questions about resources.
	 *
	 * @param enabled whether a permission in the session token, which holds for the whole
	 * organization, also grants it on every single resource without a call
	 */
	public record FastPath(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * How the Authorization API is called.
	 *
	 * @param connectTimeout how long to wait for a connection
	 * @param readTimeout how long to wait for an answer
	 */
	public record Remote(@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("1s") Duration readTimeout) {

	}

	/**
	 * How requests are answered.
	 *
	 * @param deniedStatus the status of a denial: 403, or 404 to hide that the resource
	 * exists
	 * @param publicPaths path patterns, such as '/public/**', that need no authentication
	 * in the starter's own filter chain
	 * @param protectedResourceMetadata whether the starter's own filter chain publishes
	 * OAuth protected resource metadata (RFC 9728) to everybody
	 */
	public record Web(@DefaultValue("403") int deniedStatus, @DefaultValue List<String> publicPaths,
			@DefaultValue("false") boolean protectedResourceMetadata) {

	}

}
