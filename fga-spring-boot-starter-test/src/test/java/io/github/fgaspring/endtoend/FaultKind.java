package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.fgaspring.emulator.traffic.Fault;

/**
 * A way in which the Authorization API can fail. Statuses 400, 404 and 422 are none: by
 * contract they are denials.
 *
 * @param name what to call it
 * @param effect what goes wrong
 * @param times how often it happens to one question at most: twice if there is a second
 * attempt
 */
record FaultKind(String name, UnaryOperator<Fault> effect, int times) {

	private static final String GRANT = "{\"authorized\":true}";

	private static final String LIST = "{\"data\":[{\"slug\":\"thing:delete\",\"resource_type_slug\":\"thing\"}]%s}";

	Fault on(String path, int times) {
		return this.effect.apply(Fault.on(path)).times(times);
	}

	/**
	 * All kinds that are over at once.
	 */
	static List<FaultKind> quick() {
		List<FaultKind> kinds = new ArrayList<>();
		kinds.add(status(429, 2));
		for (String again : List.of("0", "-1", "-99999999999999999999", "soon", "", "1.5", "0x1", "1, 2",
				date(Duration.ofDays(-1)), "Thu, 01 Jan 1970 00:00:00 GMT")) {
			kinds.add(retryAfter(429, again, 2));
			kinds.add(retryAfter(503, again, 2));
		}
		for (String later : List.of("1", "37", "86400", "99999999999999999999", date(Duration.ofDays(1)))) {
			kinds.add(retryAfter(429, later, 1));
			kinds.add(retryAfter(503, later, 1));
		}
		for (int transientStatus : new int[] { 502, 503, 504 }) {
			kinds.add(status(transientStatus, 2));
		}
		for (int lastingStatus : new int[] { 201, 202, 203, 206, 401, 402, 403, 405, 409, 418, 500, 501, 505, 599 }) {
			kinds.add(status(lastingStatus, 1));
		}
		for (int redirect : new int[] { 300, 301, 302, 303, 307, 308 }) {
			kinds.add(new FaultKind("status " + redirect,
					(fault) -> fault.status(redirect).header("Location", "/granting").body(GRANT), 1));
		}
		kinds.add(new FaultKind("reset", Fault::resetConnection, 2));
		kinds.add(new FaultKind("truncated", Fault::truncateBody, 2));
		kinds.add(new FaultKind("truncated grant", (fault) -> fault.body(GRANT).truncateBody(), 2));
		for (String body : List.of("", " ", "null", "true", "\"true\"", "1", "[]", "[true]", "{}", "{",
				"{\"authorized\":", "{\"authorized\":\"true\"}", "{\"authorized\":1}", "{\"authorized\":null}",
				"{\"authorized\":[true]}", "{\"authorized\":{\"authorized\":true}}", "{\"Authorized\":true}",
				"{\"authorised\":true}", "{\"authorized\":false,\"authorized\":true}", GRANT + GRANT, GRANT + "x",
				"{authorized:true}", "{'authorized':true}", "<html><body>authorized: true</body></html>",
				"[".repeat(2000), "{\"message\":\"Not Found\"}", LIST.formatted(""),
				LIST.formatted(",\"list_metadata\":null"), LIST.formatted(",\"list_metadata\":{}"),
				LIST.formatted(",\"list_metadata\":{\"after\":1}"),
				"{\"data\":[{\"slug\":\"thing:delete\"}],\"list_metadata\":{\"after\":null}}",
				"{\"data\":[null],\"list_metadata\":{\"after\":null}}",
				"{\"data\":{},\"list_metadata\":{\"after\":null}}")) {
			kinds.add(new FaultKind("body " + body, (fault) -> fault.body(body), 1));
		}
		kinds.add(new FaultKind("html", (fault) -> fault.header("Content-Type", "text/html").body("<html></html>"), 1));
		return kinds;
	}

	/**
	 * An answer that comes too late.
	 */
	static FaultKind delay(Duration delay) {
		return new FaultKind("delay", (fault) -> fault.delay(delay), 2);
	}

	private static FaultKind status(int status, int times) {
		return new FaultKind("status " + status, (fault) -> fault.status(status).body(GRANT), times);
	}

	private static FaultKind retryAfter(int status, String retryAfter, int times) {
		return new FaultKind("status " + status + ", Retry-After: " + retryAfter,
				(fault) -> fault.status(status).header("Retry-After", retryAfter).body(GRANT), times);
	}

	private static String date(Duration fromNow) {
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plus(fromNow).atOffset(ZoneOffset.UTC));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
