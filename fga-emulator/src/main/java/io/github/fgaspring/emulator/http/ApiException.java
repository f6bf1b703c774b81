package io.github.fgaspring.emulator.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with an error. The body goes to the caller.
 */
public final class ApiException extends RuntimeException {

	private final int status;

	private final transient Map<String, @Nullable Object> body;

	private final @Nullable String field;

	private ApiException(int status, String message, Map<String, @Nullable Object> body, @Nullable String field) {
		super(message);
		this.status = status;
		this.body = body;
		this.field = field;
	}

	/**
	 * An error whose body is not one of the usual forms.
	 * @param status the HTTP status
	 * @param message what is wrong
	 * @param body the body
	 * @return an exception
	 */
	public static ApiException of(int status, String message, Map<String, @Nullable Object> body) {
		return new ApiException(status, message, body, null);
	}

	/**
	 * An error with a code.
	 * @param status the HTTP status
	 * @param code the code by which a caller recognises the problem
	 * @param message what is wrong
	 * @return an exception
	 */
	public static ApiException of(int status, String code, String message) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("code", code);
		body.put("message", message);
		return new ApiException(status, message, body, null);
	}

	/**
	 * An error without a code.
	 * @param status the HTTP status
	 * @param message what is wrong
	 * @return an exception
	 */
	public static ApiException of(int status, String message) {
		return new ApiException(status, message, Map.of("message", message), null);
	}

	/**
	 * The request is understood, but nobody can do this.
	 * @param message what cannot be done, and what can be done instead
	 * @return an exception with status 403
	 */
	public static ApiException forbidden(String message) {
		return of(403, message);
	}

	/**
	 * Something that the request names does not exist.
	 * @param message what is missing
	 * @return an exception with status 404
	 */
	public static ApiException notFound(String message) {
		return of(404, message);
	}

	/**
	 * The request as a whole cannot be processed.
	 * @param code the code by which a caller recognises the problem
	 * @param message what is wrong
	 * @return an exception with status 400
	 */
	public static ApiException badRequest(String code, String message) {
		return of(400, code, message);
	}

	/**
	 * The request contradicts what is there.
	 * @param code the code by which a caller recognises the problem
	 * @param message what it contradicts
	 * @return an exception with status 409
	 */
	public static ApiException conflict(String code, String message) {
		return of(409, code, message);
	}

	/**
	 * The request contradicts what is there, and there is no code for it.
	 * @param message what it contradicts
	 * @return an exception with status 409
	 */
	public static ApiException conflict(String message) {
		return of(409, message);
	}

	/**
	 * A value in the request is missing or wrong.
	 * @param message what is wrong
	 * @return an exception with status 422
	 */
	public static ApiException unprocessable(String message) {
		return of(422, message);
	}

	/**
	 * A field or a parameter in the request is missing or wrong.
	 * @param field the name of the field or parameter
	 * @param message what is wrong
	 * @return an exception with status 422
	 */
	public static ApiException unprocessable(String field, String message) {
		return new ApiException(422, message, Map.of("message", message), field);
	}

	static ApiException unauthorized() {
		return of(401, "Unauthorized");
	}

	/**
	 * The same error with a code, if a value in the request is wrong and no code says so.
	 * @param code the code by which a caller recognises the problem
	 * @return an exception with a code, or this one
	 */
	public ApiException withCodeOfUnprocessable(String code) {
		boolean needsCode = this.status == 422 && !this.body.containsKey("code");
		return needsCode ? of(this.status, code, String.valueOf(this.body.get("message"))) : this;
	}

	/**
	 * The same error with a list that names the field, if the value of one is wrong.
	 * @param code the code by which a caller recognises the problem
	 * @return an exception with a list of errors, or this one
	 */
	public ApiException withErrorsOfUnprocessable(String code) {
		if (this.field == null) {
			return this;
		}
		Map<String, @Nullable Object> json = new LinkedHashMap<>(this.body);
		json.put("errors", List.of(Map.of("code", code, "field", this.field)));
		return new ApiException(this.status, String.valueOf(getMessage()), json, this.field);
	}

	/**
	 * The HTTP status of the answer.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The answer to the caller.
	 * @return the answer
	 */
	ApiResponse toResponse() {
		return ApiResponse.of(this.status, this.body);
	}

}
