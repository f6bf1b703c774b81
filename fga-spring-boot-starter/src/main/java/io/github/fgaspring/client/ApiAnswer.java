package io.github.fgaspring.client;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * An answer of WorkOS's API. What it should hold and does not makes it no answer: reading
 * that throws a {@link CheckUnavailableException}.
 */
public final class ApiAnswer {

	static final int OK = 200;

	static final int NOT_FOUND = 404;

	private final int status;

	private final @Nullable JsonNode content;

	private final @Nullable String reason;

	/**
	 * Creates an answer.
	 * @param status the HTTP status
	 * @param content the body, if the status is 200
	 */
	ApiAnswer(int status, @Nullable JsonNode content) {
		this(status, content, null);
	}

	/**
	 * Creates an answer.
	 * @param status the HTTP status
	 * @param content the body, if the status is 200
	 * @param reason the code of the error, if this is a refusal that tells it
	 */
	ApiAnswer(int status, @Nullable JsonNode content, @Nullable String reason) {
		this.status = status;
		this.content = content;
		this.reason = reason;
	}

	/**
	 * The HTTP status: 200, or the refusal 400, 404 or 422.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Whether this has a body.
	 * @return {@code true} with status 200
	 */
	public boolean isOk() {
		return this.status == OK;
	}

	/**
	 * Why the API refuses, if whoever called wanted to know.
	 */
	@Nullable String reason() {
		return this.reason;
	}

	/**
	 * The body.
	 * @return the JSON object
	 */
	public JsonNode body() {
		Assert.state(this.content != null, "Only status 200 has a body");
		return this.content;
	}

	/**
	 * The elements of a list, in a page of it.
	 * @return a JSON array
	 */
	public JsonNode list() {
		JsonNode data = body().get("data");
		if (data == null || !data.isArray()) {
			throw unreadable("data");
		}
		return data;
	}

	/**
	 * What the next page of a list begins after.
	 * @return the cursor, {@code null} on the last page
	 */
	public @Nullable String after() {
		JsonNode metadata = body().get("list_metadata");
		JsonNode after = (metadata != null) ? metadata.get("after") : null;
		if (after == null || !(after.isNull() || after.isString())) {
			throw unreadable("list_metadata.after");
		}
		return after.isNull() ? null : after.stringValue();
	}

	/**
	 * A boolean of the body.
	 * @param name the name of the field
	 * @return its value
	 */
	public boolean flag(String name) {
		JsonNode value = body().get(name);
		if (value == null || !value.isBoolean()) {
			throw unreadable(name);
		}
		return value.booleanValue();
	}

	/**
	 * A text that an object must hold.
	 * @param object the object
	 * @param name the name of the field
	 * @return its value
	 */
	public static String text(JsonNode object, String name) {
		String value = optionalText(object, name);
		if (value == null) {
			throw unreadable(name);
		}
		return value;
	}

	/**
	 * A text that an object may hold.
	 * @param object the object
	 * @param name the name of the field
	 * @return its value, {@code null} if there is none
	 */
	public static @Nullable String optionalText(JsonNode object, String name) {
		JsonNode value = object.get(name);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw unreadable(name);
		}
		return value.stringValue();
	}

	private static ApiFailureException unreadable(String name) {
		return new ApiFailureException(Kind.BROKEN, "The WorkOS API's answer has no usable '" + name + "'");
	}

}
