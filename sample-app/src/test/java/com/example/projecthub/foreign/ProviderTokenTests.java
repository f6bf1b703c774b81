package com.example.projecthub.foreign;

import com.example.projecthub.DocumentedAnswers;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * With {@code fga.session.providers}, besides the tokens of WorkOS. Nobody says what is
 * allowed but WorkOS.
 */
class ProviderTokenTests extends AbstractForeignTokenTests {

	@DynamicPropertySource
	static void accept(DynamicPropertyRegistry properties) {
		String prefix = "fga.session.providers.staff.";
		properties.add(prefix + "issuers", () -> IdentityProvider.ISSUER);
		properties.add(prefix + "jwk-set-uri", provider::jwkSetUri);
		properties.add(prefix + "algorithms", () -> "ES256");
		properties.add(prefix + "audiences", () -> IdentityProvider.AUDIENCE);
		properties.add(prefix + "claims.user-id", () -> "uid");
		properties.add(prefix + "claims.organization-id", () -> "tenant.id");
	}

	@Override
	DocumentedAnswers expected() {
		return DocumentedAnswers.read().withoutPermissionsInSessions();
	}

	@Test
	void tokenWhenOfWorkOsThenAcceptedToo() {
		assertStatus(200, this.emulator.sessionToken("user_alice", "org_acme"));
	}

}
