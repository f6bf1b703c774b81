package io.github.fgaspring.autoconfigure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.revocation.LiveChangeListener;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What changes do to what is kept, and how they get around.
 */
class EvictionWiringTests {

	private static final ResourceReference PROJECT = ResourceReference.external("project", "p-1");

	private static final FgaSession SESSION = FgaSession.of("user_alice").organizationId("org_acme").build();

	private static final FgaSession EXTERNAL = FgaSession.of("alice").organizationId("acme").build();

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final List<LiveChange> sent = new ArrayList<>();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withBean(LiveChangeBroadcast.class, () -> this.sent::addAll);

	private final WebApplicationContextRunner cachingRunner = this.contextRunner
		.withPropertyValues("fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=1h");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		workOs.answerChecks(true);
		memberships("om_alice");
		answer("/user_management/users/external_id/alice", "{\"id\":\"user_alice\",\"external_id\":\"alice\"}");
		answer("/organizations/external_id/acme", "{\"id\":\"org_acme\",\"external_id\":\"acme\"}");
	}

	@Test
	void contextThenHasOneOfEach() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SessionMarks.class)
			.hasSingleBean(LiveChanges.class)
			.hasSingleBean(FgaRevocations.class)
			.hasSingleBean(DecisionCache.class));
	}

	@Test
	void publishWhenThereIsNoOtherInstanceThenAllAreTold() {
		WebContexts.runner(workOs)
			.run((context) -> assertThat(context.getBean(FgaRevocations.class).revoke(FgaScope.everything())).isTrue());
	}

	@Test
	void publishThenListenersOfTheApplicationAreToldToo() {
		List<LiveChange> told = new ArrayList<>();
		LiveChange change = new LiveChange(Kind.EVICTED, FgaScope.user("user_alice"), Instant.now());
		this.contextRunner.withBean("listener", LiveChangeListener.class, () -> told::add).run((context) -> {
			context.getBean(LiveChanges.class).publish(List.of(change));
			assertThat(told).containsExactly(change);
			assertThat(this.sent).containsExactly(change);
			context.getBean(LiveChanges.class).apply(change);
			assertThat(told).hasSize(2);
			assertThat(this.sent).hasSize(1);
		});
	}

	@Test
	void evictWhenApplicationAsksThenHereAndEverywhere() {
		this.cachingRunner.run((context) -> {
			assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.REMOTE);
			assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.CACHE);
			DecisionCache cache = context.getBean(DecisionCache.class);
			cache.evictMembership("om_alice");
			assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.REMOTE);
			cache.evictOrganization("org_acme");
			cache.evictResource(PROJECT);
			cache.evictAll();
			assertThat(this.sent).extracting(LiveChange::kind).containsOnly(Kind.EVICTED);
			assertThat(this.sent).extracting(LiveChange::scope)
				.containsExactly(FgaScope.membership("om_alice"), FgaScope.organization("org_acme"),
						FgaScope.resource(PROJECT), FgaScope.everything());
		});
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void changeOfAnyKindWhenToldByAnotherInstanceThenDecisionsAreGone(Kind kind) {
		this.cachingRunner.run((context) -> {
			check(context, SESSION);
			apply(context, kind, FgaScope.membership("om_bob"));
			assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.CACHE);
			apply(context, kind, FgaScope.membership("om_alice"));
			assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.REMOTE);
			assertThat(this.sent).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void changeOfMembershipThenItIsLookedUpAgain(boolean external) {
		this.contextRunner
			.withPropertyValues("fga.membership.user-ids=" + (external ? "external" : "workos"),
					"fga.membership.organization-ids=" + (external ? "external" : "workos"))
			.run((context) -> {
				FgaSession session = external ? EXTERNAL : SESSION;
				memberships();
				assertThat(check(context, session).reason()).isEqualTo(DenialReason.NO_MEMBERSHIP);
				memberships("om_alice");
				assertThat(check(context, session).reason()).isEqualTo(DenialReason.NO_MEMBERSHIP);
				apply(context, Kind.EVICTED, FgaScope.userInOrganization("user_alice", "org_acme"));
				assertThat(check(context, session).isGranted()).isTrue();
				memberships();
				assertThat(check(context, session).isGranted()).isTrue();
				apply(context, Kind.ENDED, FgaScope.membership("om_alice"));
				assertThat(check(context, session).reason()).isEqualTo(DenialReason.NO_MEMBERSHIP);
			});
	}

	@Test
	void changeOfOrganizationThenItsExternalIdIsLookedUpAgain() {
		this.contextRunner
			.withPropertyValues("fga.membership.user-ids=external", "fga.membership.organization-ids=external")
			.run((context) -> {
				assertThat(check(context, EXTERNAL).isGranted()).isTrue();
				workOs.server()
					.stubFor(WireMock.get("/organizations/external_id/acme").willReturn(WireMock.status(404)));
				assertThat(check(context, EXTERNAL).isGranted()).isTrue();
				apply(context, Kind.EVICTED, FgaScope.organization("org_acme"));
				assertThat(check(context, EXTERNAL).reason()).isEqualTo(DenialReason.NO_MEMBERSHIP);
			});
	}

	@Test
	void changeOfOrganizationThenItsResourcesAreLookedUpAgain() {
		this.contextRunner.withPropertyValues("fga.fast-path.tenancy=verify").run((context) -> {
			FgaSession session = SESSION.toBuilder().permissions("project:view").build();
			String resource = "/authorization/organizations/org_acme/resources/project/p-1";
			answer(resource, "{\"id\":\"resource_1\",\"external_id\":\"p-1\",\"resource_type_slug\":\"project\","
					+ "\"organization_id\":\"org_acme\"}");
			assertThat(check(context, session).source()).isEqualTo(DecisionSource.CLAIMS);
			workOs.server().stubFor(WireMock.get(resource).willReturn(WireMock.status(404)));
			assertThat(check(context, session).source()).isEqualTo(DecisionSource.CLAIMS);
			apply(context, Kind.ENDED, FgaScope.organization("org_acme"));
			assertThat(check(context, session).source()).isEqualTo(DecisionSource.REMOTE);
		});
	}

	@Test
	void changeWhenApplicationHasItsOwnResolverThenDecisionsAreGoneAllTheSame() {
		this.cachingRunner.withBean(MembershipResolver.class, () -> (session) -> new Membership("om_alice", "org_acme"))
			.run((context) -> {
				check(context, SESSION);
				apply(context, Kind.OUTDATED, FgaScope.everything());
				assertThat(check(context, SESSION).source()).isEqualTo(DecisionSource.REMOTE);
			});
	}

	private static void apply(ApplicationContext context, Kind kind, FgaScope scope) {
		context.getBean(LiveChanges.class).apply(new LiveChange(kind, scope, Instant.now()));
	}

	private static PermissionDecision check(ApplicationContext context, FgaSession session) {
		return context.getBean(PermissionChecker.class)
			.check(new PermissionQuestion(session, "project:view", PROJECT, false));
	}

	private static void memberships(String... ids) {
		StringBuilder rows = new StringBuilder();
		for (String id : ids) {
			rows.append("{\"id\":\"" + id
					+ "\",\"user_id\":\"user_alice\",\"organization_id\":\"org_acme\",\"status\":\"active\"}");
		}
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/user_management/organization_memberships"))
				.willReturn(WireMock.okJson("{\"data\":[" + rows + "],\"list_metadata\":{\"after\":null}}")));
	}

	private static void answer(String path, String json) {
		workOs.server().stubFor(WireMock.get(path).willReturn(WireMock.okJson(json)));
	}

}
