package io.github.fgaspring.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The settings in effect, by property name, as they may be shown: the defaults that
 * depend on others filled in, and no secret among them.
 */
final class EffectiveConfiguration {

	private final Map<String, Object> settings = new LinkedHashMap<>();

	private EffectiveConfiguration() {
	}

	static Map<String, Object> of(FgaProperties properties, FgaConnectionDetails connection) {
		EffectiveConfiguration configuration = new EffectiveConfiguration();
		URI baseUrl = withoutUserAndQuery(connection.getBaseUrl());
		configuration.add("base-url", baseUrl);
		configuration.add("client-id", connection.getClientId());
		configuration.add("enforcement", properties.enforcement());
		configuration.addSession(properties.session(), baseUrl, connection.getClientId());
		configuration.add("fast-path.enabled", properties.fastPath().enabled());
		configuration.add("fast-path.tenancy", properties.fastPath().tenancy());
		configuration.add("membership.user-ids", properties.membership().userIds());
		configuration.add("membership.organization-ids", properties.membership().organizationIds());
		configuration.addRemote(properties.remote());
		configuration.addDecisionCache(properties.decisionCache());
		configuration.add("permissions.validate", properties.permissions().validate());
		configuration.addPolicies(properties.policies());
		configuration.addLiveChanges(properties.webhooks(), properties.events(), properties.redis());
		configuration.add("web.denied-status", properties.web().deniedStatus());
		configuration.add("web.public-paths", properties.web().publicPaths());
		configuration.add("web.undeclared-handlers", properties.web().undeclaredHandlers());
		configuration.add("web.stale-session-header", properties.web().staleSessionHeader());
		configuration.add("web.protected-resource-metadata", properties.web().protectedResourceMetadata());
		configuration.add("actuate.show-ids", properties.actuate().showIds());
		return configuration.settings;
	}

	private void addSession(FgaProperties.Session session, URI baseUrl, String clientId) {
		add("session.issuers", SessionConfiguration.issuers(session, baseUrl, clientId));
		add("session.jwk-set-uri", withoutUserAndQuery(SessionConfiguration.jwkSetUri(session, baseUrl, clientId)));
		add("session.algorithms", session.algorithms());
		add("session.audiences", session.audiences());
		add("session.clock-skew", session.clockSkew());
		add("session.max-token-age", session.maxTokenAge());
		add("session.token-cache.max-size", session.tokenCache().maxSize());
		add("session.token-cache.max-age", session.tokenCache().maxAge());
		add("session.cookie-name", session.cookieName());
		addClaims("session.claims.", session.claims(), ConfiguredClaims.mainMembership(session.claims()),
				ConfiguredClaims.mainPermissions(session.claims()));
		session.providers().forEach((name, provider) -> {
			String prefix = "session.providers." + name + ".";
			add(prefix + "issuers", provider.issuers());
			if (provider.jwkSetUri() != null) {
				add(prefix + "jwk-set-uri", withoutUserAndQuery(URI.create(provider.jwkSetUri().trim())));
			}
			add(prefix + "algorithms", provider.algorithms());
			add(prefix + "audiences", provider.audiences());
			addClaims(prefix + "claims.", provider.claims(), provider.claims().organizationMembershipId(),
					provider.claims().permissions());
		});
		if (session.sealedCookie().password() != null) {
			addSealedCookie(session.sealedCookie());
		}
	}

	private void addClaims(String prefix, FgaProperties.Session.Claims claims, @Nullable String membership,
			@Nullable String permissions) {
		add(prefix + "user-id", claims.userId());
		add(prefix + "session-id", claims.sessionId());
		add(prefix + "organization-id", claims.organizationId());
		add(prefix + "organization-membership-id", membership);
		add(prefix + "role", claims.role());
		add(prefix + "roles", claims.roles());
		add(prefix + "permissions", permissions);
		add(prefix + "entitlements", claims.entitlements());
		add(prefix + "feature-flags", claims.featureFlags());
		add(prefix + "impersonator", claims.impersonator());
		add(prefix + "authenticated-at", claims.authenticatedAt());
		add(prefix + "audience", claims.audience());
	}

