package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKeys;

/**
 * The routes of the WorkOS API.
 */
public final class WorkosApi {

	private static final String MEMBERSHIP = "/authorization/organization_memberships/{membership_id}";

	private static final String RESOURCES = "/authorization/resources";

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
		List<Route> routes = new ArrayList<>(List.of(Route.open("GET", "/sso/jwks/{client_id}", jwks::get),
				route("POST", MEMBERSHIP + "/check", check::check),
				route("GET", "/user_management/organization_memberships", memberships::list)));
		routes.addAll(resourceRoutes());
		routes.addAll(roleAssignmentRoutes());
		return routes;
	}

	private List<Route> resourceRoutes() {
		Lookup lookup = new Lookup(this.state);
		ResourcesEndpoint resources = new ResourcesEndpoint(this.state, this.changes);
		List<Route> routes = new ArrayList<>(
				List.of(route("GET", RESOURCES, resources::list), route("POST", RESOURCES, resources::create)));
		routes.addAll(resourceRoutes(RESOURCES + "/{resource_id}", lookup::resourceById));
		routes.addAll(resourceRoutes(
				"/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}",
				lookup::resourceByExternalId));
		return routes;
	}

	private List<Route> resourceRoutes(String path, Function<ApiRequest, Resource> target) {
		ResourceEndpoint resource = new ResourceEndpoint(this.state, this.changes, target);
		ResourceAccessEndpoint access = new ResourceAccessEndpoint(this.state, target);
		return List.of(route("GET", path, resource::get), route("PATCH", path, resource::update),
				route("DELETE", path, resource::delete),
				route("GET", path + "/organization_memberships", access::memberships),
				route("GET", path + "/role_assignments", access::roleAssignments));
	}

	private List<Route> roleAssignmentRoutes() {
		RoleAssignmentsEndpoint assignments = new RoleAssignmentsEndpoint(this.state, this.changes);
		MembershipAccessEndpoint access = new MembershipAccessEndpoint(this.state);
		return List.of(route("GET", MEMBERSHIP + "/role_assignments", assignments::list),
				route("POST", MEMBERSHIP + "/role_assignments", assignments::create),
				route("DELETE", MEMBERSHIP + "/role_assignments", assignments::deleteByRole),
				route("DELETE", MEMBERSHIP + "/role_assignments/{role_assignment_id}", assignments::delete),
				route("GET", MEMBERSHIP + "/resources", access::resources),
				route("GET", MEMBERSHIP + "/resources/{resource_id}/permissions", access::permissions),
				route("GET", MEMBERSHIP + "/resources/{resource_type_slug}/{external_id}/permissions",
						access::permissionsByExternalId));
	}

	// Every request sees one state from beginning to end.
	private Route route(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.authenticated(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

}
