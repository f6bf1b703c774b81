package io.github.fgaspring.emulator.http;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers the headers besides the content's own
 * @param body what is written as JSON
 */
public record ApiResponse(int status, Map<String, String> headers, Object body) {

	/**
	 * An answer with status 200.
	 * @param body what is written as JSON
	 * @return the answer
	 */
	public static ApiResponse ok(Object body) {
		return new ApiResponse(200, Map.of(), body);
	}

	static ApiResponse error(int status, @Nullable String code, String message) {
		Map<String, String> body = new LinkedHashMap<>();
		if (code != null) {
			body.put("code", code);
		}
		body.put("message", message);
		return new ApiResponse(status, Map.of(), body);
	}

	ApiResponse withHeader(String name, String value) {
		return new ApiResponse(this.status, Map.of(name, value), this.body);
	}

}
