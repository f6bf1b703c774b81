package io.github.fgaspring.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as an endpoint sees it.
 */
public final class ApiRequest {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Pattern KEY = Pattern.compile("\\[[^\\[\\]]+]$");

	private final Map<String, String> pathVariables;

	private final Map<String, String> queryParameters;

	private final byte[] body;

	ApiRequest(Map<String, String> pathVariables, Map<String, String> queryParameters, byte[] body) {
		this.pathVariables = pathVariables;
		this.queryParameters = queryParameters;
		this.body = body;
	}

	/**
	 * A part of the path.
	 * @param name the name that the route gives to it
	 * @return the decoded value
	 * @throws IllegalArgumentException if the route has no such name
	 */
	public String pathVariable(String name) {
		String value = this.pathVariables.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The route has no path variable '" + name + "'");
		}
		return value;
	}

	/**
	 * A query parameter.
	 * @param name the name
	 * @return the decoded value, values of a repeated parameter joined with commas, or
	 * empty if there is none
	 */
	public Optional<String> queryParameter(String name) {
		return Optional.ofNullable(this.queryParameters.get(name));
	}

	/**
	 * Refuse a query parameter that the endpoint does not know: whoever wrote it expects
	 * an effect.
	 * @param names the names that are known; {@code name[]} is one that has keys, such as
	 * {@code name[key]}
	 * @throws ApiException if there is another one
	 */
	public void allowOnlyParameters(List<String> names) {
		for (String name : this.queryParameters.keySet()) {
			if (!names.contains(KEY.matcher(name).replaceFirst("[]"))) {
				throw ApiException.unprocessable(name,
						"Validation failed: there is no query parameter %s here. Known: %s.".formatted(name,
								names.isEmpty() ? "none" : String.join(", ", names)));
			}
		}
	}

	/**
	 * The body of a form that a browser sends.
	 * @return the decoded fields, values of a repeated field joined with commas
	 * @throws ApiException if it is not encoded as that of a form
	 */
	public Map<String, String> form() {
		return Router.parameters(new String(this.body, StandardCharsets.UTF_8));
	}

	/**
	 * The body.
	 * @return the JSON object in it
	 * @throws ApiException if it is not a JSON object
	 */
	public ObjectNode body() {
		try {
			JsonNode node = JSON.readTree(this.body);
			if (node instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw ApiException.unprocessable("The request body is not valid JSON.");
		}
		throw ApiException.unprocessable("The request body is not a JSON object.");
	}

}
