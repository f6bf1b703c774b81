package io.github.fgaspring.emulator.contract;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.github.fgaspring.emulator.Browser;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An emulator with the seed {@code contract.yaml}. Makes what a call needs, each time
 * anew and through the API, and gives its id.
 */
final class Fixture implements AutoCloseable {

	static final String ORGANIZATION = "org_contract";

	static final String USER = "user_contract";

	static final String MEMBERSHIP = "om_contract";

	private static final String AUTHENTICATE = "/user_management/authenticate";

	static final String PASSWORD = "Correct-Horse-Battery-42";

	// The example of RFC 7636, appendix B.
	static final String CODE_VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String CODE_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	private final FgaEmulator emulator = FgaEmulator
		.start(EmulatorConfig.defaults().withSeed(Seed.load(Path.of("src/test/resources/contract/contract.yaml"))));

	private final EmulatorClient client = new EmulatorClient(this.emulator);

	private int count;

	String clientId() {
		return this.emulator.clientId();
	}

	String clientSecret() {
		return this.emulator.apiKey();
	}

	String unique(String prefix) {
		this.count++;
		return prefix + "-" + this.count;
	}

	Response send(Operation operation, Input input) {
		String query = input.query().isEmpty() ? "" : "?" + input.query();
		return send(operation.method(), operation.expand(input.variables()) + query, input.body());
	}

	Response sendWithoutKey(Operation operation, Input input) {
		URI uri = this.emulator.baseUrl().resolve(operation.expand(input.variables()));
		return this.client
			.send(HttpRequest.newBuilder(uri).method(operation.method(), BodyPublishers.noBody()).build());
	}

	private Response send(String method, String path, Optional<String> body) {
		BodyPublisher publisher = body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
		return this.client.send(this.client.request(path).method(method, publisher).build());
	}

	Response get(String path) {
		return succeed("GET", path, Optional.empty());
	}

	JsonNode post(String path, Map<String, ?> body) {
		return succeed("POST", path, body).json();
	}

	Response succeed(String method, String path, Map<String, ?> body) {
		return succeed(method, path, Optional.of(JsonMapper.shared().writeValueAsString(body)));
	}

	Response delete(String path) {
		return succeed("DELETE", path, Optional.empty());
	}

	private Response succeed(String method, String path, Optional<String> body) {
		Response response = send(method, path, body);
		assertThat(response.status()).as("%s %s: %s", method, path, response.text()).isBetween(200, 299);
		return response;
	}

	JsonNode signIn(String user) {
		return post(AUTHENTICATE, credentials(user, PASSWORD));
	}

	void failToSignIn(String user) {
		String body = JsonMapper.shared().writeValueAsString(credentials(user, "wrong"));
		assertThat(send("POST", AUTHENTICATE, Optional.of(body)).status()).isEqualTo(400);
	}

	/**
	 * The code that an application gets from the sign-in page.
	 * @param challenged whether it must prove itself with the verifier
	 */
	String code(boolean challenged) {
		String pkce = challenged ? "&code_challenge_method=S256&code_challenge=" + CODE_CHALLENGE : "";
		return new Browser()
			.open(this.emulator.baseUrl()
				.resolve("/user_management/authorize?response_type=code&provider=authkit&client_id=" + clientId()
						+ "&redirect_uri=http://localhost:8080/callback&login_hint=" + email(user()) + pkce))
			.press("Continue as")
			.redirectQuery()
			.get("code");
	}

	private Map<String, String> credentials(String user, String password) {
		return Map.of("client_id", clientId(), "client_secret", clientSecret(), "grant_type", "password", "email",
				email(user), "password", password);
	}

	String session(String user) {
		signIn(user);
		JsonNode sessions = get("/user_management/users/" + user + "/sessions").json();
		return id(sessions.get("data").get(0));
	}

	String email(String user) {
		return text(get("/user_management/users/" + user).json(), "email");
	}

	String organization() {
		return id(post("/organizations", Map.of("name", unique("Organization"))));
	}

	String user() {
		return id(post("/user_management/users",
				Map.of("email", unique("user") + "@contract.test", "password", PASSWORD, "email_verified", true)));
	}

	String membership() {
		return membership(user(), ORGANIZATION);
	}

	String membership(String user, String organization) {
		return id(post("/user_management/organization_memberships",
				Map.of("user_id", user, "organization_id", organization)));
	}

	String inactiveMembership() {
		String membership = membership();
		succeed("PUT", "/user_management/organization_memberships/" + membership + "/deactivate", Optional.empty());
		return membership;
	}

	JsonNode workspace() {
		return post("/authorization/resources", Map.of("organization_id", ORGANIZATION, "resource_type_slug",
				"workspace", "external_id", unique("workspace"), "name", "Workspace"));
	}

	JsonNode project(JsonNode workspace) {
		return post("/authorization/resources", Map.of("organization_id", ORGANIZATION, "resource_type_slug", "project",
				"external_id", unique("project"), "name", "Project", "parent_resource_id", id(workspace)));
	}

	String assignment(String membership, JsonNode workspace) {
		return id(post("/authorization/organization_memberships/" + membership + "/role_assignments",
				Map.of("role_slug", "workspace-admin", "resource_id", id(workspace))));
	}

	String permission() {
		return text(post("/authorization/permissions", Map.of("slug", unique("contract:view"), "name", "View")),
				"slug");
	}

	String role() {
		return text(post("/authorization/roles", Map.of("slug", unique("contract-role"), "name", "Role")), "slug");
	}

	String organizationRole() {
		return text(post("/authorization/organizations/" + ORGANIZATION + "/roles",
				Map.of("slug", unique("org-contract-role"), "name", "Role")), "slug");
	}

	String group() {
		return id(post("/organizations/" + ORGANIZATION + "/groups", Map.of("name", unique("Group"))));
	}

	void addToGroup(String group, String membership) {
		post("/organizations/" + ORGANIZATION + "/groups/" + group + "/organization-memberships",
				Map.of("organization_membership_id", membership));
	}

	String groupAssignment(String group) {
		return id(post("/authorization/groups/" + group + "/role_assignments", Map.of("role_slug", "member")));
	}

	static String id(JsonNode object) {
		return text(object, "id");
	}

	static String text(JsonNode object, String field) {
		assertThat(object.has(field)).as("%s in %s", field, object).isTrue();
		return object.get(field).stringValue();
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
