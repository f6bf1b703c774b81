package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.emulator.AbstractAcmeTests;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class OrganizationsEndpointTests extends AbstractAcmeTests {

	private static final String ORGANIZATIONS = "/organizations";

	private static final AtomicInteger COUNT = new AtomicInteger();

	@Test
	void createWhenEverythingIsGivenThenHasIt() {
		JsonNode organization = create("""
				{"name": "Initech", "external_id": "initech/1", "metadata": {"tier": "gold"},
				 "allow_profiles_outside_organization": true,
				 "domain_data": [{"domain": "Initech.test", "state": "verified"}]}""");
		assertThat(organization.get("id").stringValue()).startsWith("org_emulator_");
		assertThat(fields(organization, "object", "name", "external_id", "metadata",
				"allow_profiles_outside_organization"))
			.isEqualTo("\"organization\" \"Initech\" \"initech/1\" {\"tier\":\"gold\"} true");
		JsonNode domain = organization.get("domains").get(0);
		assertThat(domain.get("id").stringValue()).startsWith("org_domain_emulator_");
		assertThat(fields(domain, "object", "domain", "state"))
			.isEqualTo("\"organization_domain\" \"initech.test\" \"verified\"");
		assertThat(domain.get("organization_id")).isEqualTo(organization.get("id"));
		assertThat(client.get(path(organization)).json()).isEqualTo(organization);
		assertThat(client.get(ORGANIZATIONS + "/external_id/initech%2F1").json()).isEqualTo(organization);
	}

	@Test
	void createWhenOnlyNamedThenHasNothingElse() {
		JsonNode organization = create("{\"name\": \"Plain\", \"metadata\": null, \"external_id\": null}");
		assertThat(fields(organization, "domains", "external_id", "metadata", "allow_profiles_outside_organization"))
			.isEqualTo("[] null {} false");
		assertThat(organization.has("stripe_customer_id")).isFalse();
	}

	@Test
	void createWhenDoneThenIsResourceThatRolesCanBeHeldOn() {
		String id = id(create("{\"name\": \"Rooted\"}"));
		String membership = id(client.post("/user_management/organization_memberships", """
				{"user_id": "user_alice", "organization_id": "%s"}""".formatted(id)).json());
		Response check = client.post("/authorization/organization_memberships/" + membership + "/check", """
				{"permission_slug": "org:view", "resource_type_slug": "organization", "resource_external_id": "%s"}"""
			.formatted(id));
		assertThat(check.text()).isEqualTo("{\"authorized\":true}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"name\": null}", "{\"name\": \"\"}", "{\"name\": 1}",
			"{\"name\": \"N\", \"unknown\": 1}", "{\"name\": \"N\", \"stripe_customer_id\": \"cus_1\"}",
			"{\"name\": \"N\", \"external_id\": \"ü\"}", "{\"name\": \"N\", \"metadata\": \"text\"}",
			"{\"name\": \"N\", \"allow_profiles_outside_organization\": null}", "{\"name\": \"N\", \"domains\": null}",
			"{\"name\": \"N\", \"domains\": \"a.test\"}", "{\"name\": \"N\", \"domains\": [1]}",
			"{\"name\": \"N\", \"domains\": [\"no domain\"]}", "{\"name\": \"N\", \"domains\": [\"localhost\"]}",
			"{\"name\": \"N\", \"domains\": [\"a.test\", \"A.test\"]}", "{\"name\": \"N\", \"domain_data\": {}}",
			"{\"name\": \"N\", \"domain_data\": [\"a.test\"]}",
			"{\"name\": \"N\", \"domain_data\": [{\"domain\": \"a.test\"}]}",
			"{\"name\": \"N\", \"domain_data\": [{\"state\": \"verified\"}]}",
			"{\"name\": \"N\", \"domain_data\": [{\"domain\": \"a.test\", \"state\": \"failed\"}]}",
			"{\"name\": \"N\", \"domain_data\": [{\"domain\": \"a.test\", \"state\": \"verified\", \"id\": \"1\"}]}",
			"{\"name\": \"N\", \"domains\": [\"a.test\"], \"domain_data\": []}" })
	void createWhenBodyIsWrongThenUnprocessableWithoutCode(String body) {
		assertUncoded(client.post(ORGANIZATIONS, body), 422);
		assertThat(client.get(ORGANIZATIONS + "?domains=a.test").json().get("data")).isEmpty();
	}

	@Test
	void createWhenTextsAreTooLongThenUnprocessable() {
		assertUncoded(client.post(ORGANIZATIONS, "{\"name\": \"%s\"}".formatted("x".repeat(2000))), 422);
		assertUncoded(client.post(ORGANIZATIONS, """
				{"name": "N", "external_id": "%s"}""".formatted("x".repeat(129))), 422);
		assertUncoded(client.post(ORGANIZATIONS, """
				{"name": "N", "domains": ["%s"]}""".formatted("a.".repeat(1000) + "test")), 422);
	}

	@Test
	void externalIdWhenTakenThenBadRequest() {
		JsonNode organization = create("{\"name\": \"N\"}");
		assertCoded(client.post(ORGANIZATIONS, "{\"name\": \"N\", \"external_id\": \"acme\"}"),
				"external_id_already_used");
		assertCoded(client.put(path(organization), "{\"external_id\": \"acme\"}"), "external_id_already_used");
		assertThat(client.put(ORGANIZATIONS + "/org_acme", "{\"external_id\": \"acme\"}").status()).isEqualTo(200);
	}

	@Test
	void metadataWhenOverItsLimitsThenBadRequest() {
		String metadata = "\"metadata\": {\"%s\": \"value\"}".formatted("k".repeat(41));
		assertCoded(client.post(ORGANIZATIONS, "{\"name\": \"N\", " + metadata + "}"), "invalid_metadata");
		assertCoded(client.put(ORGANIZATIONS + "/org_globex", "{" + metadata + "}"), "invalid_metadata");
	}

	@Test
	void domainWhenOfAnotherOrganizationThenConflict() {
		String domain = newDomain();
		JsonNode first = create("{\"name\": \"First\", \"domains\": [\"%s\"]}".formatted(domain));
		JsonNode second = create("{\"name\": \"Second\"}");
		String data = "\"domain_data\": [{\"domain\": \"%s\", \"state\": \"pending\"}]".formatted(domain);
		assertUncoded(client.post(ORGANIZATIONS, "{\"name\": \"Third\", " + data + "}"), 409);
		assertUncoded(client.put(path(second), "{\"name\": \"New\", " + data + "}"), 409);
		assertThat(client.get(path(second)).json()).isEqualTo(second);
		client.delete(path(first));
		assertThat(client.put(path(second), "{" + data + "}").status()).isEqualTo(200);
	}

	@Test
	void updateWhenDomainsThenReplacesThemAndKeepsIds() {
		String kept = newDomain();
		String added = newDomain();
		JsonNode organization = create("""
				{"name": "N", "domains": ["%s", "%s"]}""".formatted(newDomain(), kept));
		JsonNode domains = client
			.put(path(organization),
					"""
							{"domain_data": [{"domain": "%s", "state": "verified"}, {"domain": "%s", "state": "pending"}]}"""
						.formatted(kept, added))
			.json()
			.get("domains");
		assertThat(domains).hasSize(2);
		assertThat(domains.get(0).get("id")).isEqualTo(organization.get("domains").get(1).get("id"));
		assertThat(fields(domains.get(0), "domain", "state")).isEqualTo("\"" + kept + "\" \"verified\"");
		assertThat(domains.get(1).get("domain").stringValue()).isEqualTo(added);
		assertThat(client.put(path(organization), "{\"domains\": []}").json().get("domains")).isEmpty();
	}

	@Test
	void updateWhenFieldsAreLeftOutThenKeepsThem() {
		JsonNode organization = create("""
				{"name": "N", "external_id": "kept", "metadata": {"tier": "gold", "size": "1"}, "domains": ["%s"],
				 "allow_profiles_outside_organization": true}""".formatted(newDomain()));
		JsonNode updated = client.put(path(organization), """
				{"stripe_customer_id": "cus_kept", "metadata": {"size": null}}""").json();
		assertThat(fields(updated, "name", "external_id", "metadata", "allow_profiles_outside_organization",
				"stripe_customer_id"))
			.isEqualTo("\"N\" \"kept\" {\"tier\":\"gold\"} true \"cus_kept\"");
		assertThat(updated.get("domains").get(0).get("id")).isEqualTo(organization.get("domains").get(0).get("id"));
		JsonNode renamed = client.put(path(organization), "{\"name\": \"New\", \"external_id\": null}").json();
		assertThat(fields(renamed, "name", "external_id", "stripe_customer_id")).isEqualTo("\"New\" null \"cus_kept\"");
	}

	@Test
	void updateWhenStripeCustomerIsTakenThenBadRequest() {
		JsonNode first = create("{\"name\": \"First\"}");
		JsonNode second = create("{\"name\": \"Second\"}");
		String customer = "{\"stripe_customer_id\": \"cus_taken\"}";
		assertThat(client.put(path(first), customer).status()).isEqualTo(200);
		assertThat(client.put(path(first), customer).status()).isEqualTo(200);
		assertCoded(client.put(path(second), customer), "stripe_customer_id_already_used");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"name\": null}", "{\"name\": 1}", "{\"stripe_customer_id\": null}",
			"{\"allow_profiles_outside_organization\": \"yes\"}", "{\"domain_data\": null}",
			"{\"id\": \"org_other\"}" })
	void updateWhenBodyIsWrongThenUnprocessableWithoutCode(String body) {
		assertUncoded(client.put(ORGANIZATIONS + "/org_globex", body), 422);
	}

	@Test
	void deleteWhenThereThenIsGoneWithMemberships() {
		JsonNode organization = create("{\"name\": \"N\"}");
		String membership = "/user_management/organization_memberships/"
				+ id(client.post("/user_management/organization_memberships", """
						{"user_id": "user_bob", "organization_id": "%s"}""".formatted(id(organization))).json());
		Response response = client.delete(path(organization));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEmpty();
		assertThat(client.get(membership).status()).isEqualTo(404);
		assertThat(client.get("/user_management/users/user_bob").status()).isEqualTo(200);
		assertUncoded(client.delete(path(organization)), 404);
	}

	@Test
	void listWhenFilteredThenHasMatchesInOrder() {
		String domain = newDomain();
		JsonNode first = create("{\"name\": \"Umbrella One\", \"domains\": [\"%s\"]}".formatted(domain));
		JsonNode second = create("{\"name\": \"Umbrella Two\", \"domains\": [\"%s\"]}".formatted(newDomain()));
		String other = second.get("domains").get(0).get("domain").stringValue();
		assertThat(list("search=umbrella")).containsExactly(id(second), id(first));
		assertThat(list("search=umbrella&order=asc&limit=1")).containsExactly(id(first));
		assertThat(list("search=BRELLA%20T")).containsExactly(id(second));
		assertThat(list("domains=" + domain)).containsExactly(id(first));
		assertThat(list("domains=" + domain.toUpperCase(Locale.ROOT) + "," + other + "," + other))
			.containsExactly(id(second), id(first));
		assertThat(list("domains=" + domain + "&domains=" + other)).containsExactly(id(second), id(first));
		assertThat(list("domains=" + domain + "&search=two")).isEmpty();
		assertThat(list("domains=,")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=101", "order=", "before=org_none", "name=Acme" })
	void listWhenParameterIsWrongThenUnprocessable(String query) {
		assertUncoded(client.get(ORGANIZATIONS + "?" + query), 422);
	}

	@Test
	void anyWhenOrganizationIsUnknownThenNotFound() {
		assertUncoded(client.get(ORGANIZATIONS + "/org_none"), 404);
		assertUncoded(client.get(ORGANIZATIONS + "/external_id/none"), 404);
		assertUncoded(client.put(ORGANIZATIONS + "/org_none", "{}"), 404);
		assertUncoded(client.delete(ORGANIZATIONS + "/org_none"), 404);
	}

	private static JsonNode create(String body) {
		Response response = client.post(ORGANIZATIONS, body);
		assertThat(response.status()).as(response.text()).isEqualTo(201);
		return response.json();
	}

	private static String newDomain() {
		return "domain" + COUNT.incrementAndGet() + ".test";
	}

	private static List<String> list(String query) {
		return client.get(ORGANIZATIONS + "?" + query)
			.json()
			.get("data")
			.valueStream()
			.map(OrganizationsEndpointTests::id)
			.toList();
	}

	private static String id(JsonNode object) {
		return object.get("id").stringValue();
	}

	private static String path(JsonNode organization) {
		return ORGANIZATIONS + "/" + id(organization);
	}

	private static String fields(JsonNode object, String... names) {
		return String.join(" ", List.of(names).stream().map((name) -> object.get(name).toString()).toList());
	}

	private static void assertCoded(Response response, String code) {
		assertThat(response.status()).as(response.text()).isEqualTo(400);
		assertThat(response.json().propertyNames()).containsExactly("code", "message");
		assertThat(response.json().get("code").stringValue()).isEqualTo(code);
	}

	private static void assertUncoded(Response response, int status) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("message");
	}

}
