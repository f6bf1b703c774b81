package io.github.fgaspring.emulator.api;

import java.util.List;

import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.session.SigningKey;

/**
 * The routes of the WorkOS API.
 */
public final class WorkosApi {

	private final EmulatorState state;

	private final SigningKey key;

	public WorkosApi(EmulatorState state, SigningKey key) {
		this.state = state;
		this.key = key;
	}

	/**
	 * All routes.
	 * @return the routes
	 */
	public List<Route> routes() {
		JwksEndpoint jwks = new JwksEndpoint(this.state.clientId(), this.key);
		CheckEndpoint check = new CheckEndpoint(this.state);
		MembershipsEndpoint memberships = new MembershipsEndpoint(this.state);
		return List.of(Route.open("GET", "/sso/jwks/{client_id}", jwks::get),
				Route.authenticated("POST", "/authorization/organization_memberships/{id}/check", check::check),
				Route.authenticated("GET", "/user_management/organization_memberships", memberships::list));
	}

}
