package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.support.WorkOsStub;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls to WorkOS are observed as all calls of the application are, except for the ids in
 * their URLs.
 */
class ConcealedUrlTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class,
				RestClientObservationAutoConfiguration.class, FgaAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withPropertyValues(workOs.properties())
		.withPropertyValues("fga.remote.max-attempts=1");

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void callWhenAnsweredThenObservedWithTheTemplateOfItsUrl() {
		workOs.answerChecks(true);
		run(ConcealedUrlTests::check);
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("http.client.requests")
			.hasLowCardinalityKeyValue("uri", "/authorization/organization_memberships/{membershipId}/check")
			.hasLowCardinalityKeyValue("status", "200");
		assertThat(observed()).noneMatch((text) -> text.contains("om_alice"));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void checkWhenFailsThenObservedWithoutIds(ResponseDefinitionBuilder fault) {
		workOs.answerChecks(fault);
		run((client) -> assertUnavailable(() -> check(client)));
		assertNoIds();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void listWhenFailsThenObservedWithoutIds(ResponseDefinitionBuilder fault) {
		workOs.server().stubFor(WireMock.get(WireMock.urlPathMatching("/authorization/.*")).willReturn(fault));
		run((client) -> {
			assertUnavailable(() -> client.effectivePermissions("om_alice", project(), null));
			assertUnavailable(() -> client.isInOrganization("org_acme", project()));
		});
		assertNoIds();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void membershipLookupWhenFailsThenObservedWithoutIds(ResponseDefinitionBuilder fault) {
		workOs.server().stubFor(WireMock.get(WireMock.anyUrl()).willReturn(fault));
		FgaSession session = FgaSession.of("resource-4711").organizationId("org_acme").build();
		for (String kind : List.of("workos", "external")) {
			this.contextRunner.withPropertyValues("fga.membership.organization-ids=" + kind)
				.run((context) -> assertUnavailable(() -> context.getBean(MembershipResolver.class).resolve(session)));
		}
		assertNoIds();
	}

	static List<ResponseDefinitionBuilder> faults() {
		return List.of(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
				WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE),
				WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
				WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), WireMock.serverError(),
				WireMock.okJson("{\"om_alice\":"), WireMock.unauthorized());
	}

	@Test
	void callWhenApplicationHasConventionThenItShowsAllButTheUrl() {
		ClientRequestObservationConvention convention = new DefaultClientRequestObservationConvention("my.requests") {

			@Override
			public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
				return super.getHighCardinalityKeyValues(context).and("mine", "1");
			}

		};
		workOs.answerChecks(true);
		this.contextRunner.withBean(ClientRequestObservationConvention.class, () -> convention)
			.run((context) -> check(context.getBean(FgaClient.class)));
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("my.requests")
			.hasContextualNameEqualTo("http post")
			.hasHighCardinalityKeyValue("mine", "1")
			.doesNotHaveHighCardinalityKeyValueWithKey("http.url");
	}

	@Test
	void callWhenRequestsAreRenamedThenSoIsThis() {
		workOs.answerChecks(true);
		this.contextRunner.withPropertyValues("management.observations.http.client.requests.name=my.calls")
			.run((context) -> check(context.getBean(FgaClient.class)));
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("my.calls");
	}

	private void run(Consumer<FgaClient> calls) {
		this.contextRunner.run((context) -> calls.accept(context.getBean(FgaClient.class)));
	}

	private static void check(FgaClient client) {
		client.check("om_alice", "project:view", project());
	}

	private static ResourceReference project() {
		return ResourceReference.external("project", "resource-4711");
	}

	private static void assertUnavailable(Runnable call) {
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(call::run);
	}

	private void assertNoIds() {
		assertThat(observed()).isNotEmpty()
			.noneMatch(
					(text) -> text.contains("om_alice") || text.contains("org_acme") || text.contains("resource-4711"));
	}

	/**
	 * All that a span would hold.
	 */
	private List<String> observed() {
		List<String> observed = new ArrayList<>();
		assertThat(this.registry).hasHandledContextsThatSatisfy((contexts) -> {
			for (Observation.Context context : contexts) {
				observed.add(context.getName() + " " + context.getContextualName());
				context.getAllKeyValues().stream().map(KeyValue::getValue).forEach(observed::add);
				for (Throwable error = context.getError(); error != null; error = error.getCause()) {
					observed.add(error.toString());
				}
			}
		});
		return observed;
	}

}
