package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The starter's properties. {@link #toString()} does not reveal the API key.
 *
 * @param apiKey Secret API key of the WorkOS environment.
 * @param clientId Client id that session tokens are issued for.
 * @param baseUrl URL of the WorkOS API, or of your own authentication API domain.
 * @param session How session tokens are recognised.
 * @param fastPath When the session token answers questions about resources.
 * @param remote How the Authorization API is called.
 * @param web How requests are answered.
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
	 * @param issuers Accepted values of the claim 'iss', compared exactly. By default the
	 * base URL, the same with a trailing slash, and
	 * '{base-url}/user_management/{client-id}'.
	 * @param jwkSetUri URL of the keys that tokens are verified with. By default
	 * '{base-url}/sso/jwks/{client-id}'.
	 * @param audiences Accepted values of the claim 'aud'. By default it is not checked,
	 * because WorkOS issues no audience unless a JWT template adds one.
	 * @param clockSkew How far the clocks of WorkOS and of this application may disagree.
	 * @param cookieName Name of a cookie that may hold the token if there is no
	 * 'Authorization' header. By default cookies are not read.
	 */
	public record Session(@DefaultValue List<String> issuers, @Nullable String jwkSetUri,
			@DefaultValue List<String> audiences, @DefaultValue("30s") Duration clockSkew,
			@Nullable String cookieName) {

	}

	/**
	 * When the session token answers questions about resources.
	 *
	 * @param enabled Whether a permission in the session token, which holds for the whole
	 * organization, also grants it on every single resource without a call.
	 */
	public record FastPath(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * How the Authorization API is called.
	 *
	 * @param connectTimeout Time to wait for a connection to the Authorization API.
	 * @param readTimeout Time to wait for its answer.
	 */
	public record Remote(@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("1s") Duration readTimeout) {

	}

	/**
	 * How requests are answered.
	 *
	 * @param deniedStatus Status of a denial: 403, or 404 to hide that the resource
	 * exists.
	 * @param publicPaths Path patterns, such as '/public/**', that need no authentication
	 * in the starter's own filter chain.
	 * @param protectedResourceMetadata Whether the starter's own filter chain publishes
	 * OAuth protected resource metadata (RFC 9728) to everybody.
	 */
	public record Web(@DefaultValue("403") int deniedStatus, @DefaultValue List<String> publicPaths,
			@DefaultValue("false") boolean protectedResourceMetadata) {

	}

}
