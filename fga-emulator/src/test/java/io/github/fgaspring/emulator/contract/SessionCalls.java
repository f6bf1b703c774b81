package io.github.fgaspring.emulator.contract;

import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * The calls about signing in, sessions, keys and events.
 */
final class SessionCalls {

	private static final String AUTHENTICATE = "/user_management/authenticate";

	private SessionCalls() {
	}

	static void addTo(ContractCalls calls) {
		calls.on("GET /sso/jwks/{clientId}").succeeds((fixture) -> Input.of(fixture.clientId()));
		addAuthenticate(calls);
		calls.on("GET /user_management/users/{id}/sessions").succeeds((fixture) -> {
			String user = fixture.user();
			fixture.signIn(user);
			return Input.of(user);
		});
		calls.on("POST /user_management/sessions/revoke")
			.succeeds((fixture) -> Input.of().body(Map.of("session_id", fixture.session(fixture.user()))))
			.fails("400", "unknown session", (fixture) -> Input.of().body(Map.of("session_id", "unknown")));
		String template = "/user_management/jwt_template";
		Map<String, String> content = Map.of("content", "{\"email\": \"{{ user.email }}\"}");
		calls.on("GET " + template).succeeds((fixture) -> {
			fixture.succeed("PUT", template, content);
			return Input.of();
		});
		calls.on("PUT " + template)
			.succeeds((fixture) -> Input.of().body(content))
			.fails("422:invalid_request_parameters", "without content", (fixture) -> Input.of().body(Map.of()));
		calls.on("GET /events").succeeds((fixture) -> {
			fixture.user();
			return Input.of().query("events=user.created,user.updated");
		})
			.fails("400", "unknown organization",
					(fixture) -> Input.of().query("events=user.created&organization_id=unknown"));
	}

	private static void addAuthenticate(ContractCalls calls) {
		calls.on("POST " + AUTHENTICATE)
			.succeeds("by password", (fixture) -> password(fixture, fixture.email(fixture.user()), Fixture.PASSWORD))
			.succeeds("by password, for the only organization", (fixture) -> {
				String user = fixture.user();
				fixture.membership(user, Fixture.ORGANIZATION);
				return password(fixture, fixture.email(user), Fixture.PASSWORD);
			})
			.succeeds("by refresh token", (fixture) -> refresh(fixture, fixture.user()))
			.succeeds("by refresh token, for an organization", (fixture) -> {
				String user = fixture.user();
				fixture.membership(user, Fixture.ORGANIZATION);
				return refresh(fixture, user, Fixture.ORGANIZATION);
			})
			.succeeds("by selection of an organization", (fixture) -> {
				Input password = passwordOfTwoMemberships(fixture);
				JsonNode selection = fixture.send(Contract.operation("POST " + AUTHENTICATE), password).json();
				return select(fixture, Fixture.text(selection, "pending_authentication_token"));
			})
			.succeeds("by authorization code", (fixture) -> code(fixture, fixture.code(true)))
			.fails("400:code_challenge_not_found", (fixture) -> code(fixture, fixture.code(false)))
			.fails("400:invalid_grant", "with a code", (fixture) -> code(fixture, "unknown"))
			.fails("400:invalid_credentials",
					(fixture) -> password(fixture, fixture.email(fixture.user()), "Wrong-Horse-Battery-42"))
			.fails("400:invalid_grant",
					(fixture) -> grant(fixture, "refresh_token", Map.of("refresh_token", "unknown")))
			.fails("400:organization_membership_not_found",
					(fixture) -> refresh(fixture, fixture.user(), Fixture.ORGANIZATION))
			.fails("400:invalid_pending_authentication_token", (fixture) -> select(fixture, "unknown"))
			.fails("400:invalid_client",
					(fixture) -> Input.of()
						.body(Map.of("client_id", "unknown", "grant_type", "refresh_token", "refresh_token",
								Fixture.text(fixture.signIn(fixture.user()), "refresh_token"))))
			.fails("403:organization_selection_required", SessionCalls::passwordOfTwoMemberships)
			.fails("422:invalid_request_parameters", "without a password",
					(fixture) -> grant(fixture, "password", Map.of("email", "user@contract.test")));
	}

	private static Input password(Fixture fixture, String email, String password) {
		return grant(fixture, "password", Map.of("email", email, "password", password));
	}

	private static Input passwordOfTwoMemberships(Fixture fixture) {
		String user = fixture.user();
		fixture.membership(user, Fixture.ORGANIZATION);
		fixture.membership(user, fixture.organization());
		return password(fixture, fixture.email(user), Fixture.PASSWORD);
	}

	private static Input refresh(Fixture fixture, String user) {
		return grant(fixture, "refresh_token",
				Map.of("refresh_token", Fixture.text(fixture.signIn(user), "refresh_token")));
	}

	private static Input refresh(Fixture fixture, String user, String organization) {
		return grant(fixture, "refresh_token", Map.of("refresh_token",
				Fixture.text(fixture.signIn(user), "refresh_token"), "organization_id", organization));
	}

	private static Input code(Fixture fixture, String code) {
		return grant(fixture, "authorization_code", Map.of("code", code, "code_verifier", Fixture.CODE_VERIFIER));
	}

	private static Input select(Fixture fixture, String token) {
		return grant(fixture, "urn:workos:oauth:grant-type:organization-selection",
				Map.of("pending_authentication_token", token, "organization_id", Fixture.ORGANIZATION));
	}

	private static Input grant(Fixture fixture, String type, Map<String, String> fields) {
		Map<String, String> body = new HashMap<>(fields);
		body.put("client_id", fixture.clientId());
		body.put("client_secret", fixture.clientSecret());
		body.put("grant_type", type);
		return Input.of().body(body);
	}

}
