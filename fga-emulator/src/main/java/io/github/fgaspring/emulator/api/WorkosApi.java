package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SignIns;
import io.github.fgaspring.emulator.session.SigningKeys;

/**
 * The routes of the WorkOS API.
 */
public final class WorkosApi {

	private static final String MEMBERSHIP = "/authorization/organization_memberships/{membership_id}";

	private final EmulatorState state;

	private final StateChanges changes;

	private final SigningKeys keys;

	private final SessionTokenMinter tokens;

	public WorkosApi(EmulatorState state, StateChanges changes, SigningKeys keys, SessionTokenMinter tokens) {
		this.state = state;
		this.changes = changes;
		this.keys = keys;
		this.tokens = tokens;
	}

	/**
	 * All routes.
	 * @return the routes
	 */
	public List<Route> routes() {
		JwksEndpoint jwks = new JwksEndpoint(this.state.clientId(), this.keys);
		CheckEndpoint check = new CheckEndpoint(this.state);
		MembershipsEndpoint memberships = new MembershipsEndpoint(this.state);
		List<Route> routes = List.of(Route.open("GET", "/sso/jwks/{client_id}", jwks::get),
				route("POST", MEMBERSHIP + "/check", check::check),
				route("GET", "/user_management/organization_memberships", memberships::list));
		return Stream.of(routes, sessionRoutes()).flatMap(List::stream).toList();
	}

	private List<Route> sessionRoutes() {
		AuthenticateEndpoint authenticate = new AuthenticateEndpoint(this.state,
				new SignIns(this.state, this.changes, this.tokens));
		JwtTemplateEndpoint template = new JwtTemplateEndpoint(this.state, this.changes);
		SessionsEndpoint sessions = new SessionsEndpoint(this.state, this.changes);
		return List.of(openRoute("POST", "/user_management/authenticate", CodedErrors.of(authenticate::authenticate)),
				codedRoute("GET", "/user_management/users/{user_id}/sessions", sessions::listActive),
				route("POST", "/user_management/sessions/revoke", sessions::revoke),
				openRoute("GET", "/user_management/sessions/logout", sessions::logOut),
				route("GET", "/user_management/jwt_template", template::get),
				codedRoute("PUT", "/user_management/jwt_template", template::update),
				route("GET", "/events", new EventsEndpoint(this.state)::list));
	}

	private Route openRoute(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.open(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

	// Every request sees one state from beginning to end.
	private Route route(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.authenticated(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

	private Route codedRoute(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return route(method, path, CodedErrors.of(endpoint));
	}

}