	private void addSealedCookie(FgaProperties.Session.SealedCookie cookie) {
		add("session.sealed-cookie.name", cookie.name());
		add("session.sealed-cookie.refresh", cookie.refresh());
		add("session.sealed-cookie.domain", cookie.domain());
		add("session.sealed-cookie.same-site", cookie.sameSite());
		add("session.sealed-cookie.secure", cookie.secure());
		add("session.sealed-cookie.max-age", cookie.maxAge());
	}

	private void addRemote(FgaProperties.Remote remote) {
		add("remote.connect-timeout", remote.connectTimeout());
		add("remote.read-timeout", remote.readTimeout());
		add("remote.deadline", remote.deadline());
		add("remote.resilience", remote.resilience());
		if (remote.resilience()) {
			add("remote.max-attempts", remote.maxAttempts());
			add("remote.retry-backoff", remote.retryBackoff());
			add("remote.max-concurrent", remote.maxConcurrent());
			add("remote.circuit-breaker.failure-rate", remote.circuitBreaker().failureRate());
			add("remote.circuit-breaker.window", remote.circuitBreaker().window());
			add("remote.circuit-breaker.minimum-calls", remote.circuitBreaker().minimumCalls());
			add("remote.circuit-breaker.open-for", remote.circuitBreaker().openFor());
		}
	}

	private void addDecisionCache(FgaProperties.DecisionCache cache) {
		add("decision-cache.enabled", cache.enabled());
		if (cache.enabled()) {
			add("decision-cache.allow-ttl", cache.allowTtl());
			add("decision-cache.deny-ttl", cache.denyTtl());
			add("decision-cache.stale-if-error", cache.staleIfError());
			add("decision-cache.max-size", cache.maxSize());
			add("decision-cache.shared", cache.shared());
		}
	}

	private void addPolicies(FgaProperties.Policies policies) {
		add("policies.source", policies.source());
		addPolicy("policies.defaults.", policies.defaults());
		policies.organizations()
			.forEach((organization, policy) -> addPolicy("policies.organizations." + organization + ".", policy));
	}

	private void addPolicy(String prefix, FgaProperties.Policies.Policy policy) {
		add(prefix + "blocked", policy.blocked());
		add(prefix + "max-session-age", policy.maxSessionAge());
		add(prefix + "recent-authentication", policy.recentAuthentication());
		add(prefix + "authentication-methods", policy.authenticationMethods());
		add(prefix + "required-claims", policy.requiredClaims());
		add(prefix + "allowed-networks", policy.allowedNetworks());
		add(prefix + "impersonation", policy.impersonation());
	}

	private void addLiveChanges(FgaProperties.Webhooks webhooks, FgaProperties.Events events,
			FgaProperties.Redis redis) {
		if (webhooks.secret() != null) {
			add("webhooks.path", webhooks.path());
			add("webhooks.tolerance", webhooks.tolerance());
		}
		add("events.poll", events.poll());
		if (events.poll()) {
			add("events.poll-interval", events.pollInterval());
			add("events.cursor-file", events.cursorFile());
		}
		add("redis.enabled", redis.enabled());
		if (redis.enabled()) {
			add("redis.key-prefix", redis.keyPrefix());
			add("redis.timeout", redis.timeout());
		}
	}

	private void add(String name, @Nullable Object value) {
		if (value != null) {
			this.settings.put("fga." + name, shown(value));
		}
	}

	/**
	 * A value as one would write it in a properties file.
	 */
	private static Object shown(Object value) {
		if (value instanceof Duration duration) {
			return DurationText.of(duration);
		}
		if (value instanceof URI || value instanceof Path) {
			return value.toString();
		}
		return (value instanceof Enum<?> constant) ? constant.name().toLowerCase(Locale.ROOT) : value;
	}

	/**
	 * A connection bean may hold more in its URL than the property accepts, and the URL
	 * of keys may have a query.
	 */
	private static URI withoutUserAndQuery(URI url) {
		return URI.create(url.getScheme() + "://" + url.getHost() + ((url.getPort() != -1) ? ":" + url.getPort() : "")
				+ url.getRawPath());
	}

}
