package io.github.fgaspring.emulator.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Claims that an environment adds to its session tokens: a JSON object with expressions
 * such as <code>{{ user.first_name || 'Somebody' }}</code>, as values or within strings.
 * A claim that has no value is left out of the token; within a longer string such an
 * expression becomes the empty string.
 */
public final class JwtTemplate {

	/**
	 * The largest result, in bytes of JSON, that WorkOS puts in a token.
	 */
	static final int MAX_BYTES = 3072;

	private static final Set<String> RESERVED_CLAIMS = Set.of("iss", "sub", "exp", "iat", "nbf", "jti");

	private static final JsonMapper JSON = JsonMapper.shared();

	private final String content;

	private final TemplateText text;

	private final Instant createdAt;

	private final Instant updatedAt;

	private JwtTemplate(String content, Instant createdAt, Instant updatedAt) {
		this.content = content;
		this.text = TemplateText.parse(content);
		this.createdAt = createdAt;
		this.updatedAt = updatedAt;
		validate();
	}

	/**
	 * Read a template.
	 * @param content the text
	 * @param now the present time
	 * @return the template
	 * @throws IllegalArgumentException if the text is not a JSON object with at least one
	 * key, sets a reserved claim or has an expression that is wrong
	 */
	public static JwtTemplate parse(String content, Instant now) {
		return new JwtTemplate(content, now, now);
	}

	/**
	 * The same template with another text.
	 * @param content the text
	 * @param now the time of the change
	 * @return a changed copy
	 * @throws IllegalArgumentException as for a new template
	 */
	public JwtTemplate withContent(String content, Instant now) {
		return new JwtTemplate(content, this.createdAt, now);
	}

	/**
	 * The text.
	 * @return the text as it was written
	 */
	public String content() {
		return this.content;
	}

	/**
	 * When there was a template for the first time.
	 * @return the time
	 */
	public Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * When the template was changed last.
	 * @return the time
	 */
	public Instant updatedAt() {
		return this.updatedAt;
	}

	/**
	 * Make the claims for one session.
	 * @param context the objects {@code user}, {@code organization} and
	 * {@code organization_membership} in the form of the API; those that there are
	 * @return the claims; none of them reserved
	 * @throws TokenTooBigException if the claims are larger than WorkOS puts in a token
	 */
	public Map<String, Object> render(Map<String, ?> context) {
		ObjectNode claims = (ObjectNode) strip(parseJson(this.text.fill(context)));
		claims.properties().removeIf((claim) -> claim.getValue().isNull() || RESERVED_CLAIMS.contains(claim.getKey()));
		int size = claims.toString().getBytes(StandardCharsets.UTF_8).length;
		if (size > MAX_BYTES) {
			throw new TokenTooBigException(
					"The jwt-template makes claims of %d bytes, more than the %d allowed".formatted(size, MAX_BYTES));
		}
		return JSON.convertValue(claims, new TypeReference<Map<String, Object>>() {
		});
	}

	private void validate() {
		JsonNode node = parseJson(this.text.fill(Map.of()));
		if (!(node instanceof ObjectNode object) || object.isEmpty()) {
			throw new IllegalArgumentException("it is not a JSON object with at least one key; "
					+ "write one such as {\"email\": \"{{ user.email }}\"}");
		}
		for (String claim : object.propertyNames()) {
			if (RESERVED_CLAIMS.contains(claim)) {
				throw new IllegalArgumentException("the claim '" + claim + "' is reserved; write another name");
			}
		}
	}

	private static JsonNode parseJson(String content) {
		try {
			return JSON.readTree(content);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is not valid JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	// As with WorkOS, no string begins or ends with white space.
	private static JsonNode strip(JsonNode node) {
		if (node instanceof StringNode) {
			return StringNode.valueOf(node.stringValue().strip());
		}
		if (node instanceof ObjectNode) {
			ObjectNode stripped = JSON.createObjectNode();
			node.properties().forEach((entry) -> stripped.set(entry.getKey(), strip(entry.getValue())));
			return stripped;
		}
		if (node instanceof ArrayNode) {
			ArrayNode stripped = JSON.createArrayNode();
			node.values().forEach((element) -> stripped.add(strip(element)));
			return stripped;
		}
		return node;
	}

}
