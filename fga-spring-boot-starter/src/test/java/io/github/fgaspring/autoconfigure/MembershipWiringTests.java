package io.github.fgaspring.autoconfigure;

import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.support.WorkOsStub;
import io.github.resilience4j.bulkhead.Bulkhead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the membership of a session that does not name it is found, in a whole application.
 */
class MembershipWiringTests {

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final FgaSession SESSION = FgaSession.of("user_alice")
		.organizationId("org_acme")
		.permissions("project:view")
		.build();

	private static final FgaSession EXTERNAL_SESSION = FgaSession.of("auth0|alice")
		.organizationId("acme/eu")
		.permissions("project:view")
		.build();

	private static final String USER = "/user_management/users/external_id/auth0%7Calice";

	private static final String ORGANIZATION = "/organizations/external_id/acme%2Feu";

	private static final String MEMBERSHIPS = "/user_management/organization_memberships"
			+ "?user_id=user_alice&organization_id=org_acme&statuses=active&limit=100";

	private static final String CHECK = "/authorization/organization_memberships/om_alice/check";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withPropertyValues("fga.fast-path.enabled=false");

	private final WebApplicationContextRunner externalRunner = this.contextRunner
		.withPropertyValues("fga.membership.user-ids=external", "fga.membership.organization-ids=external");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		workOs.answerChecks(true);
		answer(MEMBERSHIPS, """
				{"data":[{"id":"om_alice","user_id":"user_alice","organization_id":"org_acme","status":"active"}],
				"list_metadata":{"after":null}}""");
		answer(USER, "{\"id\":\"user_alice\",\"external_id\":\"auth0|alice\"}");
		answer(ORGANIZATION, "{\"id\":\"org_acme\",\"external_id\":\"acme/eu\"}");
	}

	@Test
	void checkWhenSessionNamesNoMembershipThenWorkOsIsAskedForItOnce() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ApiMembershipResolver.class)
				.hasSingleBean(WorkOsIds.class)
				.hasSingleBean(Memberships.class);
			assertThat(check(context, SESSION)).isEqualTo(granted());
			assertThat(check(context, SESSION)).isEqualTo(granted());
			assertThat(calls()).containsExactly(MEMBERSHIPS, CHECK, CHECK);
		});
	}

	@Test
	void checkWhenSessionNamesMembershipThenItIsNotLookedUp() {
		this.contextRunner.run((context) -> {
			check(context, SESSION.toBuilder().organizationMembershipId("om_alice").build());
			check(context, SESSION.toBuilder().organizationMembershipId("om alice").build());
			assertThat(calls()).containsExactly(CHECK);
		});
	}

	@Test
	void checkWhenMustBeCurrentThenLooksUpEachTime() {
		this.contextRunner.run((context) -> {
			PermissionChecker checker = context.getBean(PermissionChecker.class);
			PermissionQuestion question = new PermissionQuestion(SESSION, "project:view", PROJECT, true);
			assertThat(checker.check(question)).isEqualTo(granted());
			answer(MEMBERSHIPS, "{\"data\":[],\"list_metadata\":{\"after\":null}}");
			assertThat(checker.check(question)).isEqualTo(denied());
			assertThat(check(context, SESSION)).isEqualTo(denied());
		});
	}

	@Test
	void checkWhenWorkOsDoesNotAnswerThenUnavailable() {
		workOs.server().stubFor(WireMock.get(WireMock.urlEqualTo(MEMBERSHIPS)).willReturn(WireMock.status(500)));
		this.contextRunner.run((context) -> assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> check(context, SESSION)));
	}

	@Test
	void checkWhenTooManyCallsAreUnderWayThenUnavailable() {
		this.contextRunner.withPropertyValues("fga.remote.max-concurrent=1").run((context) -> {
			Bulkhead bulkhead = context.getBean(Resilience.class).getBulkheads().bulkhead(Resilience.NAME);
			bulkhead.acquirePermission();
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> check(context, SESSION));
			assertThat(calls()).isEmpty();
			bulkhead.releasePermission();
			assertThat(check(context, SESSION)).isEqualTo(granted());
		});
	}

	@Test
	void checkWhenApplicationHasResolverThenOnlyThatIsAsked() {
		MembershipResolver resolver = (session) -> session.equals(SESSION) ? new Membership("om_alice", "org_acme")
				: null;
		this.contextRunner.withBean(MembershipResolver.class, () -> resolver).run((context) -> {
			assertThat(context).hasSingleBean(MembershipResolver.class).doesNotHaveBean(ApiMembershipResolver.class);
			assertThat(check(context, SESSION)).isEqualTo(granted());
			assertThat(check(context, FgaSession.of("user_bob").organizationId("org_acme").build()))
				.isEqualTo(denied());
			assertThat(calls()).containsExactly(CHECK);
		});
	}

	@Test
	void checkWhenApplicationHasClientThenItIsNotAskedForMemberships() {
		FgaClient client = (membershipId, permission, resource) -> membershipId.equals("om_alice") ? granted()
				: denied();
		this.contextRunner.withBean(FgaClient.class, () -> client).run((context) -> {
			assertThat(check(context, SESSION)).isEqualTo(granted());
			assertThat(calls()).containsExactly(MEMBERSHIPS);
		});
	}

	@Test
	void checkWhenIdsAreExternalThenTheyAreTranslatedOnce() {
		this.externalRunner.run((context) -> {
			assertThat(check(context, EXTERNAL_SESSION)).isEqualTo(granted());
			assertThat(check(context, EXTERNAL_SESSION)).isEqualTo(granted());
			assertThat(calls()).containsExactly(ORGANIZATION, USER, MEMBERSHIPS, CHECK, CHECK);
		});
	}

	@Test
	void checkWhenSessionNamesMembershipAndOrganizationIsExternalThenThatIsTranslated() {
		this.externalRunner.run((context) -> {
			FgaSession session = EXTERNAL_SESSION.toBuilder().organizationMembershipId("om_alice").build();
			assertThat(context.getBean(PermissionChecker.class)
				.check(new PermissionQuestion(session, "org:view", null, true))
				.isGranted()).isTrue();
			assertThat(calls()).containsExactly(ORGANIZATION, CHECK);
			assertThat(workOs.server()
				.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo(CHECK)))
				.get(0)
				.getBodyAsString()).contains("\"org_acme\"");
		});
	}

	@Test
	void checkWhenExternalIdsAreNotDeclaredSoThenTheyAreNotTranslated() {
		this.contextRunner.run((context) -> {
			workOs.server()
				.stubFor(WireMock.get(WireMock.urlPathEqualTo("/user_management/organization_memberships"))
					.willReturn(WireMock.status(404)));
			assertThat(check(context, EXTERNAL_SESSION)).isEqualTo(denied());
			assertThat(calls()).allMatch((url) -> url.startsWith("/user_management/organization_memberships?"));
		});
	}

	@Test
	void tenancyWhenOrganizationIsExternalThenWorkOsIsAskedByItsOwnId() {
		answer("/authorization/organizations/org_acme/resources/project/p-1",
				"{\"organization_id\":\"org_acme\",\"resource_type_slug\":\"project\",\"external_id\":\"p-1\"}");
		this.externalRunner.withPropertyValues("fga.fast-path.enabled=true", "fga.fast-path.tenancy=verify")
			.run((context) -> {
				assertThat(context).hasSingleBean(ApiResourceTenancy.class);
				assertThat(check(context, EXTERNAL_SESSION))
					.isEqualTo(PermissionDecision.grant("project:view", DecisionSource.CLAIMS));
				assertThat(calls()).containsExactly(ORGANIZATION,
						"/authorization/organizations/org_acme/resources/project/p-1");
			});
	}

	@Test
	void tenancyWhenOrganizationIsUnknownThenNothingBelongsToIt() {
		workOs.server().stubFor(WireMock.get(WireMock.urlEqualTo(ORGANIZATION)).willReturn(WireMock.status(404)));
		this.externalRunner.withPropertyValues("fga.fast-path.enabled=true", "fga.fast-path.tenancy=verify")
			.run((context) -> {
				assertThat(check(context, EXTERNAL_SESSION)).isEqualTo(denied());
				assertThat(calls()).containsExactly(ORGANIZATION);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tenancyWhenApplicationKnowsThenItIsAskedByTheIdOfTheSession(boolean belongs) {
		ResourceTenancy tenancy = (resource, organizationId) -> belongs && organizationId.equals("acme/eu");
		this.externalRunner.withPropertyValues("fga.fast-path.enabled=true", "fga.fast-path.tenancy=verify")
			.withBean(ResourceTenancy.class, () -> tenancy)
			.run((context) -> assertThat(check(context, EXTERNAL_SESSION).source())
				.isEqualTo(belongs ? DecisionSource.CLAIMS : DecisionSource.REMOTE));
	}

	private static PermissionDecision check(ApplicationContext context, FgaSession session) {
		return context.getBean(PermissionChecker.class)
			.check(new PermissionQuestion(session, "project:view", PROJECT, false));
	}

	private static PermissionDecision granted() {
		return PermissionDecision.grant("project:view", DecisionSource.REMOTE);
	}

	private static PermissionDecision denied() {
		return PermissionDecision.deny("project:view", DecisionSource.NONE, DenialReason.NO_MEMBERSHIP);
	}

	private static void answer(String url, String body) {
		workOs.server().stubFor(WireMock.get(WireMock.urlEqualTo(url)).willReturn(WireMock.okJson(body)));
	}

	/**
	 * What was asked in this order, except for what only the log wants to know.
	 */
	private static List<String> calls() {
		return workOs.server()
			.findAll(WireMock.anyRequestedFor(WireMock.anyUrl()))
			.stream()
			.map(LoggedRequest::getUrl)
			.filter((url) -> !url.contains("inactive"))
			.toList();
	}

}
