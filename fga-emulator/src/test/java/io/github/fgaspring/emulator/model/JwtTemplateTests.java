package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JwtTemplateTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final Map<String, Map<String, ?>> ALONE = Map.of("user", user());

	private static final Map<String, Map<String, ?>> IN_ACME = Map.of("user", user(), "organization",
			Map.of("name", "Acme \"Ltd\"", "metadata", Map.of("tier", "gold"), "domains",
					List.of(Map.of("domain", "acme.test"), Map.of("domain", "acme.example"))),
			"organization_membership", Map.of("id", "om_alice", "custom_attributes", Map.of()));

	// The CSV has single quotes of its own, so a caret stands for a quote in a template.
	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			{{ user.email }};                                      alice@acme.test
			{{user.email}};                                        alice@acme.test
			"{{ user.email }}";                                    alice@acme.test
			"{{ organization_membership.id }}";                    om_alice
			"{{ user.first_name }} {{ user.last_name }}";          Alice
			"{{ user.first_name || 'No' }} {{ user.last_name || 'Name' }}"; Alice Name
			{{ user.last_name || user.first_name || 'Nobody' }};   Alice
			{{ user.metadata.nickname || user.last_name || 'Guest' }}; Guest
			{{ user.metadata.nickname||"Guest" }};                 Guest
			"{{ user.metadata.nickname || \\"Guest\\" }}";         Guest
			{{ user.metadata.nickname || 'a || b, {c}' }};         a || b, {c}
			{{ user.metadata.language }};                          es
			{{ organization.metadata.tier || 'bronze' }};          gold
			{{ organization.domains.0.domain }};                   acme.test
			"at {{ organization.domains.1.domain }}";              at acme.example
			"at {{ organization.domains.2.domain }}.";             at .
			"at {{ organization.domains.first.domain }}.";         at .
			{{ organization.name }};                               Acme "Ltd"
			"of {{ organization.name }}";                          of Acme "Ltd"
			"{{ organization.name }}";                             Acme "Ltd"
			"{{ user.email_verified }}";                           true
			"verified: {{ user.email_verified }}";                 verified: true
			"  {{ user.email }}  ";                                alice@acme.test
			"plain \\" text \\\\";                                 plain " text \\
			"{ {not an expression} }";                             { {not an expression} }
			""")
	void renderWhenValueIsTextThenHasIt(String value, String expected) {
		assertThat(render("{\"claim\": " + value + "}", IN_ACME)).isEqualTo(Map.of("claim", expected));
	}

	@Test
	void renderWhenValueIsNoTextThenHasItAsItIs() {
		assertThat(render("""
				{
				  "verified": {{ user.email_verified }},
				  "metadata": {{ user.metadata }},
				  "nested": { "domains": [{{ organization.domains.0 }}, {"a":{{ user.last_name }}}] },
				  "number": 7,
				  "flag": true
				}""", IN_ACME)).isEqualTo(Map.of("verified", true, "metadata", Map.of("language", "es"), "nested",
				Map.of("domains", List.of(Map.of("domain", "acme.test"), mapOf("a", null))), "number", 7, "flag",
				true));
	}

	@Test
	void renderWhenValueIsMissingThenLeavesClaimOutOrBlank() {
		String template = """
				{"om": "{{ organization_membership.id }}", "text": "in {{ organization.name }}.", "none": null,
				"json": {{ organization.name }}, "nested": ["{{ organization.name }}"]}""";
		assertThat(render(template, ALONE)).isEqualTo(Map.of("text", "in .", "nested", listOf((Object) null)));
	}

	@Test
	void renderWhenValueLooksLikeJsonThenStaysText() {
		Map<String, Map<String, ?>> hostile = Map.of("user",
				Map.of("first_name", "\", \"role\": \"admin", "last_name", "{{ user.email }}\\"));
		assertThat(render("""
				{"a": "{{ user.first_name }}", "b": "x{{ user.first_name }}", "c": {{ user.first_name }},
				"d": "{{ user.last_name }}"}""", hostile)).isEqualTo(Map.of("a", "\", \"role\": \"admin", "b",
				"x\", \"role\": \"admin", "c", "\", \"role\": \"admin", "d", "{{ user.email }}\\"));
	}

	@Test
	void renderWhenKeyBecomesReservedThenLeavesClaimOut() {
		assertThat(render("{\"is{{ user.metadata.key }}\": 1, \"a\": 2}",
				Map.of("user", Map.of("metadata", Map.of("key", "s")))))
			.isEqualTo(Map.of("a", 2));
	}

	@Test
	void renderWhenCalledTwiceThenStartsAfresh() {
		JwtTemplate template = JwtTemplate.parse("{\"om\": \"{{ organization_membership.id }}\"}", NOW);
		assertThat(template.render(ALONE)).isEmpty();
		assertThat(template.render(IN_ACME)).containsEntry("om", "om_alice");
	}

	@Test
	void renderWhenClaimsAreTooLargeThenFails() {
		JwtTemplate template = JwtTemplate.parse("{\"a\": \"" + "x".repeat(JwtTemplate.MAX_BYTES) + "\"}", NOW);
		assertThatExceptionOfType(TokenTooBigException.class).isThrownBy(() -> template.render(IN_ACME))
			.withMessage("The jwt-template makes claims of 3080 bytes, more than the 3072 allowed");
		String justSmallEnough = "x".repeat(JwtTemplate.MAX_BYTES - "{\"a\":\"\"}".length());
		assertThat(render("{\"a\": \"" + justSmallEnough + "\"}", IN_ACME)).isEqualTo(Map.of("a", justSmallEnough));
	}

	@ParameterizedTest
	@ValueSource(strings = { "iss", "sub", "exp", "iat", "nbf", "jti" })
	void parseWhenClaimIsReservedThenFails(String claim) {
		assertRefused("{\"" + claim + "\": {{ user.email }}}",
				"the claim '" + claim + "' is reserved; write another name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.mail", "usr.email", "email", "organization.domains.0.domain.x", "user.metadata.",
			"user.metadata.a.b", "organization_membership", "." })
	void parseWhenVariableIsUnknownThenNamesTheOthers(String variable) {
		assertRefused("{\"a\": \"{{ %s }}\"}".formatted(variable),
				"there is no variable '" + variable + "'; write one of: user.id, user.object, user.email,");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "user.email && user.id", "user.email || || user.id", "user.email ||",
			"|| user.email", "user.email user.id", "user.email | user.id", "'open", "user.first_name || 'open" })
	void parseWhenExpressionIsMalformedThenFails(String expression) {
		assertRefused("{\"a\": {{%s}}}".formatted(expression), "'{{" + expression + "}}' is not an expression; write");
		assertRefused("{\"a\": \"{{%s}}\"}".formatted(expression), "'{{" + expression + "}}' is not an expression");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"{{ user.metadata }}\"", "\"a {{ user.email || organization.domains.0 }}\"" })
	void parseWhenObjectStandsInStringThenFails(String value) {
		assertRefused("{\"a\": " + value + "}", "is no text and cannot stand in a string; write it without quotes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": {{ user.email }", "{\"a\": \"{{ user.email\"}", "{{" })
	void parseWhenExpressionDoesNotEndThenFails(String content) {
		assertRefused(content, "an expression begins with {{ but does not end; write }} after it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "[{{ user.email }}]", "{{ user.metadata }}", "\"text\"", "7", "null" })
	void parseWhenNotObjectWithKeyThenFails(String content) {
		assertRefused(content, "it is not a JSON object with at least one key; write one such as");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"a\": 1} {", "{\"a\\", "{ {{ user.email }}: 1}", "{\"{{ user.email }}\": 1}" })
	void parseWhenNotJsonThenFails(String content) {
		assertRefused(content, "it is not valid JSON: ");
	}

	@Test
	void withContentWhenChangedThenKeepsTimeOfCreation() {
		JwtTemplate changed = JwtTemplate.parse("{\"a\": 1}", NOW).withContent("{ \"b\": 2 }", NOW.plusSeconds(1));
		assertThat(changed.content()).isEqualTo("{ \"b\": 2 }");
		assertThat(changed.createdAt()).isEqualTo(NOW);
		assertThat(changed.updatedAt()).isEqualTo(NOW.plusSeconds(1));
	}

	private static Map<String, Object> render(String template, Map<String, ?> context) {
		return JwtTemplate.parse(template, NOW).render(context);
	}

	private static void assertRefused(String content, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> JwtTemplate.parse(content, NOW))
			.withMessageContaining(message);
	}

	private static Map<String, @Nullable Object> user() {
		Map<String, @Nullable Object> user = mapOf("last_name", null);
		user.put("email", "alice@acme.test");
		user.put("first_name", "Alice");
		user.put("email_verified", true);
		user.put("metadata", Map.of("language", "es"));
		return user;
	}

	private static Map<String, @Nullable Object> mapOf(String key, @Nullable Object value) {
		Map<String, @Nullable Object> map = new HashMap<>();
		map.put(key, value);
		return map;
	}

	private static List<@Nullable Object> listOf(@Nullable Object... values) {
		return Arrays.asList(values);
	}

}
