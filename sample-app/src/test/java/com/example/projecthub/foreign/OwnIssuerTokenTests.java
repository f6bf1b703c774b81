package com.example.projecthub.foreign;

import com.example.projecthub.DocumentedAnswers;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * With {@code fga.session.issuers}, instead of the tokens of WorkOS, and with permissions
 * in the tokens.
 */
class OwnIssuerTokenTests extends AbstractForeignTokenTests {

	@DynamicPropertySource
	static void accept(DynamicPropertyRegistry properties) {
		properties.add("fga.session.issuers", () -> IdentityProvider.ISSUER);
		properties.add("fga.session.jwk-set-uri", provider::jwkSetUri);
		properties.add("fga.session.algorithms", () -> "ES256");
		properties.add("fga.session.audiences", () -> IdentityProvider.AUDIENCE);
		properties.add("fga.session.claims.user-id", () -> "uid");
		properties.add("fga.session.claims.organization-id", () -> "tenant.id");
		properties.add("fga.session.claims.permissions", () -> "grants");
	}

	@Override
	DocumentedAnswers expected() {
		return DocumentedAnswers.read();
	}

	@Test
	void tokenWhenOfWorkOsThenUnauthorized() {
		assertStatus(401, this.emulator.sessionToken("user_alice", "org_acme"));
	}

}
