package io.github.fgaspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.validation.PermissionListUnavailableException;
import io.github.fgaspring.validation.UnknownPermissionsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code fga.permissions.validate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PermissionValidationTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String METHOD = Reports.class.getName() + ".read()";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
		.withPropertyValues(workOs.properties())
		.withBean(Reports.class);

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fga.permissions.validate=off", "fga.permissions.validate=false" })
	void startWhenOffThenDoesNotAsk(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(workOs.checks()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail", "FAIL", "Fail" })
	void startWhenFailAndUnknownThenAnalysisNamesSlugMethodAndNearest(String fail) {
		answer("report:reed");
		this.contextRunner.withPropertyValues("fga.permissions.validate=" + fail).run((context) -> {
			assertThat(context).getFailure().rootCause().isInstanceOf(UnknownPermissionsException.class);
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(
					"These permissions are required by @RequiresPermission or @FilterPermitted, but the WorkOS environment of"
							+ " 'fga.api-key' does not have them, so nobody can have them:" + System.lineSeparator()
							+ "    - 'report:read', did you mean 'report:reed'? (" + METHOD + ")");
			assertThat(analysis.getAction()).contains("'fga.permissions.validate'");
			assertThat(analysis.getCause()).isInstanceOf(UnknownPermissionsException.class);
		});
	}

	@Test
	void startWhenFailAndFilterNamesUnknownThenFailsNamingIt() {
		answer("report:read");
		this.contextRunner.withBean(Lists.class)
			.withPropertyValues("fga.permissions.validate=fail")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'report:list'")
				.hasMessageContaining(Lists.class.getName() + ".list()"));
	}

	@Test
	void startWhenFailAndApiFailsThenAnalysisNamesPropertyAndWayOut() {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/permissions"))
				.willReturn(WireMock.status(401)));
		this.contextRunner.withPropertyValues("fga.permissions.validate=fail").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("The permissions that rules require cannot be looked up: The WorkOS API refused the"
						+ " API key with status 401. The application does not start without, because"
						+ " 'fga.permissions.validate' is 'fail'.");
			assertThat(analysis.getAction()).contains("'fga.base-url'", "'fga.api-key'", "'fga.permissions.validate'");
			assertThat(analysis.getCause()).isInstanceOf(PermissionListUnavailableException.class);
		});
	}

	@Test
	void startWhenWarnAndUnknownThenStartsAndWarns(CapturedOutput output) {
		answer("report:reed");
		this.contextRunner.withPropertyValues("fga.permissions.validate=warn").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("- 'report:read', did you mean 'report:reed'? (" + METHOD + ")");
		});
	}

	@Test
	void startWhenListDoesNotEndThenGivesUp() {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/permissions"))
				.willReturn(WireMock.okJson("{\"data\":[{\"slug\":\"a\"}],\"list_metadata\":{\"after\":\"a\"}}")));
		this.contextRunner.withPropertyValues("fga.permissions.validate=fail")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The Authorization API's list of permissions does not end"));
	}

	@Test
	void startThenAsksWithinADeadline() {
		DeadlineClient client = new DeadlineClient();
		this.contextRunner.withPropertyValues("fga.permissions.validate=fail")
			.withBean(FgaClient.class, () -> client)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(client.remaining).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(10));
			});
	}

	@Test
	void startWhenLazyThenAsksAllTheSame() {
		answer("report:reed");
		this.contextRunner.withPropertyValues("fga.permissions.validate=fail")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnknownPermissionsException.class));
	}

	private static void answer(String slug) {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/authorization/permissions"))
				.willReturn(WireMock
					.okJson("{\"data\":[{\"slug\":\"" + slug + "\"}],\"list_metadata\":{\"after\":null}}")));
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, null, FailureHandler.handleMessage((message, ex) -> {
				// Those that want the context are not needed here.
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	static class Lists {

		@FilterPermitted(value = "report:list", resourceType = "report")
		public List<String> list() {
			return List.of();
		}

	}

	static class Reports {

		@RequiresPermission("report:read")
		void read() {
		}

	}

	private static final class DeadlineClient implements FgaClient {

		private Duration remaining;

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			return PermissionDecision.grant(permission, DecisionSource.REMOTE);
		}

		@Override
		public Set<String> permissions() {
			this.remaining = Deadline.remaining(Duration.ofHours(1));
			return Set.of("report:read");
		}

	}

}
