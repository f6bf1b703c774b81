package io.github.fgaspring.emulator.contract;

import java.util.HashMap;
import java.util.Map;

import io.github.fgaspring.emulator.contract.ContractCalls.Calls;

/**
 * The calls about users.
 */
final class UserCalls {

	private static final String USERS = "/user_management/users";

	private UserCalls() {
	}

	static void addTo(ContractCalls calls) {
		calls.on("GET " + USERS)
			.succeeds((fixture) -> Input.of())
			.succeeds("by email", (fixture) -> Input.of().query("email=user@contract.test"))
			.succeeds("of an organization", (fixture) -> Input.of().query("organization_id=" + Fixture.ORGANIZATION));
		Calls create = calls.on("POST " + USERS)
			.succeeds("with an email only",
					(fixture) -> Input.of().body(Map.of("email", fixture.unique("user") + "@contract.test")))
			.succeeds("with everything", (fixture) -> Input.of()
				.body(Map.of("email", fixture.unique("user") + "@contract.test", "first_name", "Ada", "last_name",
						"Example", "name", "Ada Example", "email_verified", true, "external_id", fixture.unique("user"),
						"metadata", Map.of("language", "en"), "password", Fixture.PASSWORD)))
			.fails("400:user_creation_error", "email of another user",
					(fixture) -> Input.of().body(Map.of("email", "user@contract.test")))
			.fails("422:invalid_request_parameters", "without an email", (fixture) -> Input.of().body(Map.of()));
		addWrongFields(create, (fixture, fields) -> {
			Map<String, Object> body = new HashMap<>(fields);
			body.put("email", fixture.unique("user") + "@contract.test");
			return Input.of().body(body);
		});
		calls.on("GET " + USERS + "/{id}").succeeds((fixture) -> Input.of(Fixture.USER));
		calls.on("GET " + USERS + "/external_id/{external_id}").succeeds((fixture) -> Input.of("contract-user"));
		Calls update = calls.on("PUT " + USERS + "/{id}")
			.succeeds((fixture) -> Input.of(fixture.user())
				.body(Map.of("first_name", "Ada", "last_name", "Example", "locale", "en-GB", "metadata",
						Map.of("language", "en"))))
			.fails("400:external_id_already_used",
					(fixture) -> Input.of(fixture.user()).body(Map.of("external_id", "contract-user")))
			.fails("400:email_not_available",
					(fixture) -> Input.of(fixture.user()).body(Map.of("email", "user@contract.test")))
			.fails("422:invalid_request_parameters", "name that is no text",
					(fixture) -> Input.of(fixture.user()).body(Map.of("first_name", 1)));
		addWrongFields(update, (fixture, fields) -> Input.of(fixture.user()).body(fields));
		calls.on("DELETE " + USERS + "/{id}").succeeds((fixture) -> Input.of(fixture.user()));
	}

	private static void addWrongFields(Calls calls, Request request) {
		calls
			.fails("400:invalid_metadata",
					(fixture) -> request.with(fixture, Map.of("metadata", Map.of("k".repeat(41), "v"))))
			.fails("400:password_and_password_hash_provided",
					(fixture) -> request.with(fixture,
							Map.of("password", Fixture.PASSWORD, "password_hash", "hash", "password_hash_type",
									"bcrypt")))
			.fails("400:password_and_password_hash_type_provided",
					(fixture) -> request.with(fixture,
							Map.of("password", Fixture.PASSWORD, "password_hash_type", "bcrypt")))
			.fails("400:password_salt_position_requires_password_hash",
					(fixture) -> request.with(fixture, Map.of("password_salt_position", "prefix")));
	}

	/**
	 * A request that sets fields of a user.
	 */
	private interface Request {

		Input with(Fixture fixture, Map<String, ?> fields);

	}

}
