package io.github.fgaspring.emulator.traffic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with the answers on certain paths: {@code
 * Fault.on("/authorization/**").status(503).times(2)}. Immutable: every method gives a
 * changed copy.
 */
public final class Fault {

	private final @Nullable String method;

	private final String path;

	private final PathPattern pattern;

	private final Effects effects;

	private Fault(@Nullable String method, String path, Effects effects) {
		this.method = method;
		this.path = path;
		this.pattern = new PathPattern(path);
		this.effects = effects;
	}

	/**
	 * A fault for every method on a path, which does nothing yet.
	 * @param path the path, in which {@code *} stands for one segment and {@code **} for
	 * anything
	 * @return the fault
	 */
	public static Fault on(String path) {
		return new Fault(null, path, Effects.NONE);
	}

	/**
	 * A fault for one method on a path, which does nothing yet.
	 * @param method the HTTP method
	 * @param path the path, in which {@code *} stands for one segment and {@code **} for
	 * anything
	 * @return the fault
	 */
	public static Fault on(String method, String path) {
		return new Fault(method, path, Effects.NONE);
	}

	/**
	 * Happen a number of times only. Without this, it happens until faults are cleared.
	 * @param times how often, at least once
	 * @return a changed copy
	 */
	public Fault times(int times) {
		if (times < 1) {
			throw new IllegalArgumentException("times must be at least 1, not " + times);
		}
		return with(this.effects.withTimes(times));
	}

	/**
	 * Answer late.
	 * @param delay how long to wait before anything else happens
	 * @return a changed copy
	 */
	public Fault delay(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative, but it is " + delay);
		}
		return with(this.effects.withDelay(delay));
	}

	/**
	 * Answer with another status. Nothing else is done for the request.
	 * @param status the HTTP status, from 200 to 599
	 * @return a changed copy
	 */
	public Fault status(int status) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("status must be from 200 to 599, not " + status);
		}
		return with(this.effects.withStatus(status));
	}

	/**
	 * Answer with a header more.
	 * @param name the name of the header
	 * @param value its value
	 * @return a changed copy
	 */
	public Fault header(String name, String value) {
		if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\t\\x20-\\x7e]*")) {
			throw new IllegalArgumentException("The header '" + name + "' or its value is not legal in HTTP");
		}
		return with(this.effects.withHeader(name, value));
	}

	/**
	 * Answer with another body, JSON or not. Nothing else is done for the request.
	 * @param body the body
	 * @return a changed copy
	 */
	public Fault body(String body) {
		return with(this.effects.withBody(body));
	}

	/**
	 * Answer that there were too many requests: status 429.
	 * @param retryAfter when to try again, in whole seconds of {@code Retry-After}
	 * @return a changed copy
	 */
	public Fault rateLimit(Duration retryAfter) {
		if (retryAfter.isNegative()) {
			throw new IllegalArgumentException("retryAfter must not be negative, but it is " + retryAfter);
		}
		return status(429).header("Retry-After", String.valueOf(retryAfter.toSeconds()));
	}

	/**
	 * Give no answer and close the connection. Nothing else is done for the request.
	 * @return a changed copy
	 */
	public Fault resetConnection() {
		return with(this.effects.withBreak(Break.CONNECTION));
	}

	/**
	 * Close the connection in the middle of the body of the answer.
	 * @return a changed copy
	 */
	public Fault truncateBody() {
		return with(this.effects.withBreak(Break.BODY));
	}

	/**
	 * What happens.
	 * @return the effects
	 */
	public Effects effects() {
		return this.effects;
	}

	boolean matches(String method, String path) {
		return (this.method == null || this.method.equals(method)) && this.pattern.matches(path);
	}

	private Fault with(Effects effects) {
		return new Fault(this.method, this.path, effects);
	}

	@Override
	public String toString() {
		return "Fault[%s %s]".formatted((this.method != null) ? this.method : "*", this.path);
	}

	/**
	 * Where an answer breaks off.
	 */
	public enum Break {

		/**
		 * Nowhere.
		 */
		NOWHERE,

		/**
		 * Before its first byte.
		 */
		CONNECTION,

		/**
		 * In the middle of its body.
		 */
		BODY

	}

	/**
	 * What happens.
	 *
	 * @param times how often, or 0 for always
	 * @param delay how long to wait before anything else
	 * @param status the status to answer instead, or {@code null}
	 * @param headers the headers to add
	 * @param body the body to answer instead, or {@code null}
	 * @param breakOff where the answer breaks off
	 */
	public record Effects(int times, Duration delay, @Nullable Integer status, Map<String, String> headers,
			@Nullable String body, Break breakOff) {

		private static final Effects NONE = new Effects(0, Duration.ZERO, null, Map.of(), null, Break.NOWHERE);

		public Effects {
			headers = Map.copyOf(headers);
		}

		private Effects withTimes(int times) {
			return new Effects(times, this.delay, this.status, this.headers, this.body, this.breakOff);
		}

		private Effects withDelay(Duration delay) {
			return new Effects(this.times, delay, this.status, this.headers, this.body, this.breakOff);
		}

		private Effects withStatus(int status) {
			return new Effects(this.times, this.delay, status, this.headers, this.body, this.breakOff);
		}

		private Effects withHeader(String name, String value) {
			Map<String, String> headers = new LinkedHashMap<>(this.headers);
			headers.put(name, value);
			return new Effects(this.times, this.delay, this.status, headers, this.body, this.breakOff);
		}

		private Effects withBody(String body) {
			return new Effects(this.times, this.delay, this.status, this.headers, body, this.breakOff);
		}

		private Effects withBreak(Break breakOff) {
			return new Effects(this.times, this.delay, this.status, this.headers, this.body, breakOff);
		}

	}

}
