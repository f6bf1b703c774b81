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
import io.github.fgaspring.emulator.session.SignIns;
import io.github.fgaspring.emulator.session.SigningKeys;

/**
 * The routes of the WorkOS API.
 */
public final class WorkosApi {

	private static final String MEMBERSHIP = "/authorization/organization_memberships/{membership_id}";

	private static final String MEMBERSHIPS = "/user_management/organization_memberships";

	private final EmulatorState state;

	private final StateChanges changes;

	private final SigningKeys keys;

	private final SessionTokenMinter tokens;

	/**
	 * Creates an API.
	 * @param state what the emulator knows
	 * @param changes changes what it knows
	 * @param keys the keys that tokens are signed with
	 * @param tokens makes tokens
	 */
	public WorkosApi(EmulatorState state, StateChanges changes, SigningKeys keys, SessionTokenMinter tokens) {
		this.state = state;
		this.changes = changes;
		this.keys = keys;
		this.tokens = tokens;
	}

	/**
	 * All routes. Of two that match a request, the first answers.
	 * @return the routes
	 */
	public List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		// These two are asked all the time.
		routes.add(Route.open("GET", "/sso/jwks/{client_id}", new JwksEndpoint(this.state.clientId(), this.keys)::get));
		routes.add(route("POST", MEMBERSHIP + "/check", new CheckEndpoint(this.state)::check));
		addUsers(routes);
		addOrganizations(routes);
		addMemberships(routes);
		addPermissions(routes);
		addEnvironmentRoles(routes);
		addOrganizationRoles(routes);
		addGroups(routes);
		addResources(routes);
		addRoleAssignments(routes);
		addMembershipAccess(routes);
		addSessions(routes);
		addJwtTemplate(routes);
		routes.add(route("GET", "/events", new EventsEndpoint(this.state)::list));
		return routes;
	}

	private void addUsers(List<Route> routes) {
		UsersEndpoint users = new UsersEndpoint(this.state, this.changes);
		String all = "/user_management/users";
		String one = all + "/{id}";
		routes.add(route("GET", all, users::list));
		routes.add(codedRoute("POST", all, users::create));
		routes.add(route("GET", all + "/external_id/{external_id}", users::getByExternalId));
		routes.add(route("GET", one, users::get));
		routes.add(codedRoute("PUT", one, users::update));
		routes.add(route("DELETE", one, users::delete));
	}

	private void addOrganizations(List<Route> routes) {
		OrganizationsEndpoint organizations = new OrganizationsEndpoint(this.state, this.changes);
		String all = "/organizations";
		String one = all + "/{id}";
		routes.add(route("GET", all, organizations::list));
		routes.add(route("POST", all, organizations::create));
		routes.add(route("GET", all + "/external_id/{external_id}", organizations::getByExternalId));
		routes.add(route("GET", one, organizations::get));
		routes.add(route("PUT", one, organizations::update));
		routes.add(route("DELETE", one, organizations::delete));
	}

	private void addMemberships(List<Route> routes) {
		MembershipsEndpoint memberships = new MembershipsEndpoint(this.state, this.changes);
		String one = MEMBERSHIPS + "/{id}";
		routes.add(route("GET", MEMBERSHIPS, memberships::list));
		routes.add(codedRoute("POST", MEMBERSHIPS, memberships::create));
		routes.add(route("GET", one, memberships::get));
		routes.add(codedRoute("PUT", one, memberships::update));
		routes.add(route("DELETE", one, memberships::delete));
		routes.add(codedRoute("PUT", one + "/deactivate", memberships::deactivate));
		routes.add(codedRoute("PUT", one + "/reactivate", memberships::reactivate));
	}

	private void addPermissions(List<Route> routes) {
		PermissionsEndpoint permissions = new PermissionsEndpoint(this.state, this.changes);
		String all = "/authorization/permissions";
		String one = all + "/{slug}";
		routes.add(route("GET", all, permissions::list));
		routes.add(route("POST", all, permissions::create));
		routes.add(route("GET", one, permissions::get));
		routes.add(route("PATCH", one, permissions::update));
		routes.add(route("DELETE", one, permissions::delete));
	}

	private void addEnvironmentRoles(List<Route> routes) {
		EnvironmentRolesEndpoint roles = new EnvironmentRolesEndpoint(this.state, this.changes);
		String all = "/authorization/roles";
		String one = all + "/{slug}";
		routes.add(route("GET", all, roles::list));
		routes.add(route("POST", all, roles::create));
		routes.add(route("GET", one, roles::get));
		routes.add(route("PATCH", one, roles::update));
		routes.add(route("PUT", one + "/permissions", roles::replacePermissions));
		routes.add(route("POST", one + "/permissions", roles::addPermission));
	}

	private void addOrganizationRoles(List<Route> routes) {
		OrganizationRolesEndpoint roles = new OrganizationRolesEndpoint(this.state, this.changes);
		String all = "/authorization/organizations/{organization_id}/roles";
		String one = all + "/{slug}";
		routes.add(route("GET", all, roles::list));
		routes.add(route("POST", all, roles::create));
		routes.add(route("GET", one, roles::get));
		routes.add(route("PATCH", one, roles::update));
		routes.add(route("DELETE", one, roles::delete));
		routes.add(route("PUT", one + "/permissions", roles::replacePermissions));
		routes.add(route("POST", one + "/permissions", roles::addPermission));
		routes.add(route("DELETE", one + "/permissions/{permission_slug}", roles::removePermission));
	}

	private void addGroups(List<Route> routes) {
		GroupsEndpoint groups = new GroupsEndpoint(this.state, this.changes);
		GroupMembersEndpoint members = new GroupMembersEndpoint(this.state, this.changes);
		String all = "/organizations/{organization_id}/groups";
		String one = all + "/{group_id}";
		String memberships = one + "/organization-memberships";
		routes.add(route("GET", all, groups::list));
		routes.add(route("POST", all, groups::create));
		routes.add(route("GET", one, groups::get));
		routes.add(route("PATCH", one, groups::update));
		routes.add(route("DELETE", one, groups::delete));
		routes.add(route("GET", memberships, members::list));
		routes.add(route("POST", memberships, members::add));
		routes.add(route("DELETE", memberships + "/{membership_id}", members::remove));
		routes.add(route("GET", MEMBERSHIPS + "/{membership_id}/groups", members::listGroups));
	}

	private void addResources(List<Route> routes) {
		Lookup lookup = new Lookup(this.state);
		ResourcesEndpoint resources = new ResourcesEndpoint(this.state, this.changes);
		String all = "/authorization/resources";
		routes.add(route("GET", all, resources::list));
		routes.add(route("POST", all, resources::create));
		addResource(routes, all + "/{resource_id}", lookup::resourceById);
		addResource(routes,
				"/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}",
				lookup::resourceByExternalId);
	}

	private void addResource(List<Route> routes, String one, Function<ApiRequest, Resource> target) {
		ResourceEndpoint resource = new ResourceEndpoint(this.state, this.changes, target);
		ResourceAccessEndpoint access = new ResourceAccessEndpoint(this.state, target);
		routes.add(route("GET", one, resource::get));
		routes.add(route("PATCH", one, resource::update));
		routes.add(route("DELETE", one, resource::delete));
		routes.add(route("GET", one + "/organization_memberships", access::memberships));
		routes.add(route("GET", one + "/role_assignments", access::roleAssignments));
	}

	private void addRoleAssignments(List<Route> routes) {
		RoleAssignmentsEndpoint ofMembership = new RoleAssignmentsEndpoint(this.state, this.changes);
		String all = MEMBERSHIP + "/role_assignments";
		routes.add(route("GET", all, ofMembership::list));
		routes.add(route("POST", all, ofMembership::create));
		routes.add(route("DELETE", all, ofMembership::deleteByRole));
		routes.add(route("DELETE", all + "/{role_assignment_id}", ofMembership::delete));
		GroupRoleAssignmentsEndpoint ofGroup = new GroupRoleAssignmentsEndpoint(this.state, this.changes);
		String allOfGroup = "/authorization/groups/{group_id}/role_assignments";
		String oneOfGroup = allOfGroup + "/{role_assignment_id}";
		routes.add(route("GET", allOfGroup, ofGroup::list));
		routes.add(route("POST", allOfGroup, ofGroup::create));
		routes.add(route("PUT", allOfGroup, ofGroup::replace));
		routes.add(route("DELETE", allOfGroup, ofGroup::deleteMatching));
		routes.add(route("GET", oneOfGroup, ofGroup::get));
		routes.add(route("DELETE", oneOfGroup, ofGroup::delete));
	}

	private void addMembershipAccess(List<Route> routes) {
		MembershipAccessEndpoint access = new MembershipAccessEndpoint(this.state);
		String resources = MEMBERSHIP + "/resources";
		routes.add(route("GET", resources, access::resources));
		routes.add(route("GET", resources + "/{resource_id}/permissions", access::permissions));
		routes.add(route("GET", resources + "/{resource_type_slug}/{external_id}/permissions",
				access::permissionsByExternalId));
	}

	private void addSessions(List<Route> routes) {
		SignIns signIns = new SignIns(this.state, this.changes, this.tokens);
		AuthenticateEndpoint authenticate = new AuthenticateEndpoint(this.state, this.changes, signIns);
		SessionsEndpoint sessions = new SessionsEndpoint(this.state, this.changes);
		AuthorizeEndpoint authorize = new AuthorizeEndpoint(this.state, this.changes, signIns);
		routes.add(openRoute("POST", "/user_management/authenticate", CodedErrors.of(authenticate::authenticate)));
		routes.add(openRoute("GET", "/user_management/authorize", authorize::ask));
		routes.add(openRoute("POST", SignInPage.CHOICE, authorize::choose));
		routes.add(codedRoute("GET", "/user_management/users/{user_id}/sessions", sessions::listActive));
		routes.add(route("POST", "/user_management/sessions/revoke", sessions::revoke));
		routes.add(openRoute("GET", "/user_management/sessions/logout", sessions::logOut));
	}

	private void addJwtTemplate(List<Route> routes) {
		JwtTemplateEndpoint template = new JwtTemplateEndpoint(this.state, this.changes);
		String path = "/user_management/jwt_template";
		routes.add(route("GET", path, template::get));
		routes.add(codedRoute("PUT", path, template::update));
	}

	// Every request sees one state from beginning to end.
	private Route route(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.authenticated(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

	private Route openRoute(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.open(method, path, (request) -> this.state.exclusively(() -> endpoint.apply(request)));
	}

	private Route codedRoute(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return route(method, path, CodedErrors.of(endpoint));
	}

}
