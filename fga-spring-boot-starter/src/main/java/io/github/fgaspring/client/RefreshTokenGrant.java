package io.github.fgaspring.client;

import java.util.Map;
import java.util.Set;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Exchanges refresh tokens for new tokens (RFC 6749, section 6), in a single attempt:
 * WorkOS accepts each of them once.
 */
public final class RefreshTokenGrant {

	private static final String PATH = "/user_management/authenticate";

	/**
	 * Reasons to refuse which are this application's.
	 */
	private static final Set<String> BAD_CLIENT = Set.of("invalid_client", "unauthorized_client");

	/**
	 * The refresh token is unknown, used or revoked, or its session has ended.
	 */
	private static final String ENDED = "invalid_grant";

	/**
	 * Reasons to refuse with 403 which are the user's to deal with, in a sign-in. Without
	 * one of these, 403 is about the API key.
	 */
	private static final Set<String> SIGN_IN_NEEDED = Set.of(ENDED, "sso_required", "mfa_enrollment", "mfa_challenge",
			"authentication_method_not_allowed", "email_verification_required", "email_password_auth_disabled",
			"organization_selection_required", "organization_authentication_methods_required",
			"passkey_progressive_enrollment", "radar_challenge", "radar_sign_up_challenge",
			"radar_sms_sign_in_challenge", "application_consent_required");

	private final WorkOsApi api;

	private final String clientId;

	private final String apiKey;

	/**
	 * Creates an instance.
	 * @param api makes the call
	 * @param clientId the client id that the tokens are issued for
	 * @param apiKey the API key, which is the client's secret
	 */
	public RefreshTokenGrant(WorkOsApi api, String clientId, String apiKey) {
		Assert.notNull(api, "api cannot be null");
		Assert.hasText(clientId, "clientId cannot be empty");
		Assert.hasText(apiKey, "apiKey cannot be empty");
		this.api = api;
		this.clientId = clientId;
		this.apiKey = apiKey;
	}

	/**
	 * Exchanges a refresh token.
	 * @param refreshToken the token, which is used up if there is an answer
	 * @return the answer
	 * @throws CheckUnavailableException if there is no answer that can be relied on
	 */
	public Answer exchange(String refreshToken) {
		return this.api.postOnce(RefreshTokenGrant::read, Map.of("client_id", this.clientId, "client_secret",
				this.apiKey, "grant_type", "refresh_token", "refresh_token", refreshToken), PATH);
	}

	private static Answer read(ApiAnswer answer) {
		if (answer.isOk()) {
			JsonNode body = answer.body();
			return new Tokens(ApiAnswer.text(body, "access_token"), ApiAnswer.text(body, "refresh_token"),
					object(body.path("user")), object(body.path("impersonator")));
		}
		int status = answer.status();
		String reason = (answer.reason() != null) ? answer.reason() : "";
		if (status == ApiAnswer.NOT_FOUND) {
			throw new ApiFailureException(Kind.BROKEN, "The WorkOS API answered 404");
		}
		if (BAD_CLIENT.contains(reason) || ((status == 401 || status == 403) && !SIGN_IN_NEEDED.contains(reason))) {
			throw new ApiFailureException(Kind.KEY_REFUSED, "The WorkOS API refused the API key with status " + status);
		}
		return new Refusal(ENDED.equals(reason));
	}

	private static @Nullable JsonNode object(JsonNode node) {
		return node.isObject() ? node : null;
	}

	/**
	 * What came of a refresh token.
	 */
	public sealed interface Answer permits Tokens, Refusal {

	}

	/**
	 * The session goes on. {@link #toString()} reveals nothing.
	 *
	 * @param accessToken the new session token
	 * @param refreshToken the refresh token from now on
	 * @param user the user as WorkOS now has it, if it tells
	 * @param impersonator who acts as the user, if anybody does
	 */
	public record Tokens(String accessToken, String refreshToken, @Nullable JsonNode user,
			@Nullable JsonNode impersonator) implements Answer {

		@Override
		public String toString() {
			return "Tokens";
		}

	}

	/**
	 * The user must sign in.
	 *
	 * @param ended whether the refresh token is of no use any more, however often it is
	 * tried
	 */
	public record Refusal(boolean ended) implements Answer {

	}

}
