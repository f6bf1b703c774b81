package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class UsersEndpointTests extends AbstractAcmeTests {

	private static final String USERS = "/user_management/users";

	private static final String PASSWORD = "Correct-Horse-Battery-42";

	private static final AtomicInteger COUNT = new AtomicInteger();

	@Test
	void createWhenEverythingIsGivenThenHasIt() {
		Response response = client.post(USERS, """
				{"email": "Ada@example.test", "first_name": "Ada", "last_name": "Example", "name": "Countess",
				 "email_verified": true, "metadata": {"language": "en"}, "external_id": "ada/1", "password": "%s",
				 "ip_address": "192.0.2.1", "user_agent": "Test", "signals_id": "signals"}""".formatted(PASSWORD));
		assertThat(response.status()).isEqualTo(201);
		JsonNode user = response.json();
		assertThat(user.get("id").stringValue()).startsWith("user_emulator_");
		assertThat(user.get("created_at")).isEqualTo(user.get("updated_at"));
		assertThat(fields(user, "object", "email", "first_name", "last_name", "name", "email_verified", "metadata",
				"external_id", "profile_picture_url", "last_sign_in_at", "locale"))
			.isEqualTo(
					"""
							"user" "Ada@example.test" "Ada" "Example" "Countess" true {"language":"en"} "ada/1" null null null""");
		assertThat(client.get(USERS + "/" + user.get("id").stringValue()).json()).isEqualTo(user);
		assertThat(client.get(USERS + "/external_id/ada%2F1").json()).isEqualTo(user);
	}

	@Test
	void createWhenNullsAreGivenThenAreLikeNothing() {
		JsonNode user = create("""
				, "first_name": null, "last_name": null, "name": null, "email_verified": null, "metadata": null,
				"external_id": null, "password": null, "ip_address": null, "user_agent": null""");
		assertThat(fields(user, "first_name", "last_name", "name", "email_verified", "metadata", "external_id"))
			.isEqualTo("null null null false {} null");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			alice@acme.test, none, email_not_available
			ALICE@ACME.TEST, none, email_not_available
			new@acme.test,   42,   external_id_already_used
			""")
	void createWhenTakenThenSaysWhat(String email, String externalId, String code) {
		Response response = client.post(USERS, """
				{"email": "%s", "external_id": "%s"}""".formatted(email, externalId));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactly("code", "message", "errors");
		assertThat(response.json().get("code").stringValue()).isEqualTo("user_creation_error");
		JsonNode error = response.json().get("errors").get(0);
		assertThat(error.propertyNames()).containsExactlyInAnyOrder("code", "message");
		assertThat(error.get("code").stringValue()).isEqualTo(code);
		assertThat(client.get(USERS + "?email=new@acme.test").json().get("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "{}", "{\"email\": null}", "{\"email\": 1}", "{\"email\": \"\"}",
			"{\"email\": \"ada\"}", "{\"email\": \"ada@localhost\"}", "{\"email\": \"a b@c.test\"}",
			"{\"email\": \"a@b.test\", \"unknown\": 1}", "{\"email\": \"a@b.test\", \"first_name\": 1}",
			"{\"email\": \"a@b.test\", \"email_verified\": \"yes\"}", "{\"email\": \"a@b.test\", \"metadata\": []}",
			"{\"email\": \"a@b.test\", \"metadata\": {\"key\": 1}}",
			"{\"email\": \"a@b.test\", \"external_id\": \"ü\"}", "{\"email\": \"a@b.test\", \"external_id\": \"\"}",
			"{\"email\": \"a@b.test\", \"locale\": \"en\"}", "{\"email\": \"a@b.test\", \"signals_id\": null}",
			"{\"email\": \"a@b.test\", \"password\": 1}", "{\"email\": \"a@b.test\", \"password_hash\": \"hash\"}",
			"{\"email\": \"a@b.test\", \"password_hash_type\": \"bcrypt\"}",
			"{\"email\": \"a@b.test\", \"password_hash\": \"hash\", \"password_hash_type\": \"md5\"}" })
	void createWhenBodyIsWrongThenUnprocessableWithCode(String body) {
		assertError(client.post(USERS, body), 422, "invalid_request_parameters");
		assertThat(client.get(USERS + "?email=a@b.test").json().get("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 129, 5000 })
	void createWhenExternalIdIsTooLongThenUnprocessable(int length) {
		assertError(client.post(USERS, """
				{"email": "a@b.test", "external_id": "%s"}""".formatted("x".repeat(length))), 422,
				"invalid_request_parameters");
	}

	@Test
	void createWhenEmailIsTooLongThenUnprocessable() {
		assertError(client.post(USERS, """
				{"email": "%s@b.test"}""".formatted("x".repeat(2000))), 422, "invalid_request_parameters");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"password": "p", "password_hash": "h", "password_hash_type": "bcrypt" | password_and_password_hash_provided
					"password": "p", "password_hash": "h"                                 | password_and_password_hash_provided
					"password": "p", "password_hash_type": "bcrypt"                       | password_and_password_hash_type_provided
					"password": "p", "password_salt_position": "prefix"                   | password_salt_position_requires_password_hash
					"password_salt_position": "suffix"                                    | password_salt_position_requires_password_hash
					"password_hash": "h", "password_hash_type": "argon2"                  | invalid_password_hash
					"password_hash": "h", "password_hash_type": "ssha256", "password_salt_position": "prefix" | invalid_password_hash
					""")
	void passwordWhenFormsContradictThenBadRequest(String fields, String code) {
		assertError(client.post(USERS, "{\"email\": \"a@b.test\", " + fields + "}"), 400, code);
		assertThat(client.get(USERS + "?email=a@b.test").json().get("data")).isEmpty();
		assertError(client.put(path(create("")), "{" + fields + "}"), 400, code);
	}

	@Test
	void passwordWhenSetThenIsInNoAnswer() {
		Response created = client.post(USERS, """
				{"email": "%s", "password": "%s"}""".formatted(newEmail(), PASSWORD));
		String path = path(created.json());
		Response updated = client.put(path, "{\"password\": \"%s\"}".formatted(PASSWORD));
		Response refused = client.put(path, """
				{"password": "%s", "password_hash": "%s"}""".formatted(PASSWORD, PASSWORD));
		assertThat(List.of(created, updated, refused, client.get(path), client.get(USERS + "?limit=100")))
			.extracting(Response::text)
			.allSatisfy((text) -> assertThat(text).isNotEmpty().doesNotContain(PASSWORD));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"first_name": "Ada"}              | {"language":"en","tier":"gold"}
			{"metadata": {}}                   | {"language":"en","tier":"gold"}
			{"metadata": {"language": "de"}}   | {"language":"de","tier":"gold"}
			{"metadata": {"language": null}}   | {"tier":"gold"}
			{"metadata": {"none": null}}       | {"language":"en","tier":"gold"}
			{"metadata": {"size": ""}}         | {"language":"en","tier":"gold","size":""}
			{"metadata": null}                 | {}
			""")
	void updateWhenMetadataThenChangesOnlyNamedKeys(String body, String metadata) {
		JsonNode user = create(", \"metadata\": {\"language\": \"en\", \"tier\": \"gold\"}");
		Response response = client.put(path(user), body);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json().get("metadata").toString()).isEqualTo(metadata);
	}

	@Test
	void metadataWhenAtItsLimitsThenIsTaken() {
		StringBuilder metadata = new StringBuilder("\"%s\": \"%s\"".formatted("k".repeat(40), "v".repeat(600)));
		for (int i = 1; i < 50; i++) {
			metadata.append(", \"key%d\": \"value\"".formatted(i));
		}
		JsonNode user = create(", \"metadata\": {" + metadata + "}");
		assertThat(user.get("metadata")).hasSize(50);
		assertError(client.put(path(user), "{\"metadata\": {\"one\": \"more\"}}"), 400, "invalid_metadata");
		assertThat(client.put(path(user), "{\"metadata\": {\"one\": \"more\", \"key1\": null}}").status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "41, 1", "1, 601" })
	void metadataWhenOverItsLimitsThenBadRequest(int keyLength, int valueLength) {
		String metadata = "\"metadata\": {\"%s\": \"%s\"}".formatted("k".repeat(keyLength), "v".repeat(valueLength));
		assertError(client.post(USERS, "{\"email\": \"a@b.test\", " + metadata + "}"), 400, "invalid_metadata");
		assertError(client.put(path(create("")), "{" + metadata + "}"), 400, "invalid_metadata");
	}

	@Test
	void updateWhenFieldsAreLeftOutThenKeepsThem() {
		JsonNode user = create("""
				, "first_name": "Ada", "last_name": "Example", "name": "Countess", "email_verified": true,
				"external_id": "keep\"""");
		JsonNode updated = client.put(path(user), "{\"locale\": \"en-GB\"}").json();
		assertThat(fields(updated, "first_name", "last_name", "name", "email_verified", "external_id", "locale"))
			.isEqualTo("\"Ada\" \"Example\" \"Countess\" true \"keep\" \"en-GB\"");
		assertThat(updated.get("email")).isEqualTo(user.get("email"));
		JsonNode cleared = client.put(path(user), "{\"locale\": null, \"external_id\": null}").json();
		assertThat(fields(cleared, "external_id", "locale")).isEqualTo("null null");
		assertThat(client.get(USERS + "/external_id/keep").status()).isEqualTo(404);
	}

	@Test
	void updateWhenOwnValuesAreRepeatedThenIsFine() {
		JsonNode user = create(", \"external_id\": \"own\"");
		String email = user.get("email").stringValue();
		Response response = client.put(path(user), """
				{"email": "%s", "external_id": "own"}""".formatted(email.toUpperCase(Locale.ROOT)));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json().get("email").stringValue()).isEqualTo(email.toUpperCase(Locale.ROOT));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"email": "alice@acme.test"} | email_not_available
			{"email": "Alice@Acme.test"} | email_not_available
			{"external_id": "42"}        | external_id_already_used
			{"email": "nobody"}          | invalid_email
			{"locale": "en_GB"}          | invalid_locale
			""")
	void updateWhenValueCannotBeThenBadRequest(String body, String code) {
		JsonNode user = create("");
		assertError(client.put(path(user), body), 400, code);
		assertThat(client.get(path(user)).json()).isEqualTo(user);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"email\": null}", "{\"first_name\": null}", "{\"last_name\": null}",
			"{\"name\": null}", "{\"email_verified\": null}", "{\"password\": null}", "{\"first_name\": 1}",
			"{\"locale\": 1}", "{\"ip_address\": \"192.0.2.1\"}", "{\"id\": \"user_other\"}" })
	void updateWhenBodyIsWrongThenUnprocessableWithCode(String body) {
		JsonNode user = create("");
		assertError(client.put(path(user), body), 422, "invalid_request_parameters");
		assertThat(client.get(path(user)).json()).isEqualTo(user);
	}

	@Test
	void deleteWhenThereThenIsGoneWithMemberships() {
		JsonNode user = create("");
		String membership = client.post("/user_management/organization_memberships", """
				{"user_id": "%s", "organization_id": "org_acme"}""".formatted(user.get("id").stringValue()))
			.json()
			.get("id")
			.stringValue();
		Response response = client.delete(path(user));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEmpty();
		assertThat(client.get(path(user)).status()).isEqualTo(404);
		assertThat(client.get("/user_management/organization_memberships/" + membership).status()).isEqualTo(404);
		assertThat(client.delete(path(user)).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			email=alice@acme.test                                    | user_alice
			email=Alice@ACME.test                                    | user_alice
			email=nobody@acme.test                                   | ''
			organization_id=org_acme&order=asc                       | user_alice user_bob user_carol
			organization=org_globex                                  | user_alice
			organization_id=org_acme&organization=org_globex         | user_alice
			organization_id=org_acme&email=dave@acme.test            | ''
			organization_id=org_none                                 | ''
			limit=2&order=asc                                        | user_alice user_bob
			limit=2&order=asc&after=user_bob                         | user_carol user_dave
			""")
	void listWhenFilteredThenHasMatches(String query, String expected) {
		List<String> ids = client.get(USERS + "?" + query)
			.json()
			.get("data")
			.valueStream()
			.map((user) -> user.get("id").stringValue())
			.toList();
		assertThat(String.join(" ", ids)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "order=up", "after=user_none", "name=Ada" })
	void listWhenParameterIsWrongThenUnprocessableWithoutCode(String query) {
		Response response = client.get(USERS + "?" + query);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

	@Test
	void anyWhenUserIsUnknownThenNotFoundWithoutCode() {
		assertThat(List.of(client.get(USERS + "/user_none"), client.get(USERS + "/external_id/none"),
				client.put(USERS + "/user_none", "{}"), client.delete(USERS + "/user_none")))
			.allSatisfy((response) -> {
				assertThat(response.status()).isEqualTo(404);
				assertThat(response.json().propertyNames()).containsExactly("message");
			});
	}

	private static JsonNode create(String moreFields) {
		Response response = client.post(USERS, "{\"email\": \"" + newEmail() + "\"" + moreFields + "}");
		assertThat(response.status()).as(response.text()).isEqualTo(201);
		return response.json();
	}

	private static String newEmail() {
		return "user" + COUNT.incrementAndGet() + "@example.test";
	}

	private static String path(JsonNode user) {
		return USERS + "/" + user.get("id").stringValue();
	}

	private static String fields(JsonNode user, String... names) {
		return String.join(" ", List.of(names).stream().map((name) -> user.get(name).toString()).toList());
	}

	private static void assertError(Response response, int status, String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo(code);
	}

}
