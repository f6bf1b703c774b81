package io.github.fgaspring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.authorization.UndeclaredHandlers;
import io.github.fgaspring.cookie.SameSite;
import io.github.fgaspring.membership.IdKind;
import io.github.fgaspring.policy.ImpersonationPolicy;
import io.github.fgaspring.policy.PolicySource;
import io.github.fgaspring.validation.PermissionValidation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * The starter's properties. {@link #toString()} does not reveal the API key.
 *
 * @param apiKey Secret API key of the WorkOS environment.
 * @param clientId Client id that session tokens are issued for.
 * @param baseUrl URL of the WorkOS API, or of your own authentication API domain.
 * @param session How session tokens are recognised.
 * @param enforcement Whether rules are enforced, or only evaluated, logged and counted.
 * @param fastPath When the session token answers questions about resources.
 * @param membership How the membership of a session that does not name it is found.
 * @param remote How the Authorization API is called.
 * @param decisionCache Whether and how long the API's answers are kept across requests.
 * @param permissions How the permissions that rules name are checked.
 * @param policies What organizations demand of sessions beyond a valid token.
 * @param webhooks How WorkOS tells this application of changes.
 * @param events How this application asks WorkOS for changes.
 * @param redis How several instances of this application share what they know.
 * @param web How requests are answered.
 * @param actuate What the actuator endpoint 'fga' shows.
 */
