package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JwtTemplateTests {

	private static final User ALICE = new User("user_alice", "alice@acme.test", null,
			new UserProfile("Alice", null, null, true, "4$2", null, Map.of()), null, Instant.EPOCH, Instant.EPOCH);

	private static final Organization ACME = new Organization("org_acme", "Acme \"Ltd\"", "acme", List.of(), Map.of(),
			null, false, Instant.EPOCH, Instant.EPOCH);

	private static final Membership MEMBERSHIP = new Membership("om_alice", "user_alice", "org_acme",
			MembershipStatus.ACTIVE, Instant.EPOCH, Instant.EPOCH);

	@Test
	void renderWhenEveryVariableThenHasItsValue() {
		JwtTemplate template = JwtTemplate.parse("""
				{
				  "om": "{{ organization_membership.id }}",
				  "email": "{{user.email}}",
				  "user": "{{ user.id }}/{{ user.external_id }}",
				  "organization": ["{{ organization.id }}", { "name": "{{ organization.name }}" }],
				  "external": "{{ organization.external_id }}",
				  "plain": "text",
				  "number": 7,
				  "flag": true
				}""");
		assertThat(template.render(ALICE, ACME, MEMBERSHIP))
			.isEqualTo(Map.of("om", "om_alice", "email", "alice@acme.test", "user", "user_alice/4$2", "organization",
					List.of("org_acme", Map.of("name", "Acme \"Ltd\"")), "external", "acme", "plain", "text", "number",
					7, "flag", true));
	}

	@Test
	void renderWhenValueIsMissingThenLeavesClaimOutOrBlank() {
		JwtTemplate template = JwtTemplate.parse("""
				{"om": "{{ organization_membership.id }}", "text": "in {{ organization.name }}", "none": null}""");
		assertThat(template.render(ALICE, null, null)).isEqualTo(Map.of("text", "in "));
	}

	@Test
	void renderWhenCalledTwiceThenStartsAfresh() {
		JwtTemplate template = JwtTemplate.parse("{\"om\": \"{{ organization_membership.id }}\"}");
		assertThat(template.render(ALICE, null, null)).isEmpty();
		assertThat(template.render(ALICE, ACME, MEMBERSHIP)).containsEntry("om", "om_alice");
	}

	@Test
	void renderWhenClaimsAreTooLargeThenFails() {
		JwtTemplate template = JwtTemplate.parse("{\"a\": \"" + "x".repeat(JwtTemplate.MAX_BYTES) + "\"}");
		assertThatIllegalArgumentException().isThrownBy(() -> template.render(ALICE, ACME, MEMBERSHIP))
			.withMessage("The jwt-template makes claims of 3080 bytes, more than the 3072 allowed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "iss", "sub", "exp", "iat", "nbf", "jti" })
	void parseWhenClaimIsReservedThenFails(String claim) {
		assertThatIllegalArgumentException().isThrownBy(() -> JwtTemplate.parse("{\"" + claim + "\": \"a\"}"))
			.withMessage("the claim '" + claim + "' is reserved; write another name");
	}

	@Test
	void parseWhenVariableIsUnknownThenNamesTheOthers() {
		assertThatIllegalArgumentException().isThrownBy(() -> JwtTemplate.parse("{\"a\": \"{{ user.mail }}\"}"))
			.withMessage("there is no value for '{{ user.mail }}'; write one of: user.id, user.email, "
					+ "user.external_id, organization.id, organization.name, organization.external_id, "
					+ "organization_membership.id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "\"text\"", "7" })
	void parseWhenNotObjectWithKeyThenFails(String content) {
		assertThatIllegalArgumentException().isThrownBy(() -> JwtTemplate.parse(content))
			.withMessageStartingWith("it is not a JSON object with at least one key");
	}

	@Test
	void parseWhenNotJsonThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> JwtTemplate.parse("{"))
			.withMessageStartingWith("it is not valid JSON: ");
	}

}
