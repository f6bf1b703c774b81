package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata that editors show.
 */
class ConfigurationMetadataTests {

	private final JsonNode metadata = read();

	@Test
	void propertiesWhenCompiledThenAreTheDocumentedOnesWithTheirDefaults() {
		Map<String, String> defaults = new HashMap<>();
		this.metadata.get("properties")
			.forEach((property) -> defaults.put(property.get("name").asString(),
					property.has("defaultValue") ? property.get("defaultValue").asString() : null));
		Map<String, String> expected = new HashMap<>();
		expected.put("fga.api-key", null);
		expected.put("fga.client-id", null);
		expected.put("fga.base-url", "https://api.workos.com");
		expected.put("fga.session.issuers", null);
		expected.put("fga.session.jwk-set-uri", null);
		expected.put("fga.session.audiences", null);
		expected.put("fga.session.clock-skew", "30s");
		expected.put("fga.session.max-token-age", "24h");
		expected.put("fga.session.token-cache.max-size", "10000");
		expected.put("fga.session.token-cache.max-age", "1m");
		expected.put("fga.session.cookie-name", null);
		expected.put("fga.session.algorithms", "RS256");
		expected.put("fga.session.claims.user-id", "sub");
		expected.put("fga.session.claims.session-id", "sid");
		expected.put("fga.session.claims.organization-id", "org_id");
		expected.put("fga.session.claims.organization-membership-id", null);
		expected.put("fga.session.claims.role", "role");
		expected.put("fga.session.claims.roles", "roles");
		expected.put("fga.session.claims.permissions", null);
		expected.put("fga.session.claims.entitlements", "entitlements");
		expected.put("fga.session.claims.feature-flags", "feature_flags");
		expected.put("fga.session.claims.impersonator", "act.sub");
		expected.put("fga.session.claims.authenticated-at", "auth_time");
		expected.put("fga.session.claims.audience", "aud");
		expected.put("fga.session.providers", null);
		expected.put("fga.session.sealed-cookie.password", null);
		expected.put("fga.session.sealed-cookie.name", "wos-session");
		expected.put("fga.session.sealed-cookie.refresh", "false");
		expected.put("fga.session.sealed-cookie.domain", null);
		expected.put("fga.session.sealed-cookie.same-site", "lax");
		expected.put("fga.session.sealed-cookie.secure", "true");
		expected.put("fga.session.sealed-cookie.max-age", "400d");
		expected.put("fga.membership.user-ids", "workos");
		expected.put("fga.membership.organization-ids", "workos");
		expected.put("fga.fast-path.enabled", "true");
		expected.put("fga.remote.connect-timeout", "500ms");
		expected.put("fga.remote.read-timeout", "1s");
		expected.put("fga.enforcement", "enforce");
		expected.put("fga.fast-path.tenancy", "trust");
		expected.put("fga.remote.deadline", "2s");
		expected.put("fga.remote.resilience", "true");
		expected.put("fga.remote.max-attempts", "2");
		expected.put("fga.remote.retry-backoff", "100ms");
		expected.put("fga.remote.max-concurrent", "64");
		expected.put("fga.remote.circuit-breaker.failure-rate", "50");
		expected.put("fga.remote.circuit-breaker.window", "50");
		expected.put("fga.remote.circuit-breaker.minimum-calls", "10");
		expected.put("fga.remote.circuit-breaker.open-for", "5s");
		expected.put("fga.decision-cache.enabled", "false");
		expected.put("fga.decision-cache.allow-ttl", "30s");
		expected.put("fga.decision-cache.deny-ttl", "5s");
		expected.put("fga.decision-cache.stale-if-error", "0s");
		expected.put("fga.decision-cache.max-size", "10000");
		expected.put("fga.decision-cache.shared", "false");
		expected.put("fga.policies.source", "properties");
		expected.put("fga.policies.defaults.blocked", "false");
		expected.put("fga.policies.defaults.max-session-age", null);
		expected.put("fga.policies.defaults.recent-authentication", null);
		expected.put("fga.policies.defaults.authentication-methods", null);
		expected.put("fga.policies.defaults.required-claims", null);
		expected.put("fga.policies.defaults.allowed-networks", null);
		expected.put("fga.policies.defaults.impersonation", "allow");
		expected.put("fga.policies.organizations", null);
		expected.put("fga.webhooks.secret", null);
		expected.put("fga.webhooks.previous-secrets", null);
		expected.put("fga.webhooks.path", "/fga/webhooks");
		expected.put("fga.webhooks.tolerance", "3m");
		expected.put("fga.events.poll", "false");
		expected.put("fga.events.poll-interval", "5s");
		expected.put("fga.events.cursor-file", null);
		expected.put("fga.redis.enabled", "true");
		expected.put("fga.redis.key-prefix", "fga");
		expected.put("fga.redis.timeout", "250ms");
		expected.put("fga.web.stale-session-header", null);
		expected.put("fga.permissions.validate", "off");
		expected.put("fga.actuate.show-ids", "false");
		expected.put("fga.web.undeclared-handlers", "permit");
		expected.put("fga.web.denied-status", "403");
		expected.put("fga.web.public-paths", null);
		expected.put("fga.web.protected-resource-metadata", "false");
		expected.put("management.endpoint.fga.access", "unrestricted");
		expected.put("management.endpoint.fga.cache.time-to-live", "0ms");
		expected.put("management.health.fga.enabled", "true");
		assertThat(defaults).isEqualTo(expected);
	}

	@Test
	void propertiesWhenCompiledThenEachIsDescribed() {
		assertThat(this.metadata.get("properties")).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString())
				.as(property.get("name").asString())
				.isNotBlank());
	}

	@Test
	void hintsWhenCompiledThenOfferBothStatuses() {
		assertThat(this.metadata.get("hints")).singleElement().satisfies((hint) -> {
			assertThat(hint.get("name").asString()).isEqualTo("fga.web.denied-status");
			assertThat(hint.get("values")).extracting((value) -> value.get("value").asInt()).containsExactly(403, 404);
		});
	}

	private static JsonNode read() {
		try {
			return JsonMapper.shared()
				.readTree(new FileSystemResource("target/classes/META-INF/spring-configuration-metadata.json")
					.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
