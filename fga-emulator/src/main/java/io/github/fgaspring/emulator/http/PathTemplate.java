package io.github.fgaspring.emulator.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a route, with variables such as {@code {id}} that stand for one segment
 * each.
 */
final class PathTemplate {

	private final List<String> segments;

	PathTemplate(String template) {
		this.segments = split(template);
	}

	/**
	 * Compare with the path of a request.
	 * @param path the path, still encoded
	 * @return the decoded variables if the path matches
	 */
	Optional<Map<String, String>> match(String path) {
		List<String> actual = split(path);
		if (actual.size() != this.segments.size()) {
			return Optional.empty();
		}
		Map<String, String> variables = new HashMap<>();
		for (int i = 0; i < actual.size(); i++) {
			String segment = this.segments.get(i);
			String value = decode(actual.get(i));
			if (segment.startsWith("{") && !value.isEmpty()) {
				variables.put(segment.substring(1, segment.length() - 1), value);
			}
			else if (!segment.equals(value)) {
				return Optional.empty();
			}
		}
		return Optional.of(variables);
	}

	@Override
	public String toString() {
		return String.join("/", this.segments);
	}

	private static List<String> split(String path) {
		return List.of(path.split("/", -1));
	}

	private static String decode(String segment) {
		// In a path, unlike in a query, a plus sign is only a plus sign.
		return Router.decode(segment.replace("+", "%2B"));
	}

}
