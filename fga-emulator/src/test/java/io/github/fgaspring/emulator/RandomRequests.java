package io.github.fgaspring.emulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.fgaspring.emulator.http.ApiServer;
import tools.jackson.databind.JsonNode;

/**
 * Makes up requests from the routes of an emulator, from what its answers had in them,
 * and from what is never right. The same seed makes the same requests.
 */
final class RandomRequests {

	private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS",
			"TRACE", "BREW");

	private static final List<String> ODD_SEGMENTS = List.of("", ".", "..", "%2e%2e", "a%2Fb", "%2F", "%00", "a%00b",
			"%", "%z", "%zz", "%C3%A4", "%FF%FE", "%ED%A0%80", "ä鍵", "%E9%8D%B5", "*", "{id}", "{slug}", "a;b=c", "a+b",
			"a%20b", "a b", "\"", "<x>", "a|b", "[", "~", "none", "-1", "x".repeat(300), "y".repeat(9000));

	private static final List<String> ODD_PATHS = List.of("/", "//", "///", "/authorization", "/authorization//roles",
			"/unknown", "//host/authorization/roles", "/authorization/roles/", "/AUTHORIZATION/roles",
			"/authorization/../authorization/roles", "/%61uthorization/roles", "/favicon.ico");

	private static final List<String> PARAMETERS = List.of("limit", "order", "before", "after");

	private static final List<String> ODD_VALUES = List.of("", "0", "1", "2", "100", "101", "-1", "1e9", "ten",
			"99999999999999999999", "desc", "asc", "normal", "up", "active", "active,inactive", "active,", "direct",
			"true", "%00", "%FF", "%", "%zz", "a%26b", "a=b", "ä", "x".repeat(3000), "2026-11-01T12:00:00.000Z",
			"%2B%2B");

	private static final Pattern REQUIREMENT = Pattern.compile("(?<field>\\w+) is required");

	private final Random random;

	private final List<String> routes;

	private final String apiKey;

	private final KnownValues known;

	private final RandomJson json;

	private final Map<String, Set<String>> fields = new LinkedHashMap<>();

	private final Map<String, Set<String>> required = new LinkedHashMap<>();

	private final Map<String, Set<String>> parameters = new LinkedHashMap<>();

	private String route = "";

	RandomRequests(long seed, List<String> routes, String apiKey) {
		this.random = new Random(seed);
		this.routes = routes;
		this.apiKey = apiKey;
		this.known = new KnownValues(this.random);
		this.json = new RandomJson(this.random, this.known);
	}

	void know(String field, String... values) {
		List.of(values).forEach((value) -> this.known.add(field, value));
	}

	RawRequest next() {
		this.route = pick(this.routes);
		// There should be something left to ask for most of the time.
		if ((this.route.startsWith("DELETE ") || this.route.contains(ApiServer.CONTROL_PATH)) && !oneIn(6)) {
			return next();
		}
		String[] methodAndPath = this.route.split(" ");
		String method = oneIn(25) ? pick(METHODS) : methodAndPath[0];
		String path = oneIn(50) ? pick(ODD_PATHS) : fill(methodAndPath[1]);
		List<String> headers = new ArrayList<>();
		if (!oneIn(30)) {
			headers.add("Authorization: Bearer " + (oneIn(50) ? "sk_test_other" : this.apiKey));
		}
		if (oneIn(100)) {
			headers.add("X-Odd: " + pick(ODD_SEGMENTS));
		}
		return frame(method, path + query(method), headers, isWithBody(method) ? body() : new byte[0]);
	}

	// An endpoint names its fields to whoever sends another one.
	private byte[] body() {
		Collection<String> names = ofRoute(this.fields);
		if (names.isEmpty() && !oneIn(4)) {
			return "{\"unknown\":1}".getBytes(StandardCharsets.UTF_8);
		}
		return this.json.body(names, ofRoute(this.required), all(this.fields));
	}

	/**
	 * Learn from the answer to the last request.
	 * @param answer the body of the answer
	 */
	void learn(JsonNode answer) {
		this.known.addAll(answer);
		String message = answer.path("message").asString("");
		Matcher requirement = REQUIREMENT.matcher(message);
		if (requirement.find()) {
			this.required.computeIfAbsent(this.route, (key) -> new LinkedHashSet<>()).add(requirement.group("field"));
		}
		int list = message.indexOf("Known: ");
		if (list >= 0) {
			List<String> names = List.of(message.substring(list + 7).replace(".", "").split(", "));
			(message.contains("query parameter") ? this.parameters : this.fields)
				.computeIfAbsent(this.route, (key) -> new LinkedHashSet<>())
				.addAll(names);
		}
	}

	private boolean isWithBody(String method) {
		return method.equals("GET") ? oneIn(10) : !oneIn(20);
	}

	private String fill(String template) {
		StringBuilder path = new StringBuilder();
		String previous = "";
		for (String segment : template.substring(1).split("/")) {
			path.append('/');
			if (segment.startsWith("{")) {
				String name = segment.substring(1, segment.length() - 1);
				// The slug in roles/{slug} is that of a role, the id in users/{id} that
				// of a
				// user.
				name = name.contains("_") ? name : previous.replaceFirst("s?$", "_" + name);
				path.append(oneIn(12) ? pick(ODD_SEGMENTS) : encode(this.known.any(name)));
			}
			else {
				path.append(oneIn(200) ? pick(ODD_SEGMENTS) : segment);
			}
			previous = segment;
		}
		if (oneIn(60)) {
			path.append('/').append(pick(ODD_SEGMENTS));
		}
		return path.toString();
	}

	private String query(String method) {
		Collection<String> names = ofRoute(this.parameters);
		if (!oneIn(method.equals("GET") ? 2 : 15)) {
			return "";
		}
		List<String> candidates = new ArrayList<>(names.isEmpty() ? PARAMETERS : names);
		candidates.add((names.isEmpty() || oneIn(5)) ? "unknown" : pick(candidates));
		return IntStream.range(0, this.random.nextInt(1, 4)).mapToObj((i) -> {
			String name = pick(candidates);
			return name + "=" + (oneIn(5) ? pick(ODD_VALUES) : encode(this.known.any(name)));
		}).collect(Collectors.joining("&", "?", oneIn(30) ? "&&=&%" : ""));
	}

	private RawRequest frame(String method, String target, List<String> headers, byte[] body) {
		return switch (this.random.nextInt(200)) {
			case 0 -> {
				headers.add("Transfer-Encoding: chunked");
				yield new RawRequest(method, target, headers, "zz\r\nnot a chunk".getBytes(StandardCharsets.UTF_8),
						true);
			}
			case 1 -> {
				headers.add("Content-Length: " + pick(List.of("-1", "ten", "99999999999999999999", "1, 2")));
				yield new RawRequest(method, target, headers, body, false);
			}
			case 2 -> {
				byte[] large = new byte[1024 * 1024 + this.random.nextInt(1024 * 1024)];
				headers.add("Content-Length: " + large.length);
				yield new RawRequest(method, target, headers, large, true);
			}
			case 3, 4, 5 -> {
				headers.add("Transfer-Encoding: chunked");
				yield new RawRequest(method, target, headers, chunked(body), true);
			}
			default -> {
				if (body.length > 0 || this.random.nextBoolean()) {
					headers.add("Content-Length: " + body.length);
				}
				yield new RawRequest(method, target, headers, body, true);
			}
		};
	}

	private static byte[] chunked(byte[] body) {
		String text = new String(body, StandardCharsets.ISO_8859_1);
		String first = (body.length == 0) ? "" : Integer.toHexString(body.length) + "\r\n" + text + "\r\n";
		return (first + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
	}

	private Collection<String> ofRoute(Map<String, Set<String>> names) {
		return names.getOrDefault(this.route, Set.of());
	}

	private static List<String> all(Map<String, Set<String>> names) {
		List<String> all = new ArrayList<>(List.of("unknown"));
		names.values().forEach(all::addAll);
		return all;
	}

	private boolean oneIn(int chances) {
		return this.random.nextInt(chances) == 0;
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
