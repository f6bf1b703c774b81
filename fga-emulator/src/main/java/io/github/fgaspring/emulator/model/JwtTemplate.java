package io.github.fgaspring.emulator.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Claims that an environment adds to its session tokens: a JSON object whose strings may
 * hold expressions such as <code>{{ user.email }}</code>. A string that is one expression
 * without a value becomes {@code null}, which is left out of the token; within a longer
 * string such an expression becomes the empty string.
 */
public final class JwtTemplate {

	/**
	 * The largest result, in bytes of JSON, that WorkOS puts in a token.
	 */
	static final int MAX_BYTES = 3072;

	private static final Set<String> RESERVED_CLAIMS = Set.of("iss", "sub", "exp", "iat", "nbf", "jti");

	private static final Map<String, Function<Subject, @Nullable String>> VARIABLES = variables();

	private static final Pattern EXPRESSION = Pattern.compile("\\{\\{([^{}]*)}}");

	private static final JsonMapper JSON = JsonMapper.shared();

	private final ObjectNode content;

	private JwtTemplate(ObjectNode content) {
		this.content = content;
	}

	/**
	 * Read a template.
	 * @param content the JSON text
	 * @return the template
	 * @throws IllegalArgumentException if the text is not a JSON object with at least one
	 * key, sets a reserved claim or names a variable that does not exist
	 */
	public static JwtTemplate parse(String content) {
		JsonNode node = parseJson(content);
		if (!(node instanceof ObjectNode object) || object.isEmpty()) {
			throw new IllegalArgumentException("it is not a JSON object with at least one key; "
					+ "write one such as {\"email\": \"{{ user.email }}\"}");
		}
		for (String claim : object.propertyNames()) {
			if (RESERVED_CLAIMS.contains(claim)) {
				throw new IllegalArgumentException("the claim '" + claim + "' is reserved; write another name");
			}
		}
		EXPRESSION.matcher(content).results().forEach(JwtTemplate::validateExpression);
		return new JwtTemplate(object);
	}

	private static JsonNode parseJson(String content) {
		try {
			return JSON.readTree(content);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is not valid JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static void validateExpression(MatchResult expression) {
		if (!VARIABLES.containsKey(expression.group(1).strip())) {
			throw new IllegalArgumentException("there is no value for '" + expression.group() + "'; write one of: "
					+ String.join(", ", VARIABLES.keySet()));
		}
	}

	/**
	 * Make the claims for one session.
	 * @param user who signed in
	 * @param organization the organization that was selected, or {@code null}
	 * @param membership the person's membership in that organization, or {@code null}
	 * @return the claims; none of them reserved
	 * @throws TokenTooBigException if the claims are larger than WorkOS puts in a token
	 */
	public Map<String, Object> render(User user, @Nullable Organization organization, @Nullable Membership membership) {
		ObjectNode claims = (ObjectNode) render(this.content, new Subject(user, organization, membership));
		claims.properties().removeIf((claim) -> claim.getValue().isNull());
		int size = claims.toString().getBytes(StandardCharsets.UTF_8).length;
		if (size > MAX_BYTES) {
			throw new TokenTooBigException(
					"The jwt-template makes claims of %d bytes, more than the %d allowed".formatted(size, MAX_BYTES));
		}
		return JSON.convertValue(claims, new TypeReference<Map<String, Object>>() {
		});
	}

	private static JsonNode render(JsonNode node, Subject subject) {
		if (node instanceof StringNode) {
			return render(node.stringValue(), subject);
		}
		if (node instanceof ObjectNode) {
			ObjectNode rendered = JSON.createObjectNode();
			node.properties().forEach((entry) -> rendered.set(entry.getKey(), render(entry.getValue(), subject)));
			return rendered;
		}
		if (node instanceof ArrayNode) {
			ArrayNode rendered = JSON.createArrayNode();
			node.values().forEach((element) -> rendered.add(render(element, subject)));
			return rendered;
		}
		return node;
	}

	private static JsonNode render(String text, Subject subject) {
		Matcher matcher = EXPRESSION.matcher(text);
		if (matcher.matches()) {
			String value = valueOf(matcher.toMatchResult(), subject);
			return (value != null) ? StringNode.valueOf(value) : NullNode.getInstance();
		}
		return StringNode.valueOf(matcher.replaceAll((expression) -> {
			String value = valueOf(expression, subject);
			return (value != null) ? Matcher.quoteReplacement(value) : "";
		}));
	}

	private static @Nullable String valueOf(MatchResult expression, Subject subject) {
		Function<Subject, @Nullable String> variable = VARIABLES.get(expression.group(1).strip());
		return (variable != null) ? variable.apply(subject) : null;
	}

	private static Map<String, Function<Subject, @Nullable String>> variables() {
		Map<String, Function<Subject, @Nullable String>> variables = new LinkedHashMap<>();
		variables.put("user.id", (subject) -> subject.user().id());
		variables.put("user.email", (subject) -> subject.user().email());
		variables.put("user.external_id", (subject) -> subject.user().profile().externalId());
		variables.put("organization.id", (subject) -> subject.from(subject.organization(), Organization::id));
		variables.put("organization.name", (subject) -> subject.from(subject.organization(), Organization::name));
		variables.put("organization.external_id",
				(subject) -> subject.from(subject.organization(), Organization::externalId));
		variables.put("organization_membership.id", (subject) -> subject.from(subject.membership(), Membership::id));
		return variables;
	}

	/**
	 * What the variables are about.
	 */
	private record Subject(User user, @Nullable Organization organization, @Nullable Membership membership) {

		<T> @Nullable String from(@Nullable T source, Function<T, @Nullable String> property) {
			return (source != null) ? property.apply(source) : null;
		}

	}

}
