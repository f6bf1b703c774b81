package io.github.fgaspring.client;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what {@link RestFgaClient} looks up: permissions on a resource, the
 * organization of a resource, and the permissions of the environment.
 */
class RestFgaClientLookupTests {

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final String EFFECTIVE = "/authorization/organization_memberships/om_alice"
			+ "/resources/project/p-1/permissions?limit=100";

	private static final String RESOURCE = "/authorization/organizations/org_acme/resources/project/p-1";

	private static final String PERMISSIONS = "/authorization/permissions?limit=100";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final RestFgaClient client = new RestFgaClient(new WorkOsApi(RestClient.builder()
		.baseUrl(workOs.baseUrl())
		.defaultHeaders((headers) -> headers.setBearerAuth(WorkOsStub.API_KEY))
		.build(), new ApiCalls(new ApiStatus(Clock.systemUTC()), null), Clock.systemUTC()));

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@Test
	void effectivePermissionsThenSendsTheDocumentedRequestOnce() {
		answer(EFFECTIVE, list(null));
		effective();
		LoggedRequest request = requests().get(0);
		assertThat(requests()).hasSize(1);
		assertThat(request.getMethod().getName()).isEqualTo("GET");
		assertThat(request.getUrl()).isEqualTo(EFFECTIVE);
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + WorkOsStub.API_KEY);
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
	}

	@Test
	void effectivePermissionsThenTellsPermissionsOfOtherTypesApart() {
		answer(EFFECTIVE,
				list(null, permission("project:view", "project"), permission("project:edit", "project"),
						permission("document:view", "document"), permission("org:view", "organization"),
						permission("case:view", "Project")));
		assertThat(effective()).isEqualTo(new EffectivePermissions(Set.of("project:view", "project:edit"),
				Set.of("document:view", "org:view", "case:view"), null, null));
	}

	@ParameterizedTest
	@CsvSource({ "permission_01H, permission_01H", "a b, a%20b", "a&limit=1, a%26limit%3D1", "a+b, a%2Bb",
			"%2e%2e, %252e%252e", "../x?y#z, ..%2Fx%3Fy%23z", "{after}, %7Bafter%7D", "\u00e4, %C3%A4" })
	void effectivePermissionsWhenThereIsANextPageThenAsksForItWithTheCursorEncoded(String cursor, String encoded) {
		answer(EFFECTIVE, list("\"" + cursor + "\"", permission("project:view", "project")));
		EffectivePermissions first = effective();
		assertThat(first.after()).isEqualTo(cursor);
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(EFFECTIVE.substring(0, EFFECTIVE.indexOf('?'))))
				.withQueryParam("after", WireMock.equalTo(cursor))
				.willReturn(WireMock.okJson(list(null, permission("project:edit", "project")))));
		assertThat(this.client.effectivePermissions("om_alice", PROJECT, first.after()).permissions())
			.containsExactly("project:edit");
		assertThat(requests().get(1).getUrl()).isEqualTo(EFFECTIVE + "&after=" + encoded);
	}

	@ParameterizedTest
	@MethodSource("idsThatChangeInAPath")
	void effectivePermissionsWhenIdCouldChangeInThePathThenCannotAskSo(String id) {
		assertThat(this.client.effectivePermissions("om_alice", ResourceReference.external("project", id), null))
			.isNull();
		assertThat(this.client.effectivePermissions("om_alice", ResourceReference.external(id, "p-1"), null)).isNull();
		assertThat(requests()).isEmpty();
	}

	static Stream<String> idsThatChangeInAPath() {
		return Stream.of("", " ", ".", "..", "...", "./x", "../x", "a/b", "/", "a\\b", "%2e%2e", "%2E", "a%2fb", "a%b",
				"a b", " a", "a ", "a;b", ";", "a?b", "a#b", "a&b", "a=b", "a+b", "a:b", "a@b", "a,b", "a*b", "(a)",
				"'a'", "{a}", "{externalId}", "a\"b", "<a>", "a|b", "^", "`", "a\nb", "a\n", "\ta", "a\u0000",
				"a\u00e4", "\u0430", "\uff0e\uff0e", "\u2024\u2024", ".hidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "p-1", "P_1", "~x", "a.b", "a..b", "x.", "-", "_", "0" })
	void effectivePermissionsWhenIdStaysAsItIsThenAsks(String id) {
		String url = "/authorization/organization_memberships/om_alice/resources/project/" + id
				+ "/permissions?limit=100";
		answer(url, list(null));
		assertThat(this.client.effectivePermissions("om_alice", ResourceReference.external("project", id), null))
			.isNotNull();
		assertThat(requests()).singleElement().extracting(LoggedRequest::getUrl).isEqualTo(url);
	}

	@Test
	void effectivePermissionsWhenResourceByWorkOsIdThenCannotAskSo() {
		assertThat(this.client.effectivePermissions("om_alice", ResourceReference.id("resource_1"), null)).isNull();
		assertThat(requests()).isEmpty();
	}

	@Test
	void effectivePermissionsWhenNotFoundThenDenied() {
		answer(EFFECTIVE, 404);
		assertThat(effective())
			.isEqualTo(new EffectivePermissions(Set.of(), Set.of(), null, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void effectivePermissionsWhenQuestionIsRejectedThenCannotAskSo(int status) {
		answer(EFFECTIVE, status);
		assertThat(effective()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void lookupWhenStatusIsNoAnswerThenUnavailable(Lookup lookup) {
		for (int status : new int[] { 201, 204, 206, 302, 304, 405, 409, 429, 500, 502, 503, 504 }) {
			workOs.reset();
			answer(lookup.url, status);
			assertThat(lookup.failure(this.client).isKeyRefused()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void lookupWhenKeyIsRefusedThenUnavailable(Lookup lookup) {
		for (int status : new int[] { 401, 403 }) {
			workOs.reset();
			answer(lookup.url, status);
			assertThat(lookup.failure(this.client).isKeyRefused()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void lookupWhenBodyIsNotTheDocumentedOneThenUnavailableAndNotQuoted(Lookup lookup) {
		for (String body : List.of("", "null", "[]", "1", "\"secret\"", "{}", "{secret", "<html>secret</html>",
				"{\"x\":\"" + "secret".repeat(200_000) + "\"}", "{\"data\":[]}", "{\"data\":null}",
				"{\"data\":{},\"list_metadata\":{\"after\":null}}",
				"{\"data\":\"secret\",\"list_metadata\":{\"after\":null}}", "{\"list_metadata\":{\"after\":null}}")) {
			workOs.reset();
			answer(lookup.url, body);
			assertThat(lookup.failure(this.client)).hasMessageNotContaining("secret")
				.satisfies((failure) -> assertThat(String.valueOf(failure.getCause())).doesNotContain("secret"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EFFECTIVE_PERMISSIONS", "ENVIRONMENT" })
	void listWhenCursorIsMissingOrOddThenUnavailable(Lookup lookup) {
		for (String metadata : List.of("", ",\"list_metadata\":null", ",\"list_metadata\":{}", ",\"list_metadata\":[]",
				",\"list_metadata\":\"x\"", ",\"list_metadata\":{\"before\":null}", ",\"list_metadata\":{\"after\":1}",
				",\"list_metadata\":{\"after\":false}", ",\"list_metadata\":{\"after\":{}}",
				",\"list_metadata\":{\"after\":[\"x\"]}")) {
			workOs.reset();
			answer(lookup.url, "{\"data\":[]" + metadata + "}");
			assertThat(lookup.failure(this.client)).hasMessageContaining("list_metadata.after");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EFFECTIVE_PERMISSIONS", "ENVIRONMENT" })
	void listWhenElementIsNotAPermissionThenUnavailable(Lookup lookup) {
		for (String element : List.of("null", "1", "\"project:view\"", "[]", "{}",
				"{\"slug\":null,\"resource_type_slug\":\"project\"}", "{\"slug\":1,\"resource_type_slug\":\"project\"}",
				"{\"slug\":[\"project:view\"],\"resource_type_slug\":\"project\"}",
				"{\"Slug\":\"project:view\",\"resource_type_slug\":\"project\"}",
				"{\"slug\":\"a\",\"slug\":\"project:view\",\"resource_type_slug\":\"project\"}")) {
			workOs.reset();
			answer(lookup.url, list(null, permission("project:edit", "project"), element));
			lookup.failure(this.client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"slug\":\"project:view\"}", "{\"slug\":\"project:view\",\"resource_type_slug\":null}",
			"{\"slug\":\"project:view\",\"resource_type_slug\":{}}" })
	void effectivePermissionsWhenTypeIsMissingThenUnavailable(String permission) {
		answer(EFFECTIVE, list(null, permission));
		Lookup.EFFECTIVE_PERMISSIONS.failure(this.client);
	}

	@Test
	void isInOrganizationThenSendsTheDocumentedRequestOnce() {
		answer(RESOURCE, resource("\"org_acme\"", "\"project\"", "\"p-1\""));
		assertThat(inOrganization()).isTrue();
		assertThat(requests()).singleElement().satisfies((request) -> {
			assertThat(request.getMethod().getName()).isEqualTo("GET");
			assertThat(request.getUrl()).isEqualTo(RESOURCE);
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			"org_other", "project", "p-1"
			"ORG_ACME", "project", "p-1"
			"org_acme ", "project", "p-1"
			"", "project", "p-1"
			"org_acme", "document", "p-1"
			"org_acme", "Project", "p-1"
			"org_acme", "project", "p-2"
			"org_acme", "project", "P-1"
			"org_acme", "project", ""
			""")
	void isInOrganizationWhenBodyIsAboutAnotherThenFalse(String organization, String type, String id) {
		answer(RESOURCE, resource(organization, type, id));
		assertThat(inOrganization()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			null, "project", "p-1"
			1, "project", "p-1"
			["org_acme"], "project", "p-1"
			{}, "project", "p-1"
			"org_acme", null, "p-1"
			"org_acme", true, "p-1"
			"org_acme", "project", null
			"org_acme", "project", 1
			""")
	void isInOrganizationWhenMemberIsOfAnotherTypeThenUnavailable(String organization, String type, String id) {
		answer(RESOURCE, resource(organization, type, id));
		Lookup.RESOURCE.failure(this.client);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"organization_id\":\"org_acme\",\"resource_type_slug\":\"project\"}",
			"{\"organization_id\":\"org_acme\",\"external_id\":\"p-1\"}",
			"{\"resource_type_slug\":\"project\",\"external_id\":\"p-1\"}",
			"[{\"organization_id\":\"org_acme\",\"resource_type_slug\":\"project\",\"external_id\":\"p-1\"}]",
			"{\"data\":{\"organization_id\":\"org_acme\",\"resource_type_slug\":\"project\",\"external_id\":\"p-1\"}}",
			"{\"organization_id\":\"org_other\",\"organization_id\":\"org_acme\",\"resource_type_slug\":\"project\","
					+ "\"external_id\":\"p-1\"}" })
	void isInOrganizationWhenMemberIsMissingOrTwiceThereThenUnavailable(String body) {
		answer(RESOURCE, body);
		Lookup.RESOURCE.failure(this.client);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void isInOrganizationWhenNotFoundThenFalse(int status) {
		answer(RESOURCE, status);
		assertThat(inOrganization()).isFalse();
	}

	@ParameterizedTest
	@NullSource
	@MethodSource("idsThatChangeInAPath")
	void isInOrganizationWhenIdCouldChangeInThePathThenFalseWithoutCall(String id) {
		workOs.server()
			.stubFor(WireMock.any(WireMock.anyUrl())
				.willReturn(WireMock.okJson(resource("\"org_acme\"", "\"project\"", "\"p-1\""))));
		assertThat(this.client.isInOrganization("org_acme", ResourceReference.external("project", id))).isFalse();
		assertThat(this.client.isInOrganization("org_acme", ResourceReference.external(id, "p-1"))).isFalse();
		assertThat(this.client.isInOrganization(id, PROJECT)).isFalse();
		assertThat(requests()).isEmpty();
	}

	@Test
	void isInOrganizationWhenResourceByWorkOsIdThenFalseWithoutCall() {
		assertThat(this.client.isInOrganization("org_acme", ResourceReference.id("resource_1"))).isFalse();
		assertThat(requests()).isEmpty();
	}

	@Test
	void permissionsThenReadsAllPages() {
		answer(PERMISSIONS, list("\"a b\"", "{\"slug\":\"project:view\"}", "{\"slug\":\"project:edit\"}"));
		answer(PERMISSIONS + "&after=a%20b", list("\"2\"", "{\"slug\":\"project:edit\"}"));
		answer(PERMISSIONS + "&after=2", list(null, "{\"slug\":\"org:view\"}"));
		assertThat(this.client.permissions()).containsExactly("project:view", "project:edit", "org:view");
		assertThat(requests()).hasSize(3);
	}

	@Test
	void permissionsWhenThereAreNoneThenEmpty() {
		answer(PERMISSIONS, list(null));
		assertThat(this.client.permissions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void permissionsWhenTheyCannotBeListedThenNull(int status) {
		answer(PERMISSIONS, status);
		assertThat(this.client.permissions()).isNull();
		answer(PERMISSIONS, list("\"2\"", "{\"slug\":\"project:view\"}"));
		answer(PERMISSIONS + "&after=2", status);
		assertThat(this.client.permissions()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "same", "" })
	void permissionsWhenListDoesNotEndThenUnavailable(String cursor) {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/permissions"))
				.willReturn(WireMock.okJson(list("\"" + cursor + "\"", "{\"slug\":\"project:view\"}"))));
		assertThat(Lookup.ENVIRONMENT.failure(this.client)).hasMessageContaining("does not end");
		assertThat(requests()).hasSize(100);
	}

	@Test
	void permissionsWhenALaterPageFailsThenUnavailable() {
		answer(PERMISSIONS, list("\"2\"", "{\"slug\":\"project:view\"}"));
		answer(PERMISSIONS + "&after=2", 503);
		assertThat(Lookup.ENVIRONMENT.failure(this.client).isTransient()).isTrue();
	}

	@Test
	void permissionsWhenPagesAreFullThenReadsThem() {
		answer(PERMISSIONS,
				list(null,
						IntStream.range(0, 100)
							.mapToObj((i) -> permission("permission:" + i, "project"))
							.toArray(String[]::new)));
		assertThat(this.client.permissions()).hasSize(100);
	}

	private EffectivePermissions effective() {
		return this.client.effectivePermissions("om_alice", PROJECT, null);
	}

	private boolean inOrganization() {
		return this.client.isInOrganization("org_acme", PROJECT);
	}

	private static void answer(String url, String body) {
		workOs.server().stubFor(at(url).willReturn(WireMock.okJson(body)));
	}

	/**
	 * A status, with a body that would be an answer to anything.
	 */
	private static void answer(String url, int status) {
		String body = """
				{"organization_id":"org_acme","resource_type_slug":"project","external_id":"p-1",
				 "data":[{"slug":"project:view","resource_type_slug":"project"}],"list_metadata":{"after":null}}""";
		workOs.server().stubFor(at(url).willReturn(WireMock.okJson(body).withStatus(status)));
	}

	private static MappingBuilder at(String url) {
		return WireMock.get(WireMock.urlEqualTo(url));
	}

	private static String list(String after, String... elements) {
		return "{\"object\":\"list\",\"data\":[" + String.join(",", elements)
				+ "],\"list_metadata\":{\"before\":null,\"after\":" + after + "}}";
	}

	private static String permission(String slug, String type) {
		return "{\"object\":\"permission\",\"slug\":\"" + slug + "\",\"resource_type_slug\":\"" + type + "\"}";
	}

	private static String resource(String organization, String type, String id) {
		return "{\"object\":\"authorization_resource\",\"organization_id\":" + organization + ",\"resource_type_slug\":"
				+ type + ",\"external_id\":" + id + "}";
	}

	private static List<LoggedRequest> requests() {
		return workOs.server().findAll(WireMock.anyRequestedFor(WireMock.anyUrl()));
	}

	enum Lookup {

		EFFECTIVE_PERMISSIONS(RestFgaClientLookupTests.EFFECTIVE) {

			@Override
			Object ask(FgaClient client) {
				return client.effectivePermissions("om_alice", PROJECT, null);
			}

		},

		RESOURCE(RestFgaClientLookupTests.RESOURCE) {

			@Override
			Object ask(FgaClient client) {
				return client.isInOrganization("org_acme", PROJECT);
			}

		},

		ENVIRONMENT(PERMISSIONS) {

			@Override
			Object ask(FgaClient client) {
				return client.permissions();
			}

		};

		private final String url;

		Lookup(String url) {
			this.url = url;
		}

		abstract Object ask(FgaClient client);

		ApiFailureException failure(FgaClient client) {
			CheckUnavailableException failure = catchThrowableOfType(CheckUnavailableException.class,
					() -> ask(client));
			assertThat(failure).isInstanceOf(ApiFailureException.class)
				.hasMessageNotContainingAny("om_alice", "org_acme", "p-1", WorkOsStub.API_KEY)
				.extracting("kind")
				.isNotIn(Kind.NOT_CALLED, Kind.INTERRUPTED);
			return (ApiFailureException) failure;
		}

	}

}
