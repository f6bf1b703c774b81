package io.github.fgaspring.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkOsIdsTests extends AbstractLookupTests {

	private static final String USERS = "/user_management/users/external_id/";

	private static final String ORGANIZATIONS = "/organizations/external_id/";

	private final WorkOsIds ids = ids(IdKind.EXTERNAL, IdKind.EXTERNAL);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		Ticker ticker = Ticker.systemTicker();
		assertThatIllegalArgumentException().isThrownBy(
				() -> new WorkOsIds(null, IdKind.WORKOS, IdKind.WORKOS, MAX_WAIT, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WorkOsIds(this.api, null, IdKind.WORKOS, MAX_WAIT, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WorkOsIds(this.api, IdKind.WORKOS, null, MAX_WAIT, this.status, ticker, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new WorkOsIds(this.api, IdKind.WORKOS, IdKind.WORKOS, null, this.status, ticker, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new WorkOsIds(this.api, IdKind.WORKOS, IdKind.WORKOS, MAX_WAIT, null, ticker, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new WorkOsIds(this.api, IdKind.WORKOS, IdKind.WORKOS, MAX_WAIT, this.status, null, this.clock));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new WorkOsIds(this.api, IdKind.WORKOS, IdKind.WORKOS, MAX_WAIT, this.status, ticker, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_alice", "42", "\ud83d\ude00", "..", " ", "" })
	void idsWhenOfWorkOsThenAreTheSameWithoutCall(String id) {
		WorkOsIds same = ids(IdKind.WORKOS, IdKind.WORKOS);
		assertThat(same.ofUser(id, false)).isEqualTo(id);
		assertThat(same.ofUser(id, true)).isEqualTo(id);
		assertThat(same.ofOrganization(id, false)).isEqualTo(id);
		assertThat(same.ofOrganization(id, true)).isEqualTo(id);
		assertThat(requestedUrls()).isEmpty();
	}

	@Test
	void idsWhenOnlyOneKindIsExternalThenOnlyThatIsAsked() {
		answer(WireMock.okJson(found("acme", "org_acme")));
		WorkOsIds organizations = ids(IdKind.WORKOS, IdKind.EXTERNAL);
		assertThat(organizations.ofUser("acme", false)).isEqualTo("acme");
		assertThat(organizations.ofOrganization("acme", false)).isEqualTo("org_acme");
		answer(WireMock.okJson(found("acme", "user_acme")));
		WorkOsIds users = ids(IdKind.EXTERNAL, IdKind.WORKOS);
		assertThat(users.ofUser("acme", false)).isEqualTo("user_acme");
		assertThat(users.ofOrganization("acme", false)).isEqualTo("acme");
		assertThat(requestedUrls()).containsExactly(ORGANIZATIONS + "acme", USERS + "acme");
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void ofUserWhenIdIsUnusualThenIsOnePathSegment(String id, String encoded) {
		answer(WireMock.okJson(found(id, "user_alice")));
		assertThat(this.ids.ofUser(id, false)).isEqualTo("user_alice");
		assertThat(requestedUrls()).containsExactly(USERS + encoded);
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void ofOrganizationWhenIdIsUnusualThenIsOnePathSegment(String id, String encoded) {
		answer(WireMock.okJson(found(id, "org_acme")));
		assertThat(this.ids.ofOrganization(id, false)).isEqualTo("org_acme");
		assertThat(requestedUrls()).containsExactly(ORGANIZATIONS + encoded);
	}

	static Stream<Arguments> encodings() {
		return Stream.of(Arguments.of("auth0|abc", "auth0%7Cabc"), Arguments.of("a/b", "a%2Fb"),
				Arguments.of("a?b", "a%3Fb"), Arguments.of("a%2Fb", "a%252Fb"), Arguments.of("a b", "a%20b"),
				Arguments.of("a#b", "a%23b"), Arguments.of("a;b=c", "a%3Bb%3Dc"), Arguments.of("a&b", "a%26b"),
				Arguments.of("a+b", "a%2Bb"), Arguments.of("a\\b", "a%5Cb"),
				Arguments.of("{externalId}", "%7BexternalId%7D"), Arguments.of("../user_bob", "..%2Fuser_bob"),
				Arguments.of("..%2Fuser_bob", "..%252Fuser_bob"), Arguments.of("%2e%2e", "%252e%252e"),
				Arguments.of("...", "..."), Arguments.of("./", ".%2F"),
				Arguments.of("https://idp.test/1", "https%3A%2F%2Fidp.test%2F1"),
				Arguments.of("alice@acme.test", "alice%40acme.test"), Arguments.of("\"'<>", "%22%27%3C%3E"),
				Arguments.of("~", "~"), Arguments.of(" a", "%20a"), Arguments.of("x".repeat(128), "x".repeat(128)));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void idsWhenTheyCannotBeExternalIdsThenUnknownWithoutCall(String id) {
		answer(WireMock.okJson(found(id, "user_alice")));
		assertThat(this.ids.ofUser(id, false)).isNull();
		assertThat(this.ids.ofUser(id, true)).isNull();
		assertThat(this.ids.ofOrganization(id, false)).isNull();
		assertThat(this.ids.ofOrganization(id, true)).isNull();
		assertThat(requestedUrls()).isEmpty();
	}

	static Stream<String> refused() {
		return Stream.of("", " ", "   ", ".", "..", "\ud83d\ude00", "\ud800", "\u00e4", "\uff0e\uff0e", "a\u0000b",
				"a\nb", "a\r\nX-Header: 1", "\u007f", "a\tb", "\u202eabc", "x".repeat(129));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_bob", "../user_bob", "42 ", " 42", "ALICE", "", "4\u0000" })
	void ofUserWhenAnswerIsAboutAnotherIdThenUnknown(String other) {
		answer(WireMock.okJson(found(other, "user_bob")));
		assertThat(this.ids.ofUser("alice", false)).isNull();
		assertThat(this.ids.ofOrganization("alice", false)).isNull();
		assertThat(this.status.getLastFailure()).isNull();
	}

	@Test
	void ofUserWhenAnswerIsAboutNoExternalIdThenUnknown() {
		answer(WireMock.okJson("{\"id\":\"user_bob\"}"));
		assertThat(this.ids.ofUser("alice", false)).isNull();
		answer(WireMock.okJson("{\"id\":\"user_bob\",\"external_id\":null}"));
		assertThat(this.ids.ofOrganization("alice", false)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void ofUserWhenAnswerNamesNobodyThenUnknown(String id) {
		answer(WireMock.okJson(found("42", id)));
		assertThat(this.ids.ofUser("42", false)).isNull();
		assertThat(this.ids.ofOrganization("42", false)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void idsWhenWorkOsKnowsThemNotThenUnknownForAMoment(int status) {
		answer(WireMock.status(status));
		assertThat(this.ids.ofUser("42", false)).isNull();
		answer(WireMock.okJson(found("42", "user_alice")));
		advance(LookupCache.NEGATIVE_TTL.minus(MOMENT));
		assertThat(this.ids.ofUser("42", false)).isNull();
		advance(MOMENT);
		assertThat(this.ids.ofUser("42", false)).isEqualTo("user_alice");
	}

	@Test
	void idsWhenKnownThenAreKeptForLongAndApart() {
		answer(WireMock.okJson(found("42", "user_alice")));
		assertThat(this.ids.ofUser("42", false)).isEqualTo("user_alice");
		answer(WireMock.okJson(found("42", "org_acme")));
		assertThat(this.ids.ofOrganization("42", false)).isEqualTo("org_acme");
		answer(WireMock.status(404));
		advance(WorkOsIds.POSITIVE_TTL.minus(MOMENT));
		assertThat(this.ids.ofUser("42", false)).isEqualTo("user_alice");
		assertThat(this.ids.ofOrganization("42", false)).isEqualTo("org_acme");
		assertThat(requestedUrls()).hasSize(2);
		advance(MOMENT);
		assertThat(this.ids.ofUser("42", false)).isNull();
	}

	@Test
	void idsWhenMustBeCurrentThenAreAskedAgainAndReplaced() {
		answer(WireMock.okJson(found("42", "user_alice")));
		this.ids.ofUser("42", false);
		answer(WireMock.okJson(found("42", "user_bob")));
		assertThat(this.ids.ofUser("42", true)).isEqualTo("user_bob");
		assertThat(this.ids.ofUser("42", false)).isEqualTo("user_bob");
		assertThat(requestedUrls()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void idsWhenThereIsNoAnswerThenUnavailableAndNothingIsKept(ResponseDefinitionBuilder failure) {
		answer(failure);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.ids.ofUser("secret-42", false))
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret-42"));
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> this.ids.ofOrganization("secret-42", true));
		answer(WireMock.okJson(found("secret-42", "user_alice")));
		assertThat(this.ids.ofUser("secret-42", false)).isEqualTo("user_alice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"external_id\":\"42\"}", "{\"external_id\":\"42\",\"id\":null}",
			"{\"external_id\":\"42\",\"id\":7}", "{\"external_id\":42,\"id\":\"user_alice\"}" })
	void idsWhenAnswerIsMalformedThenUnavailable(String body) {
		answer(WireMock.okJson(body));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.ids.ofUser("42", false));
	}

	@Test
	void logThenSaysOnceAMinuteWhatIsUnknownWithoutIds(CapturedOutput output) {
		answer(WireMock.status(404));
		for (String id : List.of("secret-1", "secret-2", "\ud83d\ude00")) {
			this.ids.ofUser(id, false);
			this.ids.ofOrganization(id, false);
		}
		assertThat(output).containsOnlyOnce("WorkOS knows no user with the external_id")
			.containsOnlyOnce("fga.membership.user-ids=workos")
			.containsOnlyOnce("WorkOS knows no organization with the external_id")
			.containsOnlyOnce("fga.membership.organization-ids=workos")
			.doesNotContain("secret-");
		this.clock.advance(Duration.ofMinutes(1));
		this.ids.ofUser("secret-1", false);
		assertThat(output.getAll().split("WorkOS knows no user", -1)).hasSize(3);
	}

	@ParameterizedTest
	@MethodSource("scopes")
	void evictThenAsksAgainAboutWhatIsInTheScope(FgaScope scope, boolean user, boolean organization) {
		answer(WireMock.okJson(found("42", "id_42")));
		this.ids.ofUser("42", false);
		this.ids.ofOrganization("42", false);
		answer(WireMock.okJson(found("42", "changed")));
		this.ids.evict(scope);
		assertThat(this.ids.ofUser("42", false)).isEqualTo(user ? "changed" : "id_42");
		assertThat(this.ids.ofOrganization("42", false)).isEqualTo(organization ? "changed" : "id_42");
	}

	static Stream<Arguments> scopes() {
		return Stream.of(Arguments.of(FgaScope.user("42"), true, false),
				Arguments.of(FgaScope.user("id_42"), true, false), Arguments.of(FgaScope.user("43"), false, false),
				Arguments.of(FgaScope.organization("42"), false, true),
				Arguments.of(FgaScope.organization("id_42"), false, true),
				Arguments.of(FgaScope.organization("43"), false, false),
				Arguments.of(FgaScope.everything(), true, true),
				Arguments.of(FgaScope.userInOrganization("42", "42"), false, false),
				Arguments.of(FgaScope.membership("42"), false, false),
				Arguments.of(FgaScope.session("42"), false, false));
	}

	@Test
	void evictWhenNobodyWasFoundThenAsksAgainWhoeverHasGotAnId() {
		answer(WireMock.status(404));
		this.ids.ofUser("42", false);
		this.ids.ofOrganization("42", false);
		answer(WireMock.okJson(found("42", "id_42")));
		this.ids.evict(FgaScope.user("user_alice"));
		assertThat(this.ids.ofUser("42", false)).isEqualTo("id_42");
		assertThat(this.ids.ofOrganization("42", false)).isNull();
		this.ids.evict(FgaScope.organization("org_acme"));
		assertThat(this.ids.ofOrganization("42", false)).isEqualTo("id_42");
	}

	@Test
	void resetThenAsksAndLogsAgain(CapturedOutput output) {
		answer(WireMock.status(404));
		this.ids.ofUser("42", false);
		this.ids.reset();
		this.ids.ofUser("42", false);
		assertThat(requestedUrls()).hasSize(2);
		assertThat(output.getAll().split("WorkOS knows no user", -1)).hasSize(3);
	}

	private static String found(String externalId, String id) {
		return JsonMapper.shared().writeValueAsString(Map.of("object", "user", "id", id, "external_id", externalId));
	}

}
