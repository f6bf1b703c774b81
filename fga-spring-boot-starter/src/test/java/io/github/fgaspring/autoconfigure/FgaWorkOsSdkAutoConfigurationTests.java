package io.github.fgaspring.autoconfigure;

import java.net.URI;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.workos.WorkOS;
import com.workos.common.exceptions.GenericServerException;
import com.workos.common.exceptions.TransportException;
import com.workos.common.exceptions.WorkOSException;
import com.workos.common.exceptions.WorkOSGenericException;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FgaWorkOsSdkAutoConfiguration}.
 */
class FgaWorkOsSdkAutoConfigurationTests {

	private static final String USER_PATH = "/user_management/users/user_1";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaWorkOsSdkAutoConfiguration.class))
		.withPropertyValues(workOs.properties());

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void sdkWhenCallsThenWithTheStartersConnection() {
		answer(WireMock.okJson("""
				{ "object": "user", "id": "user_1", "email": "alice@acme.test", "first_name": null,
				  "last_name": null, "email_verified": true, "profile_picture_url": null, "external_id": "42",
				  "last_sign_in_at": null, "metadata": {}, "a_field_of_next_year": { "a": [1] },
				  "created_at": "2026-11-01T10:00:00.000Z", "updated_at": "2026-11-01T10:00:00.000Z" }
				"""));
		this.contextRunner.run((context) -> {
			WorkOS workos = context.getBean(WorkOS.class);
			assertThat(workos.clientId).isEqualTo(SessionTokens.CLIENT_ID);
			assertThat(workos.getUserManagement().get("user_1").getExternalId()).isEqualTo("42");
			workOs.server()
				.verify(1, WireMock.getRequestedFor(WireMock.urlEqualTo(USER_PATH))
					.withHeader("Authorization", WireMock.equalTo("Bearer " + WorkOsStub.API_KEY)));
		});
	}

	@Test
	void sdkWhenApplicationHasConnectionDetailsThenUsesThem() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaWorkOsSdkAutoConfiguration.class))
			.withBean(FgaConnectionDetails.class, OtherConnection::new)
			.run((context) -> {
				WorkOS workos = context.getBean(WorkOS.class);
				assertThat(workos.apiBaseUrl).isEqualTo("https://auth.example.com");
				assertThat(workos.apiKey).isEqualTo("sk_other");
				assertThat(workos.clientId).isEqualTo("client_other");
			});
	}

	@Test
	void sdkWhenConfiguredThenHasTheStartersTimeLimits() {
		this.contextRunner
			.withPropertyValues("fga.remote.connect-timeout=300ms", "fga.remote.read-timeout=700ms",
					"fga.remote.deadline=900ms")
			.run((context) -> {
				OkHttpClient httpClient = context.getBean(WorkOS.class).httpClient;
				assertThat(httpClient.connectTimeoutMillis()).isEqualTo(300);
				assertThat(httpClient.readTimeoutMillis()).isEqualTo(700);
				assertThat(httpClient.writeTimeoutMillis()).isEqualTo(700);
				assertThat(httpClient.callTimeoutMillis()).isEqualTo(900);
			});
	}

	@Test
	void sdkWhenAnswerComesByDropsThenEndsAtTheDeadline() {
		answer(WireMock.okJson(" ".repeat(300) + "{}").withChunkedDribbleDelay(300, 15_000));
		this.contextRunner
			.withPropertyValues("fga.remote.connect-timeout=400ms", "fga.remote.read-timeout=400ms",
					"fga.remote.deadline=400ms", "fga.remote.retry-backoff=1ms")
			.run((context) -> assertFails(context, TransportException.class, 0));
	}

	@Test
	void sdkWhenServiceAsksForAnotherAttemptThenFailsAtOnce() {
		answer(WireMock.status(503).withHeader("Retry-After", "3600"));
		this.contextRunner.run((context) -> assertFails(context, GenericServerException.class, 503));
	}

	@Test
	void sdkWhenRedirectedThenDoesNotFollow() {
		answer(WireMock.temporaryRedirect(workOs.baseUrl() + "/elsewhere"));
		this.contextRunner.run((context) -> assertFails(context, WorkOSGenericException.class, 302));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void sdkWhenItFailsThenKeyIsNowhere(CapturedOutput output) {
		answer(WireMock.unauthorized());
		this.contextRunner.run((context) -> {
			assertThatExceptionOfType(WorkOSException.class).isThrownBy(() -> user(context))
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("WorkOS")
					.extracting(Throwable::toString)
					.asString()
					.doesNotContain(WorkOsStub.API_KEY));
			assertThat(context.getBean(WorkOS.class).toString()).doesNotContain(WorkOsStub.API_KEY);
		});
		assertThat(output.getAll()).doesNotContain(WorkOsStub.API_KEY);
	}

	@Test
	void sdkWhenApplicationHasItsOwnThenBacksOff() {
		WorkOS own = WorkOS.builder().apiKey("sk_own").build();
		this.contextRunner.withBean("mine", WorkOS.class, () -> own)
			.run((context) -> assertThat(context).getBean(WorkOS.class).isSameAs(own));
	}

	@Test
	void contextWhenSdkIsAbsentThenStarterWorks() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("com.workos"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Fga.class).doesNotHaveBean("fgaWorkOs"));
	}

	@Test
	void contextWhenStarterIsExcludedThenHasNoSdk() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaWorkOsSdkAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkOS.class));
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		workOs.server().stubFor(WireMock.get(USER_PATH).willReturn(answer));
	}

	private static void assertFails(AssertableApplicationContext context, Class<? extends WorkOSException> type,
			int status) {
		assertThatExceptionOfType(type).isThrownBy(() -> user(context))
			.satisfies((failure) -> assertThat(failure.status).isEqualTo(status));
		assertThat(workOs.server().findAll(WireMock.anyRequestedFor(WireMock.anyUrl()))).hasSize(1);
	}

	private static void user(AssertableApplicationContext context) {
		context.getBean(WorkOS.class).getUserManagement().get("user_1");
	}

	private static final class OtherConnection implements FgaConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return URI.create("https://auth.example.com");
		}

		@Override
		public String getApiKey() {
			return "sk_other";
		}

		@Override
		public String getClientId() {
			return "client_other";
		}

	}

}
