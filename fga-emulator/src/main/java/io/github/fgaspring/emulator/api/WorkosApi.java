package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SignIns;
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
		List<Route> routes = List.of(Route.open("GET", "/sso/jwks/{client_id}", jwks::get),
				route("POST", MEMBERSHIP + "/check", check::check));
		return Stream
			.of(routes, userRoutes(), organizationRoutes(), membershipRoutes(), roleRoutes(), groupRoutes(),
					resourceRoutes(), roleAssignmentRoutes(), sessionRoutes())
			.flatMap(List::stream)
			.toList();
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

	private List<Route> roleRoutes() {
		String permission = "/authorization/permissions/{slug}";
		String role = "/authorization/roles/{slug}";
		String ownRoles = "/authorization/organizations/{organization_id}/roles";
		String ownRole = ownRoles + "/{slug}";
		PermissionsEndpoint permissions = new PermissionsEndpoint(this.state, this.changes);
		EnvironmentRolesEndpoint environment = new EnvironmentRolesEndpoint(this.state, this.changes);
		OrganizationRolesEndpoint organization = new OrganizationRolesEndpoint(this.state, this.changes);
		return List.of(route("GET", "/authorization/permissions", permissions::list),
				route("POST", "/authorization/permissions", permissions::create),
				route("GET", permission, permissions::get), route("PATCH", permission, permissions::update),
				route("DELETE", permission, permissions::delete),
				route("GET", "/authorization/roles", environment::list),
				route("POST", "/authorization/roles", environment::create), route("GET", role, environment::get),
				route("PATCH", role, environment::update),
				route("PUT", role + "/permissions", environment::replacePermissions),
				route("POST", role + "/permissions", environment::addPermission),
				route("GET", ownRoles, organization::list), route("POST", ownRoles, organization::create),
				route("GET", ownRole, organization::get), route("PATCH", ownRole, organization::update),
				route("DELETE", ownRole, organization::delete),
				route("PUT", ownRole + "/permissions", organization::replacePermissions),
				route("POST", ownRole + "/permissions", organization::addPermission),
				route("DELETE", ownRole + "/permissions/{permission_slug}", organization::removePermission));
	}

	private List<Route> groupRoutes() {
		String groups = "/organizations/{organization_id}/groups";
		String group = groups + "/{group_id}";
		String memberships = group + "/organization-memberships";
		String assignments = "/authorization/groups/{group_id}/role_assignments";
		String assignment = assignments + "/{role_assignment_id}";
		GroupsEndpoint endpoint = new GroupsEndpoint(this.state, this.changes);
		GroupMembersEndpoint members = new GroupMembersEndpoint(this.state, this.changes);
		GroupRoleAssignmentsEndpoint roles = new GroupRoleAssignmentsEndpoint(this.state, this.changes);
		return List.of(route("GET", groups, endpoint::list), route("POST", groups, endpoint::create),
				route("GET", group, endpoint::get), route("PATCH", group, endpoint::update),
				route("DELETE", group, endpoint::delete), route("GET", memberships, members::list),
				route("POST", memberships, members::add),
				route("DELETE", memberships + "/{membership_id}", members::remove),
				route("GET", "/user_management/organization_memberships/{membership_id}/groups", members::listGroups),
				route("GET", assignments, roles::list), route("POST", assignments, roles::create),
				route("PUT", assignments, roles::replace), route("DELETE", assignments, roles::deleteMatching),
				route("GET", assignment, roles::get), route("DELETE", assignment, roles::delete));
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

	private List<Route> sessionRoutes() {
		AuthenticateEndpoint authenticate = new AuthenticateEndpoint(this.state, this.changes,
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
