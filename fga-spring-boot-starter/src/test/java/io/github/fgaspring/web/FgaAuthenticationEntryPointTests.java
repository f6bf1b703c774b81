package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.fgaspring.policy.InsufficientUserAuthenticationException;
import io.github.fgaspring.policy.PolicyRefusal;
import io.github.fgaspring.policy.PolicyRefusal.Reason;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaAuthenticationEntryPoint}.
 */
class FgaAuthenticationEntryPointTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void commenceWhenNoTokenThenPlainChallenge() throws IOException {
		commence(new InsufficientAuthenticationException("secret reason"));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeaders("WWW-Authenticate")).containsExactly("Bearer");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("WWW-Authenticate", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
					+ "\"detail\":\"The request needs a session token.\",\"code\":\"unauthenticated\"}");
	}

	@Test
	void commenceWhenTokenIsBadThenChallengeSaysSoWithoutReason() throws IOException {
		commence(new InvalidBearerTokenException("secret reason"));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeaders("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("WWW-Authenticate", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
					+ "\"detail\":\"The session token is not valid.\",\"code\":\"invalid_token\"}");
	}

	@Test
	void commenceWhenKeysAreOutOfReachThenServiceUnavailable() throws IOException {
		commence(new AuthenticationServiceException("secret reason"));
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("Retry-After", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
					+ "\"detail\":\"Whether the request is allowed cannot be found out at the moment.\","
					+ "\"code\":\"authorization_unavailable\"}");
	}

	@Test
	void commenceWhenAuthenticationIsTooOldThenChallengeSaysWhatIsDemanded() throws IOException {
		commence(new InsufficientUserAuthenticationException(new PolicyRefusal(Reason.AUTHENTICATION_TOO_OLD,
				Duration.ofMillis(300_999), new LinkedHashSet<>(List.of("mfa", "hwk")))));
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeaders("WWW-Authenticate"))
			.containsExactly("Bearer error=\"insufficient_user_authentication\","
					+ " error_description=\"The user must have authenticated more recently.\", max_age=\"300\","
					+ " acr_values=\"mfa hwk\"");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("WWW-Authenticate", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentAsString())
			.isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
					+ "\"detail\":\"The user must have authenticated more recently.\","
					+ "\"code\":\"insufficient_user_authentication\",\"max_age\":300," + "\"acr_values\":\"mfa hwk\"}");
	}

	@Test
	void commenceWhenMethodIsMissingThenChallengeSaysSo() throws IOException {
		commence(new InsufficientUserAuthenticationException(
				new PolicyRefusal(Reason.AUTHENTICATION_METHOD_MISSING, null, Set.of("mfa"))));
		assertThat(this.response.getHeaders("WWW-Authenticate"))
			.containsExactly("Bearer error=\"insufficient_user_authentication\","
					+ " error_description=\"The user must authenticate in another way.\", acr_values=\"mfa\"");
	}

	@Test
	void commenceWhenCallerGoesOnAsNobodyThenChallengeSaysWhatIsDemanded() throws IOException {
		StepUpChallenge.save(new PolicyRefusal(Reason.AUTHENTICATION_TOO_OLD, Duration.ofHours(8), Set.of()),
				this.request);
		commence(new InsufficientAuthenticationException("secret reason"));
		assertThat(this.response.getHeader("WWW-Authenticate")).endsWith(", max_age=\"28800\"");
	}

	private void commence(AuthenticationException ex) throws IOException {
		new FgaAuthenticationEntryPoint().commence(this.request, this.response, ex);
		assertThat(this.response.getContentLength()).isEqualTo(this.response.getContentAsByteArray().length);
	}

}
