package io.github.fgaspring.emulator.http;

import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with an error. The message goes to the caller.
 */
public final class ApiException extends RuntimeException {

	private final int status;

	private final @Nullable String code;

	private ApiException(int status, @Nullable String code, String message) {
		super(message);
		this.status = status;
		this.code = code;
	}

	/**
	 * Something that the request names does not exist.
	 * @param message what is missing
	 * @return an exception with status 404
	 */
	public static ApiException notFound(String message) {
		return new ApiException(404, null, message);
	}

	/**
	 * The request as a whole cannot be processed.
	 * @param code the code by which a caller recognises the problem
	 * @param message what is wrong
	 * @return an exception with status 400
	 */
	public static ApiException badRequest(String code, String message) {
		return new ApiException(400, code, message);
	}

	/**
	 * A value in the request is missing or wrong.
	 * @param message what is wrong
	 * @return an exception with status 422
	 */
	public static ApiException unprocessable(String message) {
		return new ApiException(422, null, message);
	}

	static ApiException unauthorized() {
		return new ApiException(401, null, "Unauthorized");
	}

	ApiResponse toResponse() {
		return ApiResponse.error(this.status, this.code, String.valueOf(getMessage()));
	}

}
