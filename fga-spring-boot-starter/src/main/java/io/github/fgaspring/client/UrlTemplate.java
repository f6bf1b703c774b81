package io.github.fgaspring.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriUtils;

/**
 * A URL with variables in braces, taken apart once. Values are encoded so that none can
 * change the structure: whatever is not a letter, a digit or one of {@code -._~} is.
 */
final class UrlTemplate {

	private final Map<String, Object> attributes;

	/**
	 * What is before, between and after the variables.
	 */
	private final List<String> literals;

	private UrlTemplate(Map<String, Object> attributes, List<String> literals) {
		this.attributes = attributes;
		this.literals = literals;
	}

	/**
	 * Makes the template that a REST client makes of a path.
	 */
	static UrlTemplate of(RestClient restClient, String path) {
		List<String> literals = new ArrayList<>();
		Map<String, Object> attributes = new HashMap<>();
		restClient.get().uri(path, (builder) -> {
			literals.addAll(List.of(builder.toUriString().split("\\{[^{}]*}", -1)));
			return URI.create("");
		}).attributes(attributes::putAll);
		return new UrlTemplate(Map.copyOf(attributes), List.copyOf(literals));
	}

	/**
	 * Tells observations the template, as the REST client would do.
	 */
	void mark(Map<String, Object> attributes) {
		attributes.putAll(this.attributes);
	}

	URI expand(Object... values) {
		Assert.isTrue(values.length == this.literals.size() - 1, "Each variable must have a value");
		StringBuilder url = new StringBuilder(128).append(this.literals.get(0));
		for (int i = 0; i < values.length; i++) {
			url.append(UriUtils.encode(values[i].toString(), StandardCharsets.UTF_8)).append(this.literals.get(i + 1));
		}
		return URI.create(url.toString());
	}

}
