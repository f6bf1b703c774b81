package io.github.fgaspring.client;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what {@link RestFgaClient} lists: the children of a resource and the members
 * who have a permission on it.
 */
class RestFgaClientListTests {

	private static final ResourceReference PARENT = ResourceReference.external("workspace", "w-1");

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final ResourceReference.Id BY_ID = new ResourceReference.Id("resource_1");

	private static final String PERMITTED = "/authorization/organization_memberships/om_alice/resources"
			+ "?permission_slug=project%3Aview&parent_resource_type_slug=workspace&parent_resource_external_id=w-1&limit=100";

	private static final String CHILDREN = "/authorization/resources"
			+ "?organization_id=org_acme&parent_resource_type_slug=workspace&parent_external_id=w-1&limit=100";

	private static final String WHO = "/organization_memberships?permission_slug=project%3Aview&assignment=indirect&limit=100";

	private static final String MEMBERS = "/authorization/organizations/org_acme/resources/project/p-1" + WHO;

	private static final String RESOURCE = "/authorization/resources/resource_1";

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

	@ParameterizedTest
	@EnumSource
	void listThenSendsTheDocumentedRequestOnce(Listing listing) {
		answer(listing.url, list(null, listing.element("1")));
		assertThat(listing.ask(this.client, null).elements()).hasSize(1);
		assertThat(requests()).singleElement().satisfies((request) -> {
			assertThat(request.getMethod().getName()).isEqualTo("GET");
			assertThat(request.getUrl()).isEqualTo(listing.url);
			assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + WorkOsStub.API_KEY);
		});
	}

	@ParameterizedTest
	@EnumSource
	void listWhenThereIsANextPageThenItBeginsAfterTheCursor(Listing listing) {
		answer(listing.url, list("\"a b&limit=1\"", listing.element("1")));
		answer(listing.url + "&after=a%20b%26limit%3D1", list(null, listing.element("2")));
		FgaPage<?> first = listing.ask(this.client, null);
		assertThat(first.after()).isEqualTo("a b&limit=1");
		FgaPage<?> second = listing.ask(this.client, first.after());
		assertThat(second.after()).isNull();
		assertThat(second.elements()).hasSize(1).isNotEqualTo(first.elements());
	}

	@ParameterizedTest
	@EnumSource
	void listWhenThereIsNothingThenEmpty(Listing listing) {
		answer(listing.url, list(null));
		assertThat(listing.ask(this.client, null)).isEqualTo(FgaPage.of(List.of(), null));
	}

	@ParameterizedTest
	@EnumSource
	void listWhenPageIsFullThenReadsIt(Listing listing) {
		answer(listing.url,
				list(null, IntStream.range(0, 100).mapToObj((i) -> listing.element("e" + i)).toArray(String[]::new)));
		assertThat(listing.ask(this.client, null).elements()).hasSize(100).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource(names = { "PERMITTED", "MEMBERS" })
	void listWhenNotFoundOrRejectedThenDenied(Listing listing) {
		for (int status : new int[] { 404, 400, 422 }) {
			workOs.reset();
			answer(listing.url, status);
			assertThat(listing.ask(this.client, null)).isEqualTo(FgaPage.denied(
					(status != 404) ? DenialReason.REJECTED_QUESTION : DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void childrenWhenRefusedThenUnavailable(int status) {
		answer(CHILDREN, status);
		Listing.CHILDREN.failure(this.client);
	}

	@ParameterizedTest
	@EnumSource
	void listWhenStatusIsNoAnswerThenUnavailable(Listing listing) {
		for (int status : new int[] { 201, 204, 206, 302, 304, 401, 403, 405, 409, 429, 500, 502, 503, 504 }) {
			workOs.reset();
			answer(listing.url, status);
			assertThat(listing.failure(this.client).isKeyRefused()).isEqualTo(status == 401 || status == 403);
		}
	}

	@ParameterizedTest
	@EnumSource
	void listWhenBodyIsNotTheDocumentedOneThenUnavailableAndNotQuoted(Listing listing) {
		for (String body : List.of("", "null", "[]", "1", "\"secret\"", "{}", "{secret", "<html>secret</html>",
				"{\"x\":\"" + "secret".repeat(200_000) + "\"}", "{\"data\":[]}", "{\"data\":null}",
				"{\"data\":{},\"list_metadata\":{\"after\":null}}",
				"{\"data\":\"secret\",\"list_metadata\":{\"after\":null}}", "{\"list_metadata\":{\"after\":null}}",
				"{\"data\":[],\"list_metadata\":{}}", "{\"data\":[],\"list_metadata\":{\"after\":1}}")) {
			workOs.reset();
			answer(listing.url, body);
			assertThat(listing.failure(this.client)).hasMessageNotContaining("secret");
		}
	}

	@ParameterizedTest
	@EnumSource
	void listWhenOneElementIsMalformedThenUnavailable(Listing listing) {
		for (String field : listing.required) {
			for (String value : List.of("null", "1", "true", "[]", "{}", "[\"x\"]")) {
				workOs.reset();
				answer(listing.url, list(null, listing.element("1"), replaced(listing.element("2"), field, value)));
				listing.failure(this.client);
			}
		}
		for (String element : List.of("null", "1", "\"x\"", "[]", "{}")) {
			workOs.reset();
			answer(listing.url, list(null, listing.element("1"), element));
			listing.failure(this.client);
		}
	}

	@ParameterizedTest
	@EnumSource
	void listWhenOneElementIsOfAnotherOrganizationThenUnavailable(Listing listing) {
		for (String organization : List.of("\"org_globex\"", "\"ORG_ACME\"", "\"\"", "\"org_acme \"")) {
			workOs.reset();
			answer(listing.url,
					list(null, listing.element("1"), replaced(listing.element("2"), "organization_id", organization)));
			assertThat(listing.failure(this.client)).hasMessageContaining("another organization");
		}
	}

	@Test
	void permittedChildrenThenReadsResources() {
		answer(PERMITTED, list(null, resource("1"),
				replaced(replaced(resource("2"), "parent_resource_id", "null"), "name", "\"Zwei \u00e4\"")));
		assertThat(this.client.permittedChildren("org_acme", "om_alice", "project:view", PARENT, null).elements())
			.containsExactly(new FgaResource("resource_1", "1", "project", "Name 1", "resource_w"),
					new FgaResource("resource_2", "2", "project", "Zwei \u00e4", null));
	}

	@Test
	void permittedChildrenWhenParentByWorkOsIdThenAsksByIt() {
		String url = "/authorization/organization_memberships/om_alice/resources"
				+ "?permission_slug=project%3Aview&parent_resource_id=resource_1&limit=100";
		answer(url, list(null, resource("1")));
		assertThat(this.client.permittedChildren("org_acme", "om_alice", "project:view", BY_ID, null).elements())
			.hasSize(1);
		assertThat(requests()).extracting(LoggedRequest::getUrl).containsExactly(url);
	}

	@Test
	void childrenWhenParentByWorkOsIdThenAsksByIt() {
		String url = "/authorization/resources?organization_id=org_acme&parent_resource_id=resource_1&limit=100";
		answer(url, list(null, resource("1")));
		assertThat(this.client.children("org_acme", BY_ID, null).elements()).hasSize(1);
		assertThat(requests()).extracting(LoggedRequest::getUrl).containsExactly(url);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			a/b  | a%2Fb
			../x | ..%2Fx
			a?b  | a%3Fb
			a#b  | a%23b
			a&b=c| a%26b%3Dc
			%2e  | %252e
			a b  | a%20b
			a+b  | a%2Bb
			{id} | %7Bid%7D
			'a'  | %27a%27
			""")
	void listWhenIdHasSpecialCharactersThenEncodedInTheQuery(String id, String encoded) {
		workOs.server().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson(list(null))));
		this.client.permittedChildren("org_acme", "om_alice", id, ResourceReference.external(id, id), null);
		this.client.children("org_acme", ResourceReference.external(id, id), null);
		this.client.permittedChildren("org_acme", "om_alice", id, ResourceReference.id(id), null);
		this.client.children("org_acme", ResourceReference.id(id), null);
		String permitted = "/authorization/organization_memberships/om_alice/resources?permission_slug=" + encoded;
		assertThat(requests()).extracting(LoggedRequest::getUrl)
			.containsExactlyInAnyOrder(
					permitted + "&parent_resource_type_slug=" + encoded + "&parent_resource_external_id=" + encoded
							+ "&limit=100",
					"/authorization/resources?organization_id=org_acme&parent_resource_type_slug=" + encoded
							+ "&parent_external_id=" + encoded + "&limit=100",
					permitted + "&parent_resource_id=" + encoded + "&limit=100",
					"/authorization/resources?organization_id=org_acme&parent_resource_id=" + encoded + "&limit=100");
	}

	@ParameterizedTest
	@MethodSource("pathSegmentsThatChange")
	void permittedChildrenWhenMembershipCouldChangeInThePathThenDeniedWithoutCall(String membershipId) {
		assertThat(this.client.permittedChildren("org_acme", membershipId, "project:view", PARENT, null))
			.isEqualTo(FgaPage.denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
		assertThat(requests()).isEmpty();
	}

	static Stream<String> pathSegmentsThatChange() {
		return Stream.of("", ".", "..", "../x", "a/b", "%2e%2e", "a?b", "a#b", "a;b", "a b");
	}

	@Test
	void membersThenReadsMembers() {
		answer(MEMBERS,
				list(null, member("1"), replaced(replaced(member("2"), "first_name", "null"), "last_name", "null")
					.replace("\"first_name\":null,", "")));
		assertThat(this.client.members("org_acme", "project:view", PROJECT, null).elements()).containsExactly(
				new FgaMember("om_1", "user_1", "1@acme.test", "First", "Last"),
				new FgaMember("om_2", "user_2", "2@acme.test", null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"inactive\"", "\"pending\"", "\"ACTIVE\"", "\"\"" })
	void membersWhenMembershipIsNotActiveThenLeftOut(String status) {
		answer(MEMBERS, list("\"next\"", replaced(member("1"), "status", status), member("2")));
		FgaPage<FgaMember> page = this.client.members("org_acme", "project:view", PROJECT, null);
		assertThat(page.elements()).extracting(FgaMember::membershipId).containsExactly("om_2");
		assertThat(page.after()).isEqualTo("next");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "\"user\"", "[]", "{}", "{\"email\":null}", "{\"email\":1}",
			"{\"email\":\"a@acme.test\",\"first_name\":1}", "{\"email\":\"a@acme.test\",\"last_name\":{}}" })
	void membersWhenUserIsMalformedThenUnavailable(String user) {
		answer(MEMBERS, list(null, member("1").replaceAll("\"user\":\\{.*}", "\"user\":" + user + "}")));
		Listing.MEMBERS.failure(this.client);
	}

	@Test
	void membersWhenUserIsMissingThenUnavailable() {
		answer(MEMBERS, list(null, member("1").replaceAll(",\"user\":\\{.*}", "}")));
		Listing.MEMBERS.failure(this.client);
	}

	@Test
	void membersWhenResourceByWorkOsIdThenItMustBeOfTheOrganization() {
		answer(RESOURCE, resource("p-1"));
		answer("/authorization/resources/resource_p-1" + WHO, list(null, member("1")));
		assertThat(this.client.members("org_acme", "project:view", BY_ID, null).elements()).hasSize(1);
		assertThat(requests()).hasSize(2);
	}

	@Test
	void membersWhenResourceByWorkOsIdIsOfAnotherOrganizationThenAsIfUnknown() {
		answer(RESOURCE, replaced(resource("p-1"), "organization_id", "\"org_globex\""));
		FgaPage<FgaMember> foreign = this.client.members("org_acme", "project:view", BY_ID, null);
		assertThat(requests()).hasSize(1);
		workOs.reset();
		answer(RESOURCE, 404);
		assertThat(this.client.members("org_acme", "project:view", BY_ID, null)).isEqualTo(foreign)
			.isEqualTo(FgaPage.denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../p-1", "a b", "%2e%2e", "a?b" })
	void membersWhenExternalIdCannotStandInAPathThenFindsTheResourceFirst(String id) {
		String found = resource("x").replace("\"external_id\":\"x\"", "\"external_id\":\"" + id + "\"");
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/resources"))
				.withQueryParam("organization_id", WireMock.equalTo("org_acme"))
				.withQueryParam("resource_type_slug", WireMock.equalTo("project"))
				.withQueryParam("resource_external_id", WireMock.equalTo(id))
				.willReturn(WireMock.okJson(list(null, found))));
		answer("/authorization/resources/resource_x" + WHO, list(null, member("1")));
		assertThat(this.client.members("org_acme", "project:view", ResourceReference.external("project", id), null)
			.elements()).hasSize(1);
	}

	@Test
	void membersWhenResourceThatIsFoundIsAnotherThenAsIfUnknown() {
		for (String found : List.of(resource("p-1"), replaced(resource("a/b"), "resource_type_slug", "\"document\""))) {
			workOs.reset();
			workOs.server()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/resources"))
					.willReturn(WireMock.okJson(list(null, found))));
			assertThat(
					this.client.members("org_acme", "project:view", ResourceReference.external("project", "a/b"), null))
				.isEqualTo(FgaPage.denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP));
			assertThat(requests()).hasSize(1);
		}
	}

	@Test
	void resourceThenLooksItUp() {
		answer(RESOURCE, resource("1"));
		assertThat(this.client.resource("org_acme", BY_ID))
			.isEqualTo(new FgaResource("resource_1", "1", "project", "Name 1", "resource_w"));
		assertThat(requests()).extracting(LoggedRequest::getUrl).containsExactly(RESOURCE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void resourceWhenRefusedThenNone(int status) {
		answer(RESOURCE, status);
		assertThat(this.client.resource("org_acme", BY_ID)).isNull();
	}

	@Test
	void resourceWhenOfAnotherOrganizationThenNone() {
		answer(RESOURCE, resource("1"));
		assertThat(this.client.resource("org_globex", BY_ID)).isNull();
	}

	@ParameterizedTest
	@MethodSource("pathSegmentsThatChange")
	void resourceWhenIdCouldChangeInThePathThenNoneWithoutCall(String id) {
		assertThat(this.client.resource("org_acme", new ResourceReference.Id(id))).isNull();
		assertThat(requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429, 500, 503 })
	void resourceWhenStatusIsNoAnswerThenUnavailable(int status) {
		answer(RESOURCE, status);
		assertThat(catchThrowableOfType(CheckUnavailableException.class, () -> this.client.resource("org_acme", BY_ID)))
			.hasMessageNotContainingAny("resource_1", "org_acme");
	}

	private static void answer(String url, String body) {
		workOs.server().stubFor(at(url).willReturn(WireMock.okJson(body)));
	}

	/**
	 * A status, with a body that would be an answer to anything.
	 */
	private static void answer(String url, int status) {
		workOs.server()
			.stubFor(at(url)
				.willReturn(WireMock.okJson(list(null, resource("1").replace("{", "{" + "\"user_id\":\"user_1\",")))
					.withStatus(status)));
	}

	private static MappingBuilder at(String url) {
		return WireMock.get(WireMock.urlEqualTo(url));
	}

	private static String list(String after, String... elements) {
		return "{\"object\":\"list\",\"data\":[" + String.join(",", elements)
				+ "],\"list_metadata\":{\"before\":null,\"after\":" + after + "}}";
	}

	private static String resource(String id) {
		return "{\"object\":\"authorization_resource\",\"id\":\"resource_" + id + "\",\"external_id\":\"" + id
				+ "\",\"resource_type_slug\":\"project\",\"organization_id\":\"org_acme\","
				+ "\"parent_resource_id\":\"resource_w\",\"name\":\"Name " + id + "\",\"description\":null}";
	}

	private static String member(String id) {
		return "{\"object\":\"organization_membership\",\"id\":\"om_" + id + "\",\"user_id\":\"user_" + id
				+ "\",\"organization_id\":\"org_acme\",\"status\":\"active\",\"user\":{\"object\":\"user\",\"email\":\""
				+ id + "@acme.test\",\"first_name\":\"First\",\"last_name\":\"Last\"}}";
	}

	private static String replaced(String element, String field, String value) {
		String replaced = element.replaceFirst("\"" + field + "\":(null|\"[^\"]*\")", "\"" + field + "\":" + value);
		assertThat(replaced).isNotEqualTo(element);
		return replaced;
	}

	private static List<LoggedRequest> requests() {
		return workOs.server().findAll(WireMock.anyRequestedFor(WireMock.anyUrl()));
	}

	enum Listing {

		PERMITTED(RestFgaClientListTests.PERMITTED, "id", "external_id", "resource_type_slug", "organization_id",
				"name") {

			@Override
			FgaPage<?> ask(FgaClient client, String after) {
				return client.permittedChildren("org_acme", "om_alice", "project:view", PARENT, after);
			}

		},

		CHILDREN(RestFgaClientListTests.CHILDREN, "id", "external_id", "resource_type_slug", "organization_id",
				"name") {

			@Override
			FgaPage<?> ask(FgaClient client, String after) {
				return client.children("org_acme", PARENT, after);
			}

		},

		MEMBERS(RestFgaClientListTests.MEMBERS, "id", "user_id", "organization_id", "status", "email") {

			@Override
			FgaPage<?> ask(FgaClient client, String after) {
				return client.members("org_acme", "project:view", PROJECT, after);
			}

			@Override
			String element(String id) {
				return member(id);
			}

		};

		private final String url;

		private final List<String> required;

		Listing(String url, String... required) {
			this.url = url;
			this.required = Arrays.asList(required);
		}

		abstract FgaPage<?> ask(FgaClient client, String after);

		String element(String id) {
			return resource(id);
		}

		ApiFailureException failure(FgaClient client) {
			CheckUnavailableException failure = catchThrowableOfType(CheckUnavailableException.class,
					() -> ask(client, null));
			assertThat(failure).isInstanceOf(ApiFailureException.class)
				.hasMessageNotContainingAny("om_alice", "org_acme", "p-1", "w-1", WorkOsStub.API_KEY)
				.extracting("kind")
				.isNotIn(Kind.NOT_CALLED, Kind.INTERRUPTED);
			return (ApiFailureException) failure;
		}

	}

}
