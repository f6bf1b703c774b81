package io.github.fgaspring.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.LookupCache;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.membership.IdKind;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.support.TestClock;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetadataPolicies}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetadataPoliciesTests {

	private static final String ACME = "org_acme";

	private static final Duration MOMENT = Duration.ofNanos(1);

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	private static final OrganizationPolicy BLOCKED = OrganizationPolicy.builder().blocked(true).build();

	private static final OrganizationPolicy EIGHT_HOURS = OrganizationPolicy.builder()
		.maxSessionAge(Duration.ofHours(8))
		.build();

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final AtomicLong nanos = new AtomicLong();

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));

	private final ApiStatus status = new ApiStatus(this.clock);

	private final WorkOsApi api = new WorkOsApi(RestClient.builder()
		.baseUrl(workOs.baseUrl())
		.requestFactory(requestFactory())
		.defaultHeaders((headers) -> headers.setBearerAuth(WorkOsStub.API_KEY))
		.build(), new ApiCalls(this.status, null), Clock.systemUTC());

	private final MetadataPolicies policies = policies(IdKind.WORKOS, OrganizationPolicyProvider.NONE);

	private static JdkClientHttpRequestFactory requestFactory() {
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		factory.setReadTimeout(READ_TIMEOUT);
		return factory;
	}

	private MetadataPolicies policies(IdKind organizationIds, OrganizationPolicyProvider configured) {
		WorkOsIds ids = new WorkOsIds(this.api, IdKind.WORKOS, organizationIds, DEADLINE, this.status, this.nanos::get,
				this.clock);
		return new MetadataPolicies(configured, this.api, ids, DEADLINE, this.status, this.nanos::get, this.clock);
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void createWhenSomethingIsMissingThenFails() {
		OrganizationPolicyProvider none = OrganizationPolicyProvider.NONE;
		WorkOsIds ids = new WorkOsIds(this.api, IdKind.WORKOS, IdKind.WORKOS, DEADLINE, this.status, this.nanos::get,
				this.clock);
		Ticker ticker = this.nanos::get;
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(null, this.api, ids, DEADLINE, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, null, ids, DEADLINE, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, this.api, null, DEADLINE, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, this.api, ids, null, this.status, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, this.api, ids, DEADLINE, null, ticker, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, this.api, ids, DEADLINE, this.status, null, this.clock));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MetadataPolicies(none, this.api, ids, DEADLINE, this.status, ticker, null));
	}

	@Test
	void policyOfWhenSessionHasNoOrganizationThenIsWhatIsConfigured() {
		assertThat(policies(IdKind.WORKOS, (organizationId) -> EIGHT_HOURS).policyOf(null)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).isEmpty();
	}

	@Test
	void policyOfWhenMetadataDemandsSomethingThenDemandedAndKept() {
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\",\"plan\":\"pro\"}"));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		answer(organization(ACME, "{}"));
		advance(MetadataPolicies.TTL.minus(MOMENT));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).containsExactly("/organizations/org_acme");
		advance(MOMENT);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
		assertThat(requestedUrls()).hasSize(2);
	}

	@Test
	void policyOfWhenMetadataIsLooserThenTheStricterCounts() {
		OrganizationPolicy strict = OrganizationPolicy.builder()
			.blocked(true)
			.maxSessionAge(Duration.ofHours(1))
			.allowedNetworks("10.0.0.0/8")
			.authenticationMethods("mfa")
			.impersonation(ImpersonationPolicy.DENY)
			.build();
		answer(organization(ACME, """
				{"fga_blocked":"false","fga_max_session_age":"8h","fga_allowed_networks":"0.0.0.0/0",
				 "fga_impersonation":"allow"}
				"""));
		assertThat(policies(IdKind.WORKOS, (organizationId) -> strict).policyOf(ACME)).isEqualTo(strict);
	}

	@Test
	void policyOfWhenThereIsNoMetadataThenIsWhatIsConfigured() {
		answer(WireMock.okJson("{\"id\":\"org_acme\"}"));
		assertThat(policies(IdKind.WORKOS, (organizationId) -> EIGHT_HOURS).policyOf(ACME)).isEqualTo(EIGHT_HOURS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 400, 422 })
	void policyOfWhenWorkOsDoesNotKnowTheOrganizationThenBlockedForAMoment(int status, CapturedOutput output) {
		answer(WireMock.status(status));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(BLOCKED);
		assertThat(output).containsOnlyOnce("WorkOS does not know the organization of a session, so it is blocked")
			.doesNotContain(ACME);
		answer(organization(ACME, "{}"));
		advance(LookupCache.NEGATIVE_TTL.minus(MOMENT));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(BLOCKED);
		advance(MOMENT);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", "..", "org/acme", "org?acme", "org_acme/../org_globex", "external_id/acme",
			"org%2Facme", "\ud83d\ude00", "org_acme\n" })
	void policyOfWhenIdCannotBeOneThenBlockedWithoutCall(String id) {
		answer(organization(ACME, "{}"));
		assertThat(this.policies.policyOf(id)).isEqualTo(BLOCKED);
		assertThat(requestedUrls()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void policyOfWhenThereIsNoAnswerThenUnavailableAndNotKept(ResponseDefinitionBuilder failure) {
		answer(failure);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void policyOfWhenThereIsNoAnswerAnyMoreThenTheLastOneStaysInForce(ResponseDefinitionBuilder failure) {
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		this.policies.policyOf(ACME);
		answer(failure);
		advance(MetadataPolicies.TTL);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).hasSize(2);
	}

	static Stream<ResponseDefinitionBuilder> failures() {
		return Stream.of(WireMock.status(401), WireMock.status(403), WireMock.status(408), WireMock.status(409),
				WireMock.status(429), WireMock.status(500), WireMock.status(502), WireMock.status(503),
				WireMock.status(504), WireMock.status(201), WireMock.status(204),
				WireMock.temporaryRedirect("/elsewhere"), WireMock.ok(), WireMock.ok("<html>"), WireMock.okJson("[]"),
				WireMock.okJson("null"), WireMock.okJson("{\"id\":\"org_acme\""), WireMock.okJson("{\"metadata\":{}}"),
				WireMock.okJson("{\"id\":7,\"metadata\":{}}"),
				WireMock.okJson("{\"id\":\"org_globex\",\"metadata\":{}}"),
				WireMock.okJson("{\"id\":\"org_acme\",\"metadata\":{\"a\":\"1\",\"a\":\"2\"}}"),
				WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
				WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE),
				WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
				WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
				WireMock.ok().withFixedDelay((int) READ_TIMEOUT.multipliedBy(2).toMillis()));
	}

	@Test
	void policyOfWhenOutageLastsThenTheLastOneStaysInForceForAnHourAndWorkOsIsSpared() {
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		this.policies.policyOf(ACME);
		answer(WireMock.status(503));
		advance(MetadataPolicies.TTL);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).hasSize(2);
		advance(LookupCache.NEGATIVE_TTL);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).hasSize(3);
		advance(MetadataPolicies.OUTAGE_TOLERANCE.minus(MetadataPolicies.TTL)
			.minus(LookupCache.NEGATIVE_TTL)
			.minus(MOMENT));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		advance(LookupCache.NEGATIVE_TTL);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
		answer(organization(ACME, "{}"));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
	}

	@Test
	void policyOfWhenMetadataCannotBeReadThenUnavailableWhateverWasKnown(CapturedOutput output) {
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		this.policies.policyOf(ACME);
		answer(organization(ACME, "{\"fga_max_session_age\":\"eight-secret-hours\"}"));
		advance(MetadataPolicies.TTL);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME))
				.withMessage("The policy of the organization cannot be read");
		}
		assertThat(requestedUrls()).hasSize(2);
		advance(LookupCache.NEGATIVE_TTL);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
		assertThat(requestedUrls()).hasSize(3);
		assertThat(output).contains("ERROR")
			.containsOnlyOnce(
					"The policy of an organization cannot be read, so its sessions get 503. Correct the metadata"
							+ " of the organization at WorkOS: fga_max_session_age has no value that makes sense")
			.doesNotContain(ACME, "secret");
		answer(organization(ACME, "{}"));
		advance(LookupCache.NEGATIVE_TTL);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
	}

	@Test
	void policyOfWhenUnreadableAndThenOutOfReachThenStillUnavailable() {
		answer(organization(ACME, "{\"fga_blocked\":\"perhaps\"}"));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
		answer(WireMock.status(500));
		advance(LookupCache.NEGATIVE_TTL);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
	}

	@Test
	void policyOfWhenKnownAndThenUnreadableAndThenOutOfReachThenWhatWasKnownServesNoLonger() {
		answer(organization(ACME, "{}"));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
		advance(MetadataPolicies.TTL);
		answer(organization(ACME, "{\"fga_blocked\":\"perhaps\"}"));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
		answer(WireMock.status(500));
		advance(LookupCache.NEGATIVE_TTL);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
	}

	@Test
	void policyOfWhenIdsAreExternalThenOrganizationIsFoundAndEvictedByBoth() {
		MetadataPolicies external = policies(IdKind.EXTERNAL, OrganizationPolicyProvider.NONE);
		stub(WireMock.get("/organizations/external_id/acme"),
				WireMock.okJson("{\"id\":\"org_acme\",\"external_id\":\"acme\"}"));
		stub(WireMock.get("/organizations/org_acme"), organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		assertThat(external.policyOf("acme")).isEqualTo(EIGHT_HOURS);
		for (String id : List.of(ACME, "acme")) {
			external.onChange(change(Kind.EVICTED, FgaScope.organization(id)));
			assertThat(external.policyOf("acme")).isEqualTo(EIGHT_HOURS);
		}
		external.onChange(change(Kind.EVICTED, FgaScope.organization("globex")));
		external.policyOf("acme");
		assertThat(requestedUrls().stream().filter("/organizations/org_acme"::equals)).hasSize(3);
		stub(WireMock.get("/organizations/external_id/globex"), WireMock.status(404));
		assertThat(external.policyOf("globex")).isEqualTo(BLOCKED);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void onChangeWhenOrganizationChangesThenLooksUpAgainAndForgets(Kind kind) {
		answer(organization(ACME, "{}"));
		this.policies.policyOf(ACME);
		answer(organization(ACME, "{\"fga_blocked\":\"true\"}"));
		this.policies.onChange(change(kind, FgaScope.organization("org_globex")));
		this.policies.onChange(change(kind, FgaScope.session("session_1")));
		this.policies.onChange(change(kind, FgaScope.user(ACME)));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(OrganizationPolicy.NONE);
		this.policies.onChange(change(kind, FgaScope.organization(ACME)));
		assertThat(this.policies.policyOf(ACME)).isEqualTo(BLOCKED);
		answer(WireMock.status(503));
		this.policies.onChange(change(kind, FgaScope.organization(ACME)));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.policies.policyOf(ACME));
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void onChangeWhenEverythingChangesThenLooksUpAgainButDoesNotForget(Kind kind) {
		answer(organization(ACME, "{\"fga_max_session_age\":\"8h\"}"));
		this.policies.policyOf(ACME);
		advance(MOMENT);
		this.policies.onChange(change(kind, FgaScope.everything()));
		answer(WireMock.status(503));
		advance(MOMENT);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(EIGHT_HOURS);
		assertThat(requestedUrls()).hasSize(2);
		this.policies.onChange(change(kind, FgaScope.everything()));
		answer(organization(ACME, "{\"fga_blocked\":\"true\"}"));
		advance(MOMENT);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(BLOCKED);
		assertThat(this.policies.policyOf(ACME)).isEqualTo(BLOCKED);
		assertThat(requestedUrls()).hasSize(3);
	}

	@Test
	void onChangeWhenCallIsUnderWayThenItsAnswerIsNotKept() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch changed = new CountDownLatch(1);
		MetadataPolicies held = policies(IdKind.WORKOS, (organizationId) -> {
			asked.countDown();
			await(changed);
			return OrganizationPolicy.NONE;
		});
		answer(organization(ACME, "{}"));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<OrganizationPolicy> before = executor.submit(() -> held.policyOf(ACME));
			await(asked);
			held.onChange(change(Kind.EVICTED, FgaScope.organization(ACME)));
			changed.countDown();
			assertThat(before.get(20, TimeUnit.SECONDS)).isEqualTo(OrganizationPolicy.NONE);
			answer(WireMock.status(503));
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> held.policyOf(ACME));
			answer(organization(ACME, "{\"fga_blocked\":\"true\"}"));
			assertThat(held.policyOf(ACME)).isEqualTo(BLOCKED);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void resetThenForgets() {
		answer(organization(ACME, "{}"));
		this.policies.policyOf(ACME);
		this.policies.reset();
		this.policies.policyOf(ACME);
		assertThat(requestedUrls()).hasSize(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	private static LiveChange change(Kind kind, FgaScope scope) {
		return new LiveChange(kind, scope, Instant.parse("2026-01-01T12:00:00Z"));
	}

	private static ResponseDefinitionBuilder organization(String id, String metadata) {
		return WireMock.okJson("{\"object\":\"organization\",\"id\":\"" + id + "\",\"metadata\":" + metadata + "}");
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		stub(WireMock.any(WireMock.anyUrl()), answer);
	}

	private static void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(request.willReturn(answer));
	}

	private static List<String> requestedUrls() {
		return workOs.server()
			.findAll(WireMock.anyRequestedFor(WireMock.anyUrl()))
			.stream()
			.map(LoggedRequest::getUrl)
			.toList();
	}

}
