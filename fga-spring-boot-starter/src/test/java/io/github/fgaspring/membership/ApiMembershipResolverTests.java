package io.github.fgaspring.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(120)
class ApiMembershipResolverTests extends AbstractLookupTests {

	private static final String PATH = "/user_management/organization_memberships";

	private static final String QUESTION = PATH
			+ "?user_id=user_alice&organization_id=org_acme&statuses=active&limit=100";

	private static final String INACTIVE_QUESTION = PATH
			+ "?user_id=user_alice&organization_id=org_acme&statuses=inactive,pending&limit=100";

	private static final FgaSession SESSION = session("user_alice", "org_acme");

	private static final Membership MEMBERSHIP = new Membership("om_alice", "org_acme");

	private static final String ALICE = row("om_alice", "user_alice", "org_acme", "active");

	private final ApiMembershipResolver resolver = resolver(IdKind.WORKOS, IdKind.WORKOS);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		Ticker ticker = Ticker.systemTicker();
		WorkOsIds ids = ids(IdKind.WORKOS, IdKind.WORKOS);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(null, ids, MAX_WAIT, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(this.api, null, MAX_WAIT, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(this.api, ids, null, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(this.api, ids, MAX_WAIT, null, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(this.api, ids, MAX_WAIT, this.status, null, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiMembershipResolver(this.api, ids, MAX_WAIT, this.status, ticker, null));
	}

	@Test
	void resolveWhenOneIsActiveThenItIsTheMembership() {
		answer(page(null, ALICE));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
		LoggedRequest request = workOs.server().findAll(WireMock.anyRequestedFor(WireMock.anyUrl())).get(0);
		assertThat(request.getMethod().getName()).isEqualTo("GET");
		assertThat(request.getUrl()).isEqualTo(QUESTION);
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + WorkOsStub.API_KEY);
		assertThat(requestedUrls()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void resolveWhenIdsAreUnusualThenTheyAreValuesOfTheQueryAndNothingElse(String id, String encoded) {
		answer(page(null, row("om_alice", id, id + id, "active")));
		assertThat(this.resolver.resolve(session(id, id + id))).isEqualTo(new Membership("om_alice", id + id));
		assertThat(requestedUrls()).containsExactly(
				PATH + "?user_id=" + encoded + "&organization_id=" + encoded + encoded + "&statuses=active&limit=100");
	}

	static Stream<Arguments> encodings() {
		return Stream.of(Arguments.of("user_a&organization_id=org_b", "user_a%26organization_id%3Dorg_b"),
				Arguments.of("a=b", "a%3Db"), Arguments.of("a+b", "a%2Bb"), Arguments.of("a b", "a%20b"),
				Arguments.of("a#b", "a%23b"), Arguments.of("a;b", "a%3Bb"), Arguments.of("a,b", "a%2Cb"),
				Arguments.of("%26", "%2526"), Arguments.of("{organizationId}", "%7BorganizationId%7D"),
				Arguments.of("\u00e4", "%C3%A4"), Arguments.of("\ud83d\ude00", "%F0%9F%98%80"),
				Arguments.of("a\r\nb", "a%0D%0Ab"));
	}

	@Test
	void resolveWhenPairsLookTheSameInARowThenEachIsItsOwn() {
		answer(page(null, row("om_1", "ab", "c", "active")));
		assertThat(this.resolver.resolve(session("ab", "c"))).isEqualTo(new Membership("om_1", "c"));
		answer(page(null, row("om_2", "a", "bc", "active")));
		assertThat(this.resolver.resolve(session("a", "bc"))).isEqualTo(new Membership("om_2", "bc"));
		answer(page(null, row("om_3", "c", "ab", "active")));
		assertThat(this.resolver.resolve(session("c", "ab"))).isEqualTo(new Membership("om_3", "ab"));
		assertThat(this.resolver.resolve(session("ab", "c"))).isEqualTo(new Membership("om_1", "c"));
		assertThat(requestedUrls()).hasSize(3);
	}

	@Test
	void resolveWhenNoOrganizationThenNoneWithoutCall() {
		assertThat(this.resolver.resolve(FgaSession.of("user_alice").build())).isNull();
		assertThat(requestedUrls()).isEmpty();
	}

	@Test
	void resolveWhenFoundThenIsKeptForFiveMinutes() {
		answer(page(null, ALICE));
		this.resolver.resolve(SESSION);
		answer(page(null));
		advance(Duration.ofMinutes(5).minus(MOMENT));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
		assertThat(requestedUrls()).hasSize(1);
		advance(MOMENT);
		assertThat(this.resolver.resolve(SESSION)).isNull();
	}

	@ParameterizedTest
	@MethodSource("nones")
	void resolveWhenNotExactlyOneIsActiveThenNoneForTenSeconds(ResponseDefinitionBuilder none) {
		answer(none);
		assertThat(this.resolver.resolve(SESSION)).isNull();
		answer(page(null, ALICE));
		advance(Duration.ofSeconds(10).minus(MOMENT));
		assertThat(this.resolver.resolve(SESSION)).isNull();
		advance(MOMENT);
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
		assertThat(this.status.getLastFailure()).isNull();
	}

	static Stream<ResponseDefinitionBuilder> nones() {
		return Stream.of(page(null), page(null, ALICE, row("om_other", "user_alice", "org_acme", "active")),
				page(null, row("om_alice", "user_alice", "org_acme", "inactive")),
				page(null, row("om_alice", "user_alice", "org_acme", "pending")),
				page(null, row("om_alice", "user_alice", "org_acme", "Active")),
				page(null, row("om_alice", "user_alice", "org_acme", "")), WireMock.status(400), WireMock.status(404),
				WireMock.status(422));
	}

	@Test
	void resolveWhenAnInactiveOneIsListedTooThenItDoesNotCount() {
		answer(page(null, row("om_old", "user_alice", "org_acme", "inactive"), ALICE));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
	}

	@Test
	void resolveWhenTheSameIsListedTwiceThenItIsOne() {
		answer(page(null, ALICE, ALICE));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
	}

	@ParameterizedTest
	@MethodSource("foreign")
	void resolveWhenAnswerIsAboutAnotherUserOrOrganizationThenUnavailableAndNothingIsKept(String foreign) {
		for (ResponseDefinitionBuilder answer : List.of(page(null, foreign), page(null, ALICE, foreign),
				page(null, foreign, ALICE))) {
			answer(answer);
			assertUnavailable(SESSION);
			assertThat(this.resolver.getNativeCache().asMap()).isEmpty();
		}
		// Somebody who chooses ids cannot bring the circuit breaker to open.
		assertThat(this.status.getLastFailure()).isNull();
	}

	static Stream<String> foreign() {
		return Stream.of(row("om_bob", "user_bob", "org_acme", "active"),
				row("om_alice", "user_alice", "org_globex", "active"),
				row("om_alice", "user_alice ", "org_acme", "active"),
				row("om_alice", "USER_ALICE", "org_acme", "active"),
				row("om_alice", "org_acme", "user_alice", "active"), row("om_alice", "", "", "active"),
				row("om_bob", "user_bob", "org_acme", "inactive"),
				row("om_alice/../om_bob", "user_alice", "org_acme", "active"),
				row("", "user_alice", "org_acme", "active"), row("x".repeat(129), "user_alice", "org_acme", "active"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void resolveWhenThereIsNoAnswerThenUnavailableAndNothingIsKept(ResponseDefinitionBuilder failure) {
		answer(failure);
		assertUnavailable(SESSION);
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.resolver.resolveCurrent(SESSION));
		answer(page(null, ALICE));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"data\":{},\"list_metadata\":{\"after\":null}}", "{\"data\":[]}",
			"{\"data\":[],\"list_metadata\":{}}", "{\"data\":[],\"list_metadata\":{\"after\":1}}",
			"{\"data\":[1],\"list_metadata\":{\"after\":null}}", "{\"data\":[null],\"list_metadata\":{\"after\":null}}",
			"{\"data\":[{\"user_id\":\"user_alice\",\"organization_id\":\"org_acme\",\"status\":\"active\"}],"
					+ "\"list_metadata\":{\"after\":null}}",
			"{\"data\":[{\"id\":\"om_alice\",\"user_id\":\"user_alice\",\"organization_id\":\"org_acme\"}],"
					+ "\"list_metadata\":{\"after\":null}}",
			"{\"data\":[{\"id\":\"om_alice\",\"user_id\":\"user_alice\",\"status\":\"active\"}],"
					+ "\"list_metadata\":{\"after\":null}}",
			"{\"data\":[{\"id\":1,\"user_id\":\"user_alice\",\"organization_id\":\"org_acme\",\"status\":\"active\"}],"
					+ "\"list_metadata\":{\"after\":null}}" })
	void resolveWhenAnswerIsMalformedThenUnavailable(String body) {
		answer(WireMock.okJson(body));
		assertUnavailable(SESSION);
		assertThat(this.status.getLastFailure()).isNotNull();
	}

	@Test
	void resolveWhenThereAreSeveralPagesThenReadsAll() {
		answer(QUESTION, page("c 1"));
		answer(QUESTION + "&after=c%201", page("c2", ALICE));
		answer(QUESTION + "&after=c2", page(null, row("om_old", "user_alice", "org_acme", "inactive")));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
		assertThat(requestedUrls()).hasSize(3);
	}

	@Test
	void resolveWhenTheSecondOneIsOnAnotherPageThenNone() {
		answer(QUESTION, page("c1", ALICE));
		answer(QUESTION + "&after=c1", page("c2", row("om_other", "user_alice", "org_acme", "active")));
		assertThat(this.resolver.resolve(SESSION)).isNull();
		assertThat(requestedUrls()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422, 500 })
	void resolveWhenAPageFailsInTheMiddleThenUnavailable(int status) {
		answer(QUESTION, page("c1", ALICE));
		answer(QUESTION + "&after=c1", WireMock.status(status));
		assertUnavailable(SESSION);
		assertThat(this.resolver.getNativeCache().asMap()).isEmpty();
	}

	@Test
	void resolveWhenCursorLoopsThenUnavailableAfterABoundedNumberOfCalls() {
		answer(page("same", ALICE));
		assertUnavailable(SESSION);
		assertThat(requestedUrls()).hasSize(10);
	}

	@Test
	void resolveWhenTimeIsOverThenUnavailable() {
		answer(page("same", ALICE).withFixedDelay(50));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> Deadline.within(Duration.ofMillis(120), () -> this.resolver.resolve(SESSION)));
		assertThat(requestedUrls()).hasSizeLessThan(5);
	}

	@Test
	void resolveCurrentThenMakesACallOfItsOwnAndReplacesWhatIsKept() {
		answer(page(null, ALICE));
		this.resolver.resolve(SESSION);
		answer(page(null));
		assertThat(this.resolver.resolveCurrent(SESSION)).isNull();
		assertThat(this.resolver.resolve(SESSION)).isNull();
		answer(page(null, ALICE));
		assertThat(this.resolver.resolveCurrent(SESSION)).isEqualTo(MEMBERSHIP);
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
		assertThat(requestedUrls().stream().filter(QUESTION::equals)).hasSize(3);
	}

	@Test
	void resolveWhenManyWantTheSameThenOneCall() {
		answer(page(null, ALICE).withFixedDelay(100));
		CountDownLatch start = new CountDownLatch(1);
		List<CompletableFuture<Membership>> all = IntStream.range(0, 50)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				await(start);
				return this.resolver.resolve(SESSION);
			}, (task) -> new Thread(task).start()))
			.toList();
		start.countDown();
		assertThat(all).allSatisfy((one) -> assertThat(one.join()).isEqualTo(MEMBERSHIP));
		assertThat(requestedUrls()).hasSize(1);
	}

	@Test
	void resolveWhenIdsAreExternalThenTranslatesBoth() {
		answer("/user_management/users/external_id/42",
				WireMock.okJson("{\"id\":\"user_alice\",\"external_id\":\"42\"}"));
		answer("/organizations/external_id/acme", WireMock.okJson("{\"id\":\"org_acme\",\"external_id\":\"acme\"}"));
		answer(QUESTION, page(null, ALICE));
		ApiMembershipResolver resolver = resolver(IdKind.EXTERNAL, IdKind.EXTERNAL);
		assertThat(resolver.resolve(session("42", "acme"))).isEqualTo(MEMBERSHIP);
		assertThat(resolver.resolve(session("42", "acme"))).isEqualTo(MEMBERSHIP);
		assertThat(requestedUrls()).containsExactlyInAnyOrder("/organizations/external_id/acme",
				"/user_management/users/external_id/42", QUESTION);
		assertThat(resolver.resolveCurrent(session("42", "acme"))).isEqualTo(MEMBERSHIP);
		assertThat(requestedUrls()).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/user_management/users/external_id/42", "/organizations/external_id/acme" })
	void resolveWhenAnExternalIdIsUnknownThenNone(String unknown) {
		answer("/user_management/users/external_id/42",
				WireMock.okJson("{\"id\":\"user_alice\",\"external_id\":\"42\"}"));
		answer("/organizations/external_id/acme", WireMock.okJson("{\"id\":\"org_acme\",\"external_id\":\"acme\"}"));
		answer(QUESTION, page(null, ALICE));
		answer(unknown, WireMock.status(404));
		assertThat(resolver(IdKind.EXTERNAL, IdKind.EXTERNAL).resolve(session("42", "acme"))).isNull();
		assertThat(requestedUrls()).doesNotContain(QUESTION);
	}

	@Test
	void logWhenSeveralThenSaysSoOnceAMinute(CapturedOutput output) {
		answer(page(null, ALICE, row("om_other", "user_alice", "org_acme", "active")));
		for (int i = 0; i < 3; i++) {
			this.resolver.resolve(SESSION);
			this.resolver.resolveCurrent(SESSION);
		}
		assertThat(output).containsOnlyOnce("more than one active membership")
			.contains("Add organization_membership_id to the JWT template")
			.doesNotContain("user_alice", "org_acme", "om_");
		assertThat(requestedUrls()).containsOnly(QUESTION);
		this.clock.advance(Duration.ofMinutes(1));
		this.resolver.resolve(SESSION);
		assertThat(output.getAll().split("more than one active membership", -1)).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "inactive", "pending" })
	void logWhenInactiveThenSaysSoAfterASecondCallOnceAMinute(String status, CapturedOutput output) {
		answer(QUESTION, page(null));
		answer(INACTIVE_QUESTION, page(null, row("om_alice", "user_alice", "org_acme", status)));
		for (int i = 0; i < 3; i++) {
			assertThat(this.resolver.resolveCurrent(SESSION)).isNull();
		}
		assertThat(output).containsOnlyOnce("membership in the organization is not active. Reactivate it")
			.doesNotContain("no active membership", "user_alice", "org_acme", "om_");
		assertThat(requestedUrls()).hasSize(4).containsOnlyOnce(INACTIVE_QUESTION);
		this.clock.advance(Duration.ofMinutes(1));
		this.resolver.resolveCurrent(SESSION);
		assertThat(output.getAll().split("Reactivate it", -1)).hasSize(3);
		assertThat(requestedUrls().stream().filter(INACTIVE_QUESTION::equals)).hasSize(2);
	}

	@Test
	void logWhenNoneThenSaysWhatToDo(CapturedOutput output) {
		answer(page(null));
		assertThat(this.resolver.resolve(SESSION)).isNull();
		assertThat(output).containsOnlyOnce("WorkOS has no active membership of the user in the organization. Create")
			.contains("fga.membership.user-ids", "organization_membership_id")
			.doesNotContain("user_alice", "org_acme");
	}

	@ParameterizedTest
	@MethodSource("failuresOfTheSecondCall")
	void logWhenTheSecondCallFailsThenNothingChanges(ResponseDefinitionBuilder failure, CapturedOutput output) {
		answer(QUESTION, page(null));
		answer(INACTIVE_QUESTION, failure);
		assertThat(this.resolver.resolve(SESSION)).isNull();
		assertThat(output).containsOnlyOnce("WorkOS has no active membership");
		answer(QUESTION, page(null, ALICE));
		assertThat(this.resolver.resolve(SESSION)).isNull();
		assertThat(requestedUrls()).containsExactly(QUESTION, INACTIVE_QUESTION);
	}

	static Stream<ResponseDefinitionBuilder> failuresOfTheSecondCall() {
		return Stream.of(WireMock.status(500), WireMock.status(401), WireMock.status(404), WireMock.okJson("{}"),
				page(null, row("om_bob", "user_bob", "org_acme", "inactive")), WireMock.ok().withFixedDelay(2000));
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void evictWhenFoundThenAsksAgainAboutWhatIsInTheScope(FgaScope scope, boolean affected) {
		answer(page(null, ALICE));
		this.resolver.resolve(SESSION);
		answer(page(null));
		this.resolver.evict(scope);
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(affected ? null : MEMBERSHIP);
	}

	/**
	 * A membership that nothing was known of is not kept by its id.
	 */
	@ParameterizedTest
	@MethodSource("scopes")
	void evictWhenNotFoundThenAsksAgainAboutWhatIsInTheScope(FgaScope scope, boolean affected) {
		answer(page(null));
		this.resolver.resolve(SESSION);
		answer(page(null, ALICE));
		this.resolver.evict(scope);
		assertThat(this.resolver.resolve(SESSION))
			.isEqualTo((affected && !(scope instanceof FgaScope.Membership)) ? MEMBERSHIP : null);
	}

	static Stream<Arguments> scopes() {
		return Stream.of(Arguments.of(FgaScope.user("user_alice"), true),
				Arguments.of(FgaScope.userInOrganization("user_alice", "org_acme"), true),
				Arguments.of(FgaScope.membership("om_alice"), true),
				Arguments.of(FgaScope.organization("org_acme"), true), Arguments.of(FgaScope.everything(), true),
				Arguments.of(FgaScope.user("user_bob"), false), Arguments.of(FgaScope.user("org_acme"), false),
				Arguments.of(FgaScope.userInOrganization("user_alice", "org_other"), false),
				Arguments.of(FgaScope.userInOrganization("user_bob", "org_acme"), false),
				Arguments.of(FgaScope.membership("om_bob"), false),
				Arguments.of(FgaScope.organization("user_alice"), false),
				Arguments.of(FgaScope.session("user_alice"), false),
				Arguments.of(FgaScope.resource(ResourceReference.organization("org_acme")), false));
	}

	@Test
	void evictWhenOneOfSeveralMembershipsThenAsksAgain() {
		answer(page(null, ALICE, row("om_2", "user_alice", "org_acme", "active")));
		assertThat(this.resolver.resolve(SESSION)).isNull();
		answer(page(null, ALICE));
		this.resolver.evict(FgaScope.membership("om_2"));
		assertThat(this.resolver.resolve(SESSION)).isEqualTo(MEMBERSHIP);
	}

	@Test
	void resetThenAsksAndLogsAgain(CapturedOutput output) {
		answer(page(null));
		this.resolver.resolve(SESSION);
		this.resolver.reset();
		answer(QUESTION, page(null));
		this.resolver.resolve(SESSION);
		assertThat(requestedUrls().stream().filter(QUESTION::equals)).hasSize(2);
		assertThat(output.getAll().split("no active membership", -1)).hasSize(3);
	}

	@Test
	void cacheThenHoldsNoIdsInItsTextOfKeys() {
		answer(page(null, ALICE));
		this.resolver.resolve(SESSION);
		assertThat(this.resolver.getNativeCache().asMap().keySet().toString()).isEqualTo("[Key[]]");
	}

	private void assertUnavailable(FgaSession session) {
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.resolver.resolve(session))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("user_alice", "org_acme", "om_"));
	}

	private ApiMembershipResolver resolver(IdKind userIds, IdKind organizationIds) {
		return new ApiMembershipResolver(this.api, ids(userIds, organizationIds), MAX_WAIT, this.status,
				this.nanos::get, this.clock);
	}

	private static FgaSession session(String userId, String organizationId) {
		return FgaSession.of(userId).organizationId(organizationId).build();
	}

	private static void answer(String url, ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get(WireMock.urlEqualTo(url)).willReturn(answer));
	}

	private static ResponseDefinitionBuilder page(String after, String... rows) {
		return WireMock.okJson("{\"object\":\"list\",\"data\":[" + String.join(",", rows)
				+ "],\"list_metadata\":{\"before\":null,\"after\":" + JsonMapper.shared().writeValueAsString(after)
				+ "}}");
	}

	private static String row(String id, String userId, String organizationId, String status) {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("object", "organization_membership", "id", id, "user_id", userId,
					"organization_id", organizationId, "status", status, "role", Map.of("slug", "member")));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
