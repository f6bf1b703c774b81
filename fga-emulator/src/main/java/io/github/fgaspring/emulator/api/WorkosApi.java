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
		List<Route> routes = List.of(Route.open("GET", "/sso/jwks/{client_id}", jwks::get),
				route("POST", MEMBERSHIP + "/check", check::check));
		return Stream.of(routes, userRoutes(), organizationRoutes(), membershipRoutes()).flatMap(List::stream).toList();
	}

	private List<Route> userRoutes() {
		UsersEndpoint users = new UsersEndpoint(this.state, this.changes);
		String all = "/user_management/users";
		String one = all + "/{id}";
		return List.of(route("GET", all, users::list), codedRoute("POST", all, users::create),
				route("GET", all + "/external_id/{external_id}", users::getByExternalId), route("GET", one, users::get),
				codedRoute("PUT", one, users::update), route("DELETE", one, users::delete));
	}

	private List<Route> organizationRoutes() {
		OrganizationsEndpoint organizations = new OrganizationsEndpoint(this.state, this.changes);
		String all = "/organizations";
		String one = all + "/{id}";
		return List.of(route("GET", all, organizations::list), route("POST", all, organizations::create),
				route("GET", all + "/external_id/{external_id}", organizations::getByExternalId),
				route("GET", one, organizations::get), route("PUT", one, organizations::update),
				route("DELETE", one, organizations::delete));
	}

	private List<Route> membershipRoutes() {
		MembershipsEndpoint memberships = new MembershipsEndpoint(this.state, this.changes);
		String all = "/user_management/organization_memberships";
		String one = all + "/{id}";
		return List.of(route("GET", all, memberships::list), codedRoute("POST", all, memberships::create),
				route("GET", one, memberships::get), codedRoute("PUT", one, memberships::update),
				route("DELETE", one, memberships::delete),
				codedRoute("PUT", one + "/deactivate", memberships::deactivate),
				codedRoute("PUT", one + "/reactivate", memberships::reactivate));
	}

	// Every request sees one state from beginning to end.
	private Route route(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.authenticated(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

	private Route codedRoute(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return route(method, path, CodedErrors.of(endpoint));
	}

}
