package io.github.fgaspring.emulator.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * What a call sends.
 *
 * @param variables the values of the variables in the path, encoded
 * @param query the query, empty if there is none
 * @param body the body, if there is one
 */
record Input(List<String> variables, String query, Optional<String> body) {

	static Input of(String... variables) {
		return new Input(Stream.of(variables).map(Input::encode).toList(), "", Optional.empty());
	}

	Input query(String query) {
		return new Input(this.variables, query, this.body);
	}

	Input body(Map<String, ?> body) {
		return text(JsonMapper.shared().writeValueAsString(body));
	}

	Input text(String body) {
		return new Input(this.variables, this.query, Optional.of(body));
	}

	Input variable(int index, String value) {
		List<String> changed = new ArrayList<>(this.variables);
		changed.set(index, value);
		return new Input(changed, this.query, this.body);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
