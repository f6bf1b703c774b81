package io.github.fgaspring.emulator.http;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers the headers besides the content's own
 * @param body what is written: a {@link Text} as it is, anything else as JSON, and
 * nothing if it is {@code null}
 */
public record ApiResponse(int status, Map<String, String> headers, @Nullable Object body) {

	/**
	 * An answer without special headers.
	 * @param status the HTTP status
	 * @param body what is written as JSON, or {@code null} for an answer without a body
	 * @return the answer
	 */
	public static ApiResponse of(int status, @Nullable Object body) {
		return new ApiResponse(status, Map.of(), body);
	}

	/**
	 * An answer with status 200.
	 * @param body what is written as JSON
	 * @return the answer
	 */
	public static ApiResponse ok(Object body) {
		return of(200, body);
	}

	/**
	 * An answer with status 200, without a body.
	 * @return the answer
	 */
	public static ApiResponse ok() {
		return of(200, null);
	}

	/**
	 * An answer with status 201.
	 * @param body what is written as JSON
	 * @return the answer
	 */
	public static ApiResponse created(Object body) {
		return of(201, body);
	}

	/**
	 * An answer with status 204, without a body.
	 * @return the answer
	 */
	public static ApiResponse noContent() {
		return of(204, null);
	}

	/**
	 * A page for a browser.
	 * @param status the HTTP status
	 * @param html the page
	 * @return the answer
	 */
	public static ApiResponse html(int status, String html) {
		return of(status, new Text("text/html; charset=utf-8", html));
	}

	/**
	 * The same with one more header.
	 * @param name the name of the header
	 * @param value its value
	 * @return a changed copy
	 */
	public ApiResponse withHeader(String name, String value) {
		Map<String, String> changed = new LinkedHashMap<>(this.headers);
		changed.put(name, value);
		return new ApiResponse(this.status, changed, this.body);
	}

	static ApiResponse error(int status, String message) {
		return of(status, Map.of("message", message));
	}

	/**
	 * A body that is not JSON.
	 *
	 * @param contentType what it is
	 * @param content what is written
	 */
	public record Text(String contentType, String content) {

	}

}
