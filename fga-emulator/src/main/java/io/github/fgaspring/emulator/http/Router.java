package io.github.fgaspring.emulator.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request and guards it with the API key.
 */
public final class Router {

	private final List<Route> routes;

	private final String authorization;

	/**
	 * Creates a router.
	 * @param routes the routes, of which the first that matches answers
	 * @param apiKey the key that requests must show, unless their route is open
	 */
	public Router(List<Route> routes, String apiKey) {
		this.routes = List.copyOf(routes);
		this.authorization = "Bearer " + apiKey;
	}

	ApiResponse answer(String method, URI uri, @Nullable String authorizationHeader, byte[] body) {
		Set<String> otherMethods = new TreeSet<>();
		for (Route route : this.routes) {
			Optional<Map<String, String>> pathVariables = route.path().match(uri.getRawPath());
			if (pathVariables.isPresent()) {
				if (route.method().equals(method)) {
					authenticate(route, authorizationHeader);
					return route.answer(new ApiRequest(pathVariables.get(), parameters(uri.getRawQuery()), body));
				}
				otherMethods.add(route.method());
			}
		}
		if (otherMethods.isEmpty()) {
			throw ApiException.notFound("Not Found");
		}
		return ApiResponse.error(405, "Method Not Allowed").withHeader("Allow", String.join(", ", otherMethods));
	}

	private void authenticate(Route route, @Nullable String authorizationHeader) {
		if (route.isAuthenticated() && !this.authorization.equals(authorizationHeader)) {
			throw ApiException.unauthorized();
		}
	}

	static Map<String, String> parameters(@Nullable String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		if (query != null) {
			for (String parameter : query.split("&")) {
				if (parameter.isEmpty()) {
					continue;
				}
				int equals = parameter.indexOf('=');
				String name = (equals >= 0) ? parameter.substring(0, equals) : parameter;
				String value = (equals >= 0) ? parameter.substring(equals + 1) : "";
				parameters.merge(decode(name), decode(value), (first, second) -> first + "," + second);
			}
		}
		return parameters;
	}

	static String decode(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.badRequest("bad_request", "The URL or the form is not encoded correctly.");
		}
	}

}
