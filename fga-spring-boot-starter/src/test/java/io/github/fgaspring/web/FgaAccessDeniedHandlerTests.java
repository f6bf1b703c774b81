package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.policy.PolicyRefusal;
import io.github.fgaspring.web.OrganizationChoices.Organization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.csrf.MissingCsrfTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FgaAccessDeniedHandler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FgaAccessDeniedHandlerTests {

	private static final String NO_PERMISSION_NAMED = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
			+ "\"detail\":\"A permission is missing.\",\"code\":\"permission_denied\"}";

	private static final PermissionDecision DENIED = new PermissionDecision(false,
			List.of("project:edit", "project:own"), DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);

	private static final AuthorizationDeniedException NO_ORGANIZATION = new AuthorizationDeniedException(
			"secret reason",
			PermissionDecision.deny("project:edit", DecisionSource.CLAIMS, DenialReason.NO_ORGANIZATION));

	private static final String ORGANIZATION_REQUIRED = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
			+ "\"detail\":\"The session has no organization.\",\"code\":\"organization_required\"";

	private static final FgaSession SESSION = FgaSession.of("user_alice").build();

	private final SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@AfterEach
	void clearContext() {
		this.strategy.clearContext();
	}

	@Test
	void handleWhenPermissionsAreMissingThenNamesThem() throws IOException {
		handle(HttpStatus.FORBIDDEN, new AuthorizationDeniedException("secret reason", DENIED));
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getHeaders("WWW-Authenticate")).containsExactly("Bearer error=\"insufficient_scope\"");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("WWW-Authenticate", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"A permission is missing.\",\"code\":\"permission_denied\","
					+ "\"permissions\":[\"project:edit\",\"project:own\"]}");
	}

	@Test
	void handleWhenDeniedByAnotherRuleThenNamesNoPermission() throws IOException {
		handle(HttpStatus.FORBIDDEN,
				new AuthorizationDeniedException("secret reason", new AuthorizationDecision(false)));
		assertThat(this.response.getContentAsString()).isEqualTo(NO_PERMISSION_NAMED);
	}

	@Test
	void handleWhenPlainAccessDeniedThenNamesNoPermission() throws IOException {
		handle(HttpStatus.FORBIDDEN, new AccessDeniedException("secret reason"));
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getContentAsString()).isEqualTo(NO_PERMISSION_NAMED);
	}

	@Test
	void handleWhenStatusIs404ThenHidesEverything() throws IOException {
		handle(HttpStatus.NOT_FOUND, new AuthorizationDeniedException("secret reason", DENIED));
		assertThat(this.response.getStatus()).isEqualTo(404);
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
					+ "\"detail\":\"There is nothing here, or nothing for you.\",\"code\":\"not_found\"}");
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenRequestMayBeForgedThenForbiddenWithoutChallenge(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, new MissingCsrfTokenException(null));
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"The request has no valid CSRF token.\",\"code\":\"permission_denied\"}");
	}

	@Test
	void handleWhenHandlerHasBegunToAnswerThenNothingOfThatIsLeft() throws IOException {
		this.response.getOutputStream().print("half of a secret report");
		handle(HttpStatus.FORBIDDEN, new AccessDeniedException("secret reason"));
		assertThat(this.response.getContentAsString()).isEqualTo(NO_PERMISSION_NAMED);
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenNoOrganizationThenDemandsOneWhateverIsToBeHidden(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, NO_ORGANIZATION);
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getHeaders("WWW-Authenticate")).containsExactly("Bearer error=\"insufficient_scope\"");
		assertThat(this.response.getContentAsString()).isEqualTo(ORGANIZATION_REQUIRED + "}");
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenChoicesAreKnownThenTellsThem(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, (session) -> {
			assertThat(session).isEqualTo(SESSION);
			return Arrays.asList(new Organization("org_acme", "Acme \"A\""), null,
					new Organization("org_globex", "Globex"));
		});
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getContentAsString())
			.isEqualTo(ORGANIZATION_REQUIRED + ",\"organizations\":[{\"id\":\"org_acme\",\"name\":\"Acme \\\"A\\\"\"},"
					+ "{\"id\":\"org_globex\",\"name\":\"Globex\"}]}");
	}

	@Test
	void handleWhenThereIsNoneToChooseThenSaysSo() throws IOException {
		handle(HttpStatus.FORBIDDEN, (session) -> List.of());
		assertThat(this.response.getContentAsString()).isEqualTo(ORGANIZATION_REQUIRED + ",\"organizations\":[]}");
	}

	@Test
	void handleWhenThereAreManyThenTellsAHundred() throws IOException {
		handle(HttpStatus.FORBIDDEN,
				(session) -> IntStream.range(0, 1000).mapToObj((i) -> new Organization("org_" + i, "name")).toList());
		assertThat(this.response.getContentAsString().split("org_", -1)).hasSize(101);
		assertThat(this.response.getContentAsString()).contains("org_0", "org_99").doesNotContain("org_100");
	}

	@Test
	void handleWhenChoicesFailThenAnswersWithoutAndLogs(CapturedOutput output) throws IOException {
		handle(HttpStatus.FORBIDDEN, (session) -> {
			throw new IllegalStateException("Choices failed");
		});
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getContentAsString()).isEqualTo(ORGANIZATION_REQUIRED + "}");
		assertThat(output).contains("ERROR", "which organizations there are", "Choices failed");
	}

	@Test
	void handleWhenChoicesAreNullThenAnswersWithout() throws IOException {
		handle(HttpStatus.FORBIDDEN, (session) -> null);
		assertThat(this.response.getContentAsString()).isEqualTo(ORGANIZATION_REQUIRED + "}");
	}

	@Test
	void handleWhenChoicesCannotBeFoundOutThenUnavailable() throws IOException {
		handle(HttpStatus.FORBIDDEN, (session) -> {
			throw new CheckUnavailableException("The database does not answer", null);
		});
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeaderNames()).contains("Retry-After").doesNotContain("WWW-Authenticate");
		assertThat(this.response.getContentAsString()).contains("authorization_unavailable");
	}

	@Test
	void handleWhenNobodyIsLoggedInAnyMoreThenChoicesAreNotAsked() throws IOException {
		OrganizationChoices choices = (session) -> {
			throw new AssertionError();
		};
		this.strategy.clearContext();
		new FgaAccessDeniedHandler(HttpStatus.FORBIDDEN, () -> choices, new PrincipalFgaSessionResolver(),
				this.strategy)
			.handle(new MockHttpServletRequest(), this.response, NO_ORGANIZATION);
		assertThat(this.response.getContentAsString()).isEqualTo(ORGANIZATION_REQUIRED + "}");
	}

	@Test
	void handleWhenAnotherDenialThenChoicesAreNotAsked() throws IOException {
		new FgaAccessDeniedHandler(HttpStatus.FORBIDDEN, () -> {
			throw new AssertionError();
		}, new PrincipalFgaSessionResolver(), this.strategy).handle(new MockHttpServletRequest(), this.response,
				new AuthorizationDeniedException("secret reason", DENIED));
		assertThat(this.response.getContentAsString()).contains("permission_denied");
	}

	@Test
	void organizationWhenSomethingIsMissingThenRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Organization("", "Acme"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Organization("org_acme", " "));
		assertThat(new Organization("org_acme", "Acme")).hasToString("Organization[]");
	}

	private void handle(HttpStatus status, OrganizationChoices choices) throws IOException {
		this.strategy.getContext().setAuthentication(new TestingAuthenticationToken(SESSION, "", "any"));
		new FgaAccessDeniedHandler(status, () -> choices, new PrincipalFgaSessionResolver(), this.strategy)
			.handle(new MockHttpServletRequest(), this.response, NO_ORGANIZATION);
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenPolicyDeniesThenForbiddenWithoutChallenge(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, new AuthorizationDeniedException("secret reason",
				new PolicyRefusal(PolicyRefusal.Reason.BLOCKED, null, Set.of())));
		assertThat(this.response.getStatus()).isEqualTo(403);
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"The policy of the organization does not allow the request.\","
					+ "\"code\":\"organization_policy\"}");
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenPolicyCanBeMetThenChallenge(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, new AuthorizationDeniedException("secret reason",
				new PolicyRefusal(PolicyRefusal.Reason.AUTHENTICATION_TOO_OLD, Duration.ofMinutes(5), Set.of())));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeader("WWW-Authenticate")).endsWith(", max_age=\"300\"");
	}

	@ParameterizedTest
	@EnumSource(names = { "FORBIDDEN", "NOT_FOUND" })
	void handleWhenFactorsOfTheApplicationAreMissingThenChallenge(HttpStatus deniedStatus) throws IOException {
		handle(deniedStatus, factors(factor("FACTOR_BEARER").validDuration(Duration.ofMinutes(30)).build(),
				factor("FACTOR_PASSWORD").build(), factor("FACTOR_OTT").validDuration(Duration.ofMinutes(5)).build()));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeaders("WWW-Authenticate"))
			.containsExactly("Bearer error=\"insufficient_user_authentication\","
					+ " error_description=\"The user must have authenticated more recently.\", max_age=\"300\"");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
					+ "\"detail\":\"The user must have authenticated more recently.\","
					+ "\"code\":\"insufficient_user_authentication\",\"max_age\":300}");
	}

	@Test
	void handleWhenFactorsWithoutLimitAreMissingThenChallengeWithoutAge() throws IOException {
		handle(HttpStatus.FORBIDDEN, factors(factor("FACTOR_PASSWORD").build()));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeaders("WWW-Authenticate"))
			.containsExactly("Bearer error=\"insufficient_user_authentication\","
					+ " error_description=\"The user must authenticate in another way.\"");
	}

	private static RequiredFactor.Builder factor(String authority) {
		return RequiredFactor.withAuthority(authority);
	}

	private static AuthorizationDeniedException factors(RequiredFactor... factors) {
		return new AuthorizationDeniedException("secret reason", new FactorAuthorizationDecision(
				Arrays.stream(factors).map(RequiredFactorError::createMissing).toList()));
	}

	@Test
	void constructorWhenStatusIsNeither403Nor404ThenRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FgaAccessDeniedHandler(HttpStatus.OK))
			.withMessage("deniedStatus must be 403 or 404");
	}

	private void handle(HttpStatus status, AccessDeniedException ex) throws IOException {
		new FgaAccessDeniedHandler(status).handle(new MockHttpServletRequest(), this.response, ex);
		assertThat(this.response.getContentLength()).isEqualTo(this.response.getContentAsByteArray().length);
	}

}
