package io.github.fgaspring.emulator.http;

import java.util.function.Function;

/**
 * An endpoint and how it is reached.
 */
public final class Route {

	private final String method;

	private final PathTemplate path;

	private final boolean authenticated;

	private final Function<ApiRequest, ApiResponse> endpoint;

	private Route(String method, String path, boolean authenticated, Function<ApiRequest, ApiResponse> endpoint) {
		this.method = method;
		this.path = new PathTemplate(path);
		this.authenticated = authenticated;
		this.endpoint = endpoint;
	}

	/**
	 * A route that needs the API key.
	 * @param method the HTTP method
	 * @param path the path, with variables such as {@code {id}}
	 * @param endpoint what answers
	 * @return the route
	 */
	public static Route authenticated(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return new Route(method, path, true, endpoint);
	}

	/**
	 * A route that everybody can use.
	 * @param method the HTTP method
	 * @param path the path, with variables such as {@code {id}}
	 * @param endpoint what answers
	 * @return the route
	 */
	public static Route open(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return new Route(method, path, false, endpoint);
	}

	/**
	 * Method and path.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

	String method() {
		return this.method;
	}

	PathTemplate path() {
		return this.path;
	}

	boolean isAuthenticated() {
		return this.authenticated;
	}

	ApiResponse answer(ApiRequest request) {
		return this.endpoint.apply(request);
	}

}
