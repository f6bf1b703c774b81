package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.client.RefreshTokenGrant.Refusal;
import io.github.fgaspring.client.RefreshTokenGrant.Tokens;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link RefreshTokenGrant}, against the API as seen on the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefreshTokenGrantTests {

	private static final String PATH = "/user_management/authenticate";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final Resilience resilience = new Resilience(
			new Resilience.Settings(5, Duration.ofMillis(1), 10, 50, 100, 100, Duration.ofSeconds(5)));

	private final RefreshTokenGrant grant = grant(this.resilience);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	private RefreshTokenGrant grant(Resilience resilience) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofMillis(500));
		RestClient restClient = RestClient.builder().requestFactory(requests).baseUrl(workOs.baseUrl()).build();
		return new RefreshTokenGrant(
				new WorkOsApi(restClient, new ApiCalls(this.status, resilience), Clock.systemUTC()), "client_test",
				WorkOsStub.API_KEY);
	}

	@Test
	void exchangeThenSendsTheDocumentedRequestOnce() {
		answer(WireMock.okJson("{\"access_token\":\"a\",\"refresh_token\":\"b\"}"));
		this.grant.exchange("r+/ä\"");
		assertThat(calls()).isOne();
		LoggedRequest request = workOs.server().findAll(WireMock.postRequestedFor(WireMock.urlEqualTo(PATH))).get(0);
		assertThat(request.getHeaders().getHeader("Content-Type").values()).containsExactly("application/json");
		workOs.server()
			.verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo(PATH)).withRequestBody(WireMock.equalToJson("""
					{"client_id":"client_test","client_secret":"%s","grant_type":"refresh_token",
					 "refresh_token":"r+/ä\\""}""".formatted(WorkOsStub.API_KEY))));
	}

	@Test
	void exchangeWhenGrantedThenTokens() {
		answer(WireMock.okJson("""
				{"user":{"id":"user_1"},"organization_id":"org_1","access_token":"a","refresh_token":"b",
				 "authentication_method":"Password","impersonator":{"email":"e","reason":null}}"""));
		Tokens tokens = (Tokens) this.grant.exchange("r");
		assertThat(tokens.accessToken()).isEqualTo("a");
		assertThat(tokens.refreshToken()).isEqualTo("b");
		assertThat(tokens.user()).hasToString("{\"id\":\"user_1\"}");
		assertThat(tokens.impersonator()).hasToString("{\"email\":\"e\",\"reason\":null}");
		assertThat(this.status.getLastSuccess()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"user\":null,\"impersonator\":null", ",\"user\":[],\"impersonator\":\"e\"" })
	void exchangeWhenGrantedWithoutUserThenTokens(String more) {
		answer(WireMock.okJson("{\"access_token\":\"a\",\"refresh_token\":\"b\"" + more + "}"));
		assertThat(this.grant.exchange("r")).isEqualTo(new Tokens("a", "b", null, null));
	}

	@ParameterizedTest
	@CsvSource({ "400,error,invalid_grant", "400,code,invalid_grant", "401,error,invalid_grant",
			"403,error,invalid_grant", "422,code,invalid_grant" })
	void exchangeWhenInvalidGrantThenSessionHasEnded(int status, String field, String code) {
		answer(refusal(status, field, code));
		assertThat(this.grant.exchange("r")).isEqualTo(new Refusal(true));
		assertThat(this.status.getLastSuccess()).isNotNull();
		assertThat(calls()).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "400,error,sso_required", "400,error,mfa_enrollment", "400,error,organization_membership_not_found",
			"400,error,organization_not_found", "400,error,token_too_big", "400,error,invalid_request",
			"400,code,unheard_of", "403,code,mfa_enrollment", "403,code,mfa_challenge",
			"403,code,organization_selection_required", "403,code,authentication_method_not_allowed",
			"403,code,email_verification_required", "403,error,sso_required", "401,code,sso_required",
			"422,code,invalid_request_parameters" })
	void exchangeWhenUserMustSignInThenRefusal(int status, String field, String code) {
		answer(refusal(status, field, code));
		assertThat(this.grant.exchange("r")).isEqualTo(new Refusal(false));
		assertThat(this.status.getLastFailure()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "[]", "null", "{}", "{\"message\":\"no\"}", "{\"error\":null}",
			"{\"error\":7,\"code\":{}}" })
	void exchangeWhenRefusedWithoutReasonThenRefusal(String body) {
		answer(WireMock.aResponse().withStatus(400).withBody(body));
		assertThat(this.grant.exchange("r")).isEqualTo(new Refusal(false));
	}

	@ParameterizedTest
	@CsvSource({ "400,error,invalid_client", "400,code,invalid_client", "400,error,unauthorized_client",
			"401,error,invalid_client", "401,code,unauthorized", "401,error,Unauthorized", "403,message,Forbidden",
			"403,code,unheard_of", "401,message,no" })
	void exchangeWhenKeyIsRefusedThenUnavailableAndReported(int status, String field, String code,
			CapturedOutput output) {
		answer(refusal(status, field, code));
		assertUnavailable(Kind.KEY_REFUSED);
		assertThat(this.status.isKeyRefused()).isTrue();
		assertThat(output).contains("check fga.api-key")
			.contains("status " + status)
			.doesNotContain(WorkOsStub.API_KEY);
	}

	@ParameterizedTest
	@CsvSource({ "429,TRANSIENT", "502,TRANSIENT", "503,TRANSIENT", "504,TRANSIENT", "500,BROKEN", "404,BROKEN",
			"201,BROKEN", "204,BROKEN", "302,BROKEN", "409,BROKEN" })
	void exchangeWhenNoAnswerThenUnavailableAfterOneAttempt(int status, Kind kind) {
		answer(refusal(status, "error", "invalid_grant").withHeader("Retry-After", "7"));
		ApiFailureException failure = assertUnavailable(kind);
		if (kind == Kind.TRANSIENT) {
			assertThat(failure.getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		}
		assertThat(this.status.getLastFailure()).isNotNull();
	}

	@ParameterizedTest
	@EnumSource(Fault.class)
	void exchangeWhenConnectionBreaksThenUnavailableAfterOneAttempt(Fault fault) {
		answer(WireMock.aResponse().withFault(fault));
		assertUnavailable(null);
	}

	@Test
	void exchangeWhenTooSlowThenUnavailableAfterOneAttempt() {
		answer(WireMock.okJson("{\"access_token\":\"a\",\"refresh_token\":\"b\"}").withFixedDelay(5_000));
		assertUnavailable(Kind.TRANSIENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "[]", "null", "{}", "{\"access_token\":\"a\"}", "{\"refresh_token\":\"b\"}",
			"{\"access_token\":1,\"refresh_token\":\"b\"}", "{\"access_token\":\"a\",\"refresh_token\":null}",
			"{\"access_token\":\"a\",\"refresh_token\":\"b\"} x",
			"{\"access_token\":\"a\",\"access_token\":\"c\",\"refresh_token\":\"b\"}" })
	void exchangeWhenAnswerIsUnreadableThenUnavailable(String body) {
		answer(WireMock.okJson(body));
		assertUnavailable(Kind.BROKEN);
	}

	@Test
	void exchangeWhenTimeIsOverThenNotCalled() {
		assertThat(Deadline.<CheckUnavailableException>within(Duration.ofNanos(1),
				() -> catchThrowableOfType(CheckUnavailableException.class, () -> this.grant.exchange("r"))))
			.isNotNull();
		assertThat(calls()).isZero();
	}

	@Test
	void exchangeWhenWithoutResilienceThenTheSame() {
		answer(refusal(400, "error", "invalid_grant"));
		assertThat(grant(null).exchange("r")).isEqualTo(new Refusal(true));
		answer(WireMock.aResponse().withStatus(503));
		assertThat(catchThrowableOfType(ApiFailureException.class, () -> grant(null).exchange("r"))).isNotNull();
		assertThat(calls()).isEqualTo(2);
	}

	/**
	 * As other calls are, so that a dead service is left alone.
	 */
	@Test
	void exchangeWhenCircuitBreakerIsOpenThenNotCalled() {
		this.resilience.getCircuitBreakers().circuitBreaker(Resilience.NAME).transitionToOpenState();
		assertThat(catchThrowableOfType(ApiFailureException.class, () -> this.grant.exchange("r")).getMessage())
			.contains("circuit breaker");
		assertThat(calls()).isZero();
	}

	@Test
	void callOnceWhenItFailsThenBulkheadIsFreeAgain() {
		ApiCalls calls = new ApiCalls(this.status, new Resilience(
				new Resilience.Settings(5, Duration.ofMillis(1), 1, 50, 100, 100, Duration.ofSeconds(5))));
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().isThrownBy(() -> calls.callOnce(() -> {
				throw new IllegalStateException("mistake");
			})).withMessage("mistake");
		}
	}

	private ApiFailureException assertUnavailable(Kind kind) {
		ApiFailureException failure = catchThrowableOfType(ApiFailureException.class, () -> this.grant.exchange("r"));
		assertThat(failure).isNotNull();
		assertThat(failure.isKeyRefused()).isEqualTo(kind == Kind.KEY_REFUSED);
		if (kind != null) {
			assertThat(failure.isTransient()).isEqualTo(kind == Kind.TRANSIENT);
		}
		assertThat(failure.isFailedCall()).isTrue();
		assertThat(calls()).isOne();
		return failure;
	}

	private static ResponseDefinitionBuilder refusal(int status, String field, String code) {
		return WireMock.jsonResponse("{\"" + field + "\":\"" + code + "\",\"error_description\":\"secret\"}", status);
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		MappingBuilder post = WireMock.post(WireMock.urlEqualTo(PATH));
		workOs.server().stubFor(post.willReturn(answer));
	}

	private static int calls() {
		return workOs.server().findAll(WireMock.anyRequestedFor(WireMock.urlEqualTo(PATH))).size();
	}

}
