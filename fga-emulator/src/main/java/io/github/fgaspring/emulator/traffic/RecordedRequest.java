package io.github.fgaspring.emulator.traffic;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A request that the emulator got.
 *
 * @param method the HTTP method
 * @param path the path, still encoded
 * @param query the query, still encoded, or {@code null}
 * @param headers the headers by name
 * @param body the body as text, empty if there was none
 */
public record RecordedRequest(String method, String path, @Nullable String query, Map<String, List<String>> headers,
		String body) {

	/**
	 * The first value of a header.
	 * @param name the name, in any case
	 * @return the value, or empty if there was none
	 */
	public Optional<String> header(String name) {
		return this.headers.entrySet()
			.stream()
			.filter((header) -> name.equalsIgnoreCase(header.getKey()))
			.flatMap((header) -> header.getValue().stream())
			.findFirst();
	}

	/**
	 * Leaves headers, query and body out, which hold keys and passwords.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
