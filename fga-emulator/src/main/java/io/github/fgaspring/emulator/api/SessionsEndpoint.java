package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;

/**
 * The sessions of people, and how they end.
 */
final class SessionsEndpoint {

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	SessionsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse listActive(ApiRequest request) {
		PageRequest page = PageRequest.from(request);
		User user = this.lookup.user(request.pathVariable("user_id"));
		return ApiResponse.ok(page
			.slice(this.state.sessions().sessions().all(), Session::id,
					(session) -> session.userId().equals(user.id()) && session.isActive(this.state.now()))
			.toJson(this.objects::session));
	}

	ApiResponse revoke(ApiRequest request) {
		String id = RequestBody.of(request, "session_id").text("session_id");
		end(this.state.sessions().sessions().find(id).orElseThrow(() -> unknownSession(400, id)));
		return ApiResponse.ok();
	}

	ApiResponse logOut(ApiRequest request) {
		request.allowOnlyParameters(List.of("session_id", "return_to"));
		String id = request.queryParameter("session_id")
			.orElseThrow(() -> RequestBody.invalid("session_id", "is required"));
		Optional<URI> returnTo = request.queryParameter("return_to").map((value) -> LoopbackUrl.of("return_to", value));
		end(this.state.sessions().sessions().find(id).orElseThrow(() -> unknownSession(422, id)));
		return returnTo.map((uri) -> ApiResponse.of(302, null).withHeader("Location", uri.toASCIIString()))
			.orElseGet(() -> ApiResponse.ok());
	}

	private void end(Session session) {
		if (session.isActive(this.state.now())) {
			this.changes.revoke(session);
		}
	}

	private static ApiException unknownSession(int status, String id) {
		return ApiException.of(status, "Session not found: '%s'.".formatted(id));
	}

}