@ConfigurationProperties("fga")
public record FgaProperties(@Nullable String apiKey, @Nullable String clientId,
		@DefaultValue("https://api.workos.com") String baseUrl, @DefaultValue Session session,
		@DefaultValue("enforce") Enforcement enforcement, @DefaultValue FastPath fastPath,
		@DefaultValue Membership membership, @DefaultValue Remote remote, @DefaultValue DecisionCache decisionCache,
		@DefaultValue Permissions permissions, @DefaultValue Policies policies, @DefaultValue Webhooks webhooks,
		@DefaultValue Events events, @DefaultValue Redis redis, @DefaultValue Web web, @DefaultValue Actuate actuate) {

	@Override
	public String toString() {
		return "FgaProperties[baseUrl=" + this.baseUrl + ", session=" + this.session + ", enforcement="
				+ this.enforcement + ", fastPath=" + this.fastPath + ", membership=" + this.membership + ", remote="
				+ this.remote + ", decisionCache=" + this.decisionCache + ", permissions=" + this.permissions
				+ ", policies=" + this.policies + ", webhooks=" + this.webhooks + ", events=" + this.events + ", redis="
				+ this.redis + ", web=" + this.web + ", actuate=" + this.actuate + "]";
	}

	/**
	 * How session tokens are recognised.
	 *
	 * @param issuers Accepted values of the claim 'iss', compared exactly. By default the
	 * base URL, the same with a trailing slash, and
	 * '{base-url}/user_management/{client-id}'.
	 * @param jwkSetUri URL of the keys that tokens are verified with. By default
	 * '{base-url}/sso/jwks/{client-id}'.
	 * @param algorithms Accepted signature algorithms.
	 * @param audiences Accepted values of the claim 'aud'. By default it is not checked,
	 * because WorkOS issues no audience unless a JWT template adds one.
	 * @param clockSkew How far the clocks of WorkOS and of this application may disagree,
	 * five minutes at most.
	 * @param maxTokenAge Time after which a token is not accepted, however long it says
	 * to be valid. Revocations are kept that long.
	 * @param cookieName Name of a cookie that may hold the token if there is no
	 * 'Authorization' header. By default cookies are not read.
	 * @param claims Which claims of the token say what.
	 * @param providers Identity providers whose tokens are accepted besides, by a name of
	 * your choice, each with issuers, jwk-set-uri, algorithms, audiences and claims of
	 * its own.
	 * @param sealedCookie How the session of an AuthKit frontend is shared.
	 * @param tokenCache How tokens are remembered that have been verified.
	 */
	public record Session(@DefaultValue List<String> issuers, @Nullable String jwkSetUri,
			@DefaultValue("RS256") Set<SignatureAlgorithm> algorithms, @DefaultValue List<String> audiences,
			@DefaultValue("30s") Duration clockSkew, @DefaultValue("24h") Duration maxTokenAge,
			@Nullable String cookieName, @DefaultValue Claims claims, @DefaultValue Map<String, Provider> providers,
			@DefaultValue SealedCookie sealedCookie, @DefaultValue TokenCache tokenCache) {

		/**
		 * How tokens are remembered that have been verified.
		 *
		 * @param maxSize How many tokens are remembered at most, with up to 2,048
		 * characters each; longer ones count as several. With 0, each token is verified
		 * with each request.
		 * @param maxAge Time after which a token is verified again, at the latest; all
		 * are when a key is found to have been withdrawn. Five minutes at most.
		 */
		public record TokenCache(@DefaultValue("10000") int maxSize, @DefaultValue("1m") Duration maxAge) {

		}

		/**
		 * Which claims of a token say what. Names with dots lead into nested claims.
		 *
		 * @param userId Name of the claim with the id of the user.
		 * @param sessionId Name of the claim with the id of the session.
		 * @param organizationId Name of the claim with the id of the organization.
		 * @param organizationMembershipId Name of the claim with the id of the user's
		 * membership in the organization. By default 'organization_membership_id'; for
		 * other providers none, so that the membership is looked up.
		 * @param role Name of the claim with the user's first role.
		 * @param roles Name of the claim with the user's roles.
		 * @param permissions Name of the claim with the permissions that the user has in
		 * the whole organization. By default 'permissions'; for other providers none, so
		 * that WorkOS is asked.
		 * @param entitlements Name of the claim with the organization's entitlements.
		 * @param featureFlags Name of the claim with the enabled feature flags.
		 * @param impersonator Name of the claim with who acts as the user.
		 * @param authenticatedAt Name of the claim with the time of the last
		 * authentication.
		 * @param audience Name of the claim that is compared with the audiences.
		 */
		public record Claims(@DefaultValue("sub") String userId, @DefaultValue("sid") String sessionId,
				@DefaultValue("org_id") String organizationId, @Nullable String organizationMembershipId,
				@DefaultValue("role") String role, @DefaultValue("roles") String roles, @Nullable String permissions,
				@DefaultValue("entitlements") String entitlements, @DefaultValue("feature_flags") String featureFlags,
				@DefaultValue("act.sub") String impersonator, @DefaultValue("auth_time") String authenticatedAt,
				@DefaultValue("aud") String audience) {

		}

		/**
		 * An identity provider whose tokens are accepted besides.
		 *
		 * @param issuers Accepted values of the claim 'iss', compared exactly.
		 * @param jwkSetUri URL of the provider's keys: the 'jwks_uri' of its
		 * '/.well-known/openid-configuration'.
		 * @param algorithms Accepted signature algorithms.
		 * @param audiences Accepted values of the claim 'aud', at least one.
		 * @param claims Which claims of the token say what.
		 */
		public record Provider(@DefaultValue List<String> issuers, @Nullable String jwkSetUri,
				@DefaultValue("RS256") Set<SignatureAlgorithm> algorithms, @DefaultValue List<String> audiences,
				@DefaultValue Claims claims) {

		}

		/**
		 * How the session of an AuthKit frontend is shared. {@link #toString()} does not
		 * reveal the password.
		 *
		 * @param password Password that the frontend seals the cookie with, of 32
		 * characters or more. By default the cookie is not read.
		 * @param name Name of the cookie.
		 * @param refresh Whether an expired session is refreshed, and the cookie written
		 * back.
		 * @param domain Domain that the cookie is written for. By default the host of the
		 * request.
		 * @param sameSite Whether browsers send the cookie with requests from other
		 * sites.
		 * @param secure Whether browsers send the cookie over encrypted connections only.
		 * @param maxAge Time for which browsers keep the cookie.
		 */
		public record SealedCookie(@Nullable String password, @DefaultValue("wos-session") String name,
				@DefaultValue("false") boolean refresh, @Nullable String domain, @DefaultValue("lax") SameSite sameSite,
				@DefaultValue("true") boolean secure, @DefaultValue("400d") Duration maxAge) {

			@Override
			public String toString() {
				return "SealedCookie[name=" + this.name + ", refresh=" + this.refresh + "]";
			}

		}

	}

	/**
	 * How the membership of a session that does not name it is found.
	 *
	 * @param userIds Whether sessions name users by the ids of WorkOS, or by your own,
	 * which WorkOS knows as 'external_id'.
	 * @param organizationIds Whether sessions name organizations by the ids of WorkOS, or
	 * by your own.
	 */
	public record Membership(@DefaultValue("workos") IdKind userIds, @DefaultValue("workos") IdKind organizationIds) {

	}

	/**
	 * When the session token answers questions about resources.
	 *
	 * @param enabled Whether a permission in the session token, which holds for the whole
	 * organization, also grants it on every single resource without a call.
	 * @param tenancy Whether the application is trusted to name resources of the
	 * session's organization only, or each must first be known to belong to it: to a
	 * 'ResourceTenancy' bean, else to WorkOS.
	 */
	public record FastPath(@DefaultValue("true") boolean enabled, @DefaultValue("trust") Tenancy tenancy) {

		/**
		 * How a resource is known to belong to the session's organization.
		 */
		public enum Tenancy {

			/**
			 * The application names no others.
			 */
			TRUST,

			/**
			 * It is looked up.
			 */
			VERIFY

		}

	}

	/**
	 * How the Authorization API is called.
	 *
	 * @param connectTimeout Time to wait for a connection to the Authorization API.
	 * @param readTimeout Time to wait for its answer, the connection included.
	 * @param deadline Time that a decision may take, with all calls, retries and waiting
	 * for other requests that ask the same.
	 * @param resilience Whether calls are limited in number, failed ones tried again, and
	 * a dead service left alone. If not, there is one attempt, and the other properties
	 * that say how have no effect.
	 * @param maxAttempts How often a call is made at most, the first time included.
	 * @param retryBackoff Time to wait before another attempt, give or take half of it,
	 * unless the API says how long to wait.
	 * @param maxConcurrent How many calls may be under way; one more is answered with 503
	 * at once.
	 * @param circuitBreaker When a dead service is left alone.
	 */
	public record Remote(@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("1s") Duration readTimeout,
			@DefaultValue("2s") Duration deadline, @DefaultValue("true") boolean resilience,
			@DefaultValue("2") int maxAttempts, @DefaultValue("100ms") Duration retryBackoff,
			@DefaultValue("64") int maxConcurrent, @DefaultValue CircuitBreaker circuitBreaker) {

		/**
		 * When a dead service is left alone.
		 *
		 * @param failureRate How many percent of the last calls must have failed for no
		 * more calls to be made.
		 * @param window Over how many of the last calls that is counted.
		 * @param minimumCalls How many calls it takes to tell.
		 * @param openFor Time for which no call is made, before one is let through to see
		 * whether the service is back.
		 */
		public record CircuitBreaker(@DefaultValue("50") int failureRate, @DefaultValue("50") int window,
				@DefaultValue("10") int minimumCalls, @DefaultValue("5s") Duration openFor) {

		}

	}

	/**
	 * Whether and how long the API's answers are kept across requests. Whoever turns this
	 * on accepts that a change at WorkOS takes effect that much later.
	 *
	 * @param enabled Whether answers are kept.
	 * @param allowTtl Time for which a grant is kept; never longer than the session token
	 * is valid.
	 * @param denyTtl Time for which a denial is kept.
	 * @param staleIfError Time for which a grant is kept longer while the API is out of
	 * reach.
	 * @param maxSize How many answers are kept.
	 * @param shared Whether the instances of this application also share answers, through
	 * Redis.
	 */
	public record DecisionCache(@DefaultValue("false") boolean enabled, @DefaultValue("30s") Duration allowTtl,
			@DefaultValue("5s") Duration denyTtl, @DefaultValue("0s") Duration staleIfError,
			@DefaultValue("10000") int maxSize, @DefaultValue("false") boolean shared) {

	}

	/**
	 * How the permissions that rules name are checked.
	 *
	 * @param validate Whether start-up looks every permission that a rule names up in the
	 * list of the environment's permissions, and what it does about unknown ones.
	 */
	public record Permissions(@DefaultValue("off") PermissionValidation validate) {

	}

	/**
	 * What organizations demand of sessions beyond a valid token.
	 *
	 * @param source Where the policies of organizations are written: in these properties,
	 * or besides in the metadata of each organization at WorkOS.
	 * @param defaults What is demanded of every session.
	 * @param organizations What is demanded of the sessions of one organization instead
	 * of the defaults, by its id.
	 */
	public record Policies(@DefaultValue("properties") PolicySource source, @DefaultValue Policy defaults,
			@DefaultValue Map<String, Policy> organizations) {

		/**
		 * What is demanded.
		 *
		 * @param blocked Whether nobody gets in.
		 * @param maxSessionAge How long ago the user may have authenticated. By default
		 * any time.
		 * @param recentAuthentication How long ago, at most, for operations that are
		 * marked with '@RequiresRecentAuthentication'. By default what the mark says.
		 * @param authenticationMethods Methods that the user must have authenticated
		 * with, as the claim 'amr' names them.
		 * @param requiredClaims Claims that the token must hold, by name, each with the
		 * values of which it must hold one.
		 * @param allowedNetworks Networks that requests may come from, such as
		 * '192.0.2.0/24'. By default all.
		 * @param impersonation What sessions may do in which somebody acts as the user.
		 */
		public record Policy(@DefaultValue("false") boolean blocked, @Nullable Duration maxSessionAge,
				@Nullable Duration recentAuthentication, @DefaultValue Set<String> authenticationMethods,
				@DefaultValue Map<String, Set<String>> requiredClaims, @DefaultValue List<String> allowedNetworks,
				@DefaultValue("allow") ImpersonationPolicy impersonation) {

		}

	}

	/**
	 * How WorkOS tells this application of changes. {@link #toString()} does not reveal
	 * the secrets.
	 *
	 * @param secret Secret of the webhook endpoint in the WorkOS dashboard. By default
	 * there is no endpoint in this application.
	 * @param previousSecrets Earlier secrets that are accepted too, while WorkOS changes
	 * to a new one.
	 * @param path Path of the endpoint, without the context path.
	 * @param tolerance How long before or after now a message may have been signed.
	 */
	public record Webhooks(@Nullable String secret, @DefaultValue List<String> previousSecrets,
			@DefaultValue("/fga/webhooks") String path, @DefaultValue("3m") Duration tolerance) {

		@Override
		public String toString() {
			return "Webhooks[path=" + this.path + ", tolerance=" + this.tolerance + "]";
		}

	}

	/**
	 * How this application asks WorkOS for changes.
	 *
	 * @param poll Whether it reads the Events API, for applications that WorkOS cannot
	 * reach.
	 * @param pollInterval Time between two looks for new events.
	 * @param cursorFile File that keeps how far events have been read. By default Redis
	 * does, if there is one, else nothing.
	 */
	public record Events(@DefaultValue("false") boolean poll, @DefaultValue("5s") Duration pollInterval,
			@Nullable Path cursorFile) {

	}

	/**
	 * How several instances of this application share what they know.
	 *
	 * @param enabled Whether they do, if Spring Data Redis has a connection.
	 * @param keyPrefix What the names of all keys begin with, followed by the client id.
	 * @param timeout Time that a request waits for Redis at most.
	 */
	public record Redis(@DefaultValue("true") boolean enabled, @DefaultValue("fga") String keyPrefix,
			@DefaultValue("250ms") Duration timeout) {

	}

	/**
	 * How requests are answered.
	 *
	 * @param deniedStatus Status of a denial: 403, or 404 to hide that the resource
	 * exists.
	 * @param publicPaths Path patterns, such as '/public/**', that need no authentication
	 * in the starter's own filter chain.
	 * @param undeclaredHandlers Whether a handler method is open to every session if it
	 * has no rule, no '@FilterPermitted' and no '@NoPermissionRequired', or closed.
	 * @param staleSessionHeader Name of a response header that is 'true' if roles or
	 * permissions have changed since the session token was issued, so that the frontend
	 * refreshes it. By default there is none.
	 * @param protectedResourceMetadata Whether the starter's own filter chain publishes
	 * OAuth protected resource metadata (RFC 9728) to everybody.
	 */
	public record Web(@DefaultValue("403") int deniedStatus, @DefaultValue List<String> publicPaths,
			@DefaultValue("permit") UndeclaredHandlers undeclaredHandlers, @Nullable String staleSessionHeader,
			@DefaultValue("false") boolean protectedResourceMetadata) {

	}

	/**
	 * What the actuator endpoint 'fga' shows.
	 *
	 * @param showIds Whether recent denials are shown with the ids of users and
	 * resources.
	 */
	public record Actuate(@DefaultValue("false") boolean showIds) {

	}

}
