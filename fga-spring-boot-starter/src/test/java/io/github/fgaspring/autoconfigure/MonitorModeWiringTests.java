package io.github.fgaspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.support.WorkOsStub;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code fga.enforcement} and the starter's own filter chain, and for the
 * publisher of events.
 */
@ExtendWith(OutputCaptureExtension.class)
class MonitorModeWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String BAD = "not-a-token";

	private final WebApplicationContextRunner enforcingRunner = WebContexts.runner(workOs);

	private final WebApplicationContextRunner contextRunner = this.enforcingRunner
		.withPropertyValues("fga.enforcement=monitor");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void startWhenMonitoringThenWarnsOnce(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("NOTHING IS ENFORCED");
	}

	@Test
	void startWhenEnforcingThenDoesNotWarn(CapturedOutput output) {
		this.enforcingRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("NOTHING IS ENFORCED");
	}

	@Test
	void startWhenBeansAreLazyThenStillWarns(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.main.lazy-initialization=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("NOTHING IS ENFORCED");
	}

	@Test
	void requestWhenMonitoringThenAnsweredWithAnyTokenOrNone() {
		this.contextRunner.run((context) -> {
			assertThat(WebContexts.get(context, "/me")).hasStatusOk();
			assertThat(WebContexts.get(context, "/me", BAD)).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports")).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", BAD)).hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatusOk();
			assertThat(WebContexts.get(context, "/me", workOs.tokens().withPermissions())).hasStatusOk()
				.bodyJson()
				.extractingPath("$.name")
				.isEqualTo("user_alice");
		});
	}

	@Test
	void endpointsWhenMonitoringThenStayClosed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=*").run((context) -> {
			publishAvailability(context);
			for (String endpoint : List.of("/actuator", "/actuator/env", "/actuator/beans")) {
				assertThat(WebContexts.get(context, endpoint)).hasStatus(401);
				assertThat(WebContexts.get(context, endpoint, BAD)).hasStatus(401);
				assertThat(WebContexts.get(context, endpoint, workOs.tokens().withPermissions())).hasStatus(403);
			}
			assertThat(WebContexts.get(context, "/actuator/health")).hasStatusOk();
		});
	}

	@Test
	void postWhenMonitoringAndTokenInCookieThenStillNeedsCsrfToken() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=session").run((context) -> {
			Cookie good = new Cookie("session", workOs.tokens().withPermissions());
			assertThat(WebContexts.mvc(context).post().uri("/me").cookie(good)).hasStatus(403);
			assertThat(WebContexts.mvc(context).post().uri("/me").cookie(new Cookie("session", BAD))).hasStatus(403);
			assertThat(WebContexts.mvc(context).post().uri("/me")).hasStatus(403);
		});
	}

	@Test
	void postWhenMonitoringAndBearerIsBadThenCookieIsNotRead() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=session").run((context) -> {
			Cookie good = new Cookie("session", workOs.tokens().withPermissions());
			assertThat(WebContexts.mvc(context).post().uri("/me").header("Authorization", "Bearer " + BAD))
				.hasStatusOk();
			assertThat(WebContexts.mvc(context).get().uri("/me").cookie(good).header("Authorization", "Bearer " + BAD))
				.hasStatusOk()
				.bodyJson()
				.extractingPath("$.name")
				.isEqualTo("nobody");
		});
	}

	@Test
	void eventPublisherWhenApplicationHasOneThenItPublishes() {
		RecordingPublisher publisher = new RecordingPublisher();
		this.enforcingRunner.withBean(AuthorizationEventPublisher.class, () -> publisher).run((context) -> {
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions("report:read")))
				.hasStatusOk();
			assertThat(WebContexts.get(context, "/reports", workOs.tokens().withPermissions())).hasStatus(403);
			assertThat(publisher.results).extracting(PermissionDecision::reason)
				.containsExactly(null, DenialReason.MISSING_PERMISSION);
		});
	}

	private static void publishAvailability(ApplicationContext context) {
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
	}

	private static final class RecordingPublisher implements AuthorizationEventPublisher {

		private final List<PermissionDecision> results = new ArrayList<>();

		@Override
		public <T> void publishAuthorizationEvent(Supplier<Authentication> authentication, T object,
				AuthorizationResult result) {
			if (result instanceof PermissionDecision decision) {
				this.results.add(decision);
			}
		}

	}

}
