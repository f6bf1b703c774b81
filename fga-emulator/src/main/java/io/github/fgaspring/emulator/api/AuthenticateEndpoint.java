package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.AuthorizationCode;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.PasswordAttempt;
import io.github.fgaspring.emulator.model.PendingAuthentication;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.TokenTooBigException;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.session.SignIns;
import io.github.fgaspring.emulator.session.SignIns.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in, and prolongs their sessions.
 */
final class AuthenticateEndpoint {

	private static final Map<String, Grant> GRANTS = Map.of("authorization_code",
			new Grant(AuthenticateEndpoint::byCode, List.of("code", "code_verifier", "invitation_token", "signals_id")),
			"password",
			new Grant(AuthenticateEndpoint::byPassword,
					List.of("email", "password", "invitation_token", "signals_id", "radar_auth_attempt_id")),
			"refresh_token",
			new Grant(AuthenticateEndpoint::byRefreshToken, List.of("refresh_token", "organization_id")),
			"urn:workos:oauth:grant-type:organization-selection",
			new Grant(AuthenticateEndpoint::bySelection, List.of("pending_authentication_token", "organization_id")));

	private static final List<String> CIRCUMSTANCES = List.of("ip_address", "device_id", "user_agent");

	private final EmulatorState state;

	private final StateChanges changes;

	private final SignIns signIns;

	private final ApiObjects objects;

	AuthenticateEndpoint(EmulatorState state, StateChanges changes, SignIns signIns) {
		this.state = state;
		this.changes = changes;
		this.signIns = signIns;
		this.objects = new ApiObjects(state);
	}

	ApiResponse authenticate(ApiRequest request) {
		Grant grant = GRANTS.get(request.body().path("grant_type").asString(""));
		if (grant == null) {
			throw RequestBody.invalid("grant_type",
					"must be one of " + String.join(", ", new TreeSet<>(GRANTS.keySet())));
		}
		RequestBody body = RequestBody.of(request, grant.allFields());
		CIRCUMSTANCES.forEach(body::optionalText);
		try {
			return grant.method().apply(this, body);
		}
		catch (TokenTooBigException ex) {
			throw oauthError("token_too_big", String.valueOf(ex.getMessage()));
		}
	}

	private ApiResponse byPassword(RequestBody body) {
		String email = body.text("email");
		String password = body.text("password");
		authenticateClient(body.text("client_id"), Optional.of(body.text("client_secret")));
		Optional<User> found = this.state.accounts().findUserByEmail(email);
		Optional<User> authenticated = found.filter((candidate) -> password.equals(candidate.password()));
		this.changes.report(new PasswordAttempt(email, found.map(User::id).orElse(null), authenticated.isPresent(),
				body.nullableText("ip_address", null), body.nullableText("user_agent", null)));
		User user = authenticated
			.orElseThrow(() -> ApiException.badRequest(PasswordAttempt.ERROR_CODE, PasswordAttempt.ERROR_MESSAGE));
		// An environment of WorkOS demands this unless its dashboard says otherwise.
		if (!user.profile().emailVerified()) {
			throw ApiException.of(403, "email_verification_required",
					"The email address must be verified before the user can sign in.");
		}
		List<Membership> memberships = activeMemberships(user);
		if (memberships.size() > 1) {
			return requireSelection(user, memberships);
		}
		return signedIn(this.signIns.signIn(user, memberships.isEmpty() ? null : memberships.get(0).organizationId()));
	}

	private ApiResponse byCode(RequestBody body) {
		String code = body.text("code");
		Optional<String> secret = body.optionalText("client_secret");
		Optional<String> verifier = body.optionalText("code_verifier");
		authenticateClient(body.text("client_id"), secret);
		if (secret.isEmpty() && verifier.isEmpty()) {
			throw oauthError("invalid_client", "A client without a secret must send a code verifier.");
		}
		AuthorizationCode authorization = unusedAuthorization(code);
		requireProof(authorization, verifier);
		User user = this.state.accounts()
			.users()
			.find(authorization.userId())
			.orElseThrow(() -> oauthError("invalid_grant", "The user does not exist any more."));
		if (authorization.organizationId() != null) {
			requireActiveMembership(user.id(), authorization.organizationId());
		}
		Tokens tokens = this.signIns.signIn(user, authorization.organizationId());
		this.state.sessions().authorizations().putCode(code, authorization.exchangedFor(tokens.session()));
		return signedIn(tokens);
	}

	private AuthorizationCode unusedAuthorization(String code) {
		AuthorizationCode authorization = this.state.sessions()
			.authorizations()
			.findCode(code)
			.orElseThrow(() -> oauthError("invalid_grant", "The code is unknown."));
		if (authorization.sessionId() != null) {
			// Somebody else has learned the code, and may have been the first to use it.
			this.state.sessions()
				.sessions()
				.find(authorization.sessionId())
				.filter((session) -> session.isActive(this.state.now()))
				.ifPresent(this.changes::revoke);
			throw oauthError("invalid_grant", "The code has already been exchanged.");
		}
		if (!this.state.now().isBefore(authorization.expiresAt())) {
			throw oauthError("invalid_grant", "The code has expired.");
		}
		return authorization;
	}

	private static void requireProof(AuthorizationCode authorization, Optional<String> verifier) {
		if (authorization.codeChallenge() == null && verifier.isPresent()) {
			throw ApiException.badRequest("code_challenge_not_found",
					"There is a code verifier, but the sign-in began without a code challenge.");
		}
		if (authorization.codeChallenge() != null && !verifier.map(authorization::isProvedBy).orElse(false)) {
			throw oauthError("invalid_grant", "The code verifier does not fit the code challenge.");
		}
	}

	private ApiResponse requireSelection(User user, List<Membership> memberships) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("code", "organization_selection_required");
		json.put("message", "The user must choose an organization to finish the authentication.");
		json.put("pending_authentication_token", this.signIns.postpone(user));
		json.put("user", this.objects.user(user));
		json.put("organizations", memberships.stream().map(this::organization).toList());
		return ApiResponse.of(403, json);
	}

	private Map<String, String> organization(Membership membership) {
		Organization organization = this.state.accounts()
			.organizations()
			.find(membership.organizationId())
			.orElseThrow();
		Map<String, String> json = new LinkedHashMap<>();
		json.put("id", organization.id());
		json.put("name", organization.name());
		return json;
	}

	private ApiResponse bySelection(RequestBody body) {
		String token = body.text("pending_authentication_token");
		String organizationId = body.text("organization_id");
		authenticateClient(body.text("client_id"), Optional.of(body.text("client_secret")));
		User user = this.state.sessions()
			.findPending(token)
			.filter((pending) -> this.state.now().isBefore(pending.expiresAt()))
			.map(PendingAuthentication::userId)
			.flatMap(this.state.accounts().users()::find)
			.orElseThrow(() -> ApiException.badRequest("invalid_pending_authentication_token",
					"The pending authentication token is unknown, used or expired."));
		requireActiveMembership(user.id(), organizationId);
		Tokens tokens = this.signIns.signIn(user, organizationId);
		this.state.sessions().removePending(token);
		return signedIn(tokens);
	}

	private ApiResponse byRefreshToken(RequestBody body) {
		String token = body.text("refresh_token");
		Optional<String> requested = body.optionalText("organization_id");
		authenticateClient(body.text("client_id"), body.optionalText("client_secret"));
		if (this.state.sessions().isUsed(token)) {
			throw oauthError("invalid_grant", "The refresh token has already been exchanged.");
		}
		Session session = this.state.sessions()
			.findByRefreshToken(token)
			.orElseThrow(() -> oauthError("invalid_grant", "The refresh token is unknown."));
		if (!session.isActive(this.state.now())) {
			throw oauthError("invalid_grant", "The session has ended.");
		}
		String organizationId = requested.orElse(session.organizationId());
		if (organizationId != null) {
			requireActiveMembership(session.userId(), organizationId);
		}
		return signedIn(this.signIns.refresh(token, session, organizationId));
	}

	private void authenticateClient(String id, Optional<String> secret) {
		if (!id.equals(this.state.clientId()) || !secret.map(this.state.apiKey()::equals).orElse(true)) {
			throw oauthError("invalid_client", "The client id or the client secret is wrong.");
		}
	}

	private List<Membership> activeMemberships(User user) {
		return this.state.accounts()
			.memberships()
			.all((membership) -> membership.userId().equals(user.id()) && membership.isActive());
	}

	private void requireActiveMembership(String userId, String organizationId) {
		if (this.state.accounts().organizations().find(organizationId).isEmpty()) {
			throw oauthError("organization_not_found", "Organization not found: '%s'.".formatted(organizationId));
		}
		this.state.accounts()
			.findMembership(userId, organizationId)
			.filter(Membership::isActive)
			.orElseThrow(() -> oauthError("organization_membership_not_found",
					"The user has no active membership in organization '%s'.".formatted(organizationId)));
	}

	private ApiResponse signedIn(Tokens tokens) {
		Session session = tokens.session();
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("user", this.objects.user(this.state.accounts().users().find(session.userId()).orElseThrow()));
		if (session.organizationId() != null) {
			json.put("organization_id", session.organizationId());
		}
		json.put("access_token", tokens.accessToken());
		json.put("refresh_token", tokens.refreshToken());
		// The only way to sign in that this emulator has.
		json.put("authentication_method", "Password");
		return ApiResponse.ok(json);
	}

	private static ApiException oauthError(String code, String description) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("error", code);
		json.put("error_description", description);
		return ApiException.of(400, description, json);
	}

	/**
	 * A way to get tokens.
	 *
	 * @param method what checks the request and answers it
	 * @param ownFields the fields of the request that other grants do not have
	 */
	private record Grant(BiFunction<AuthenticateEndpoint, RequestBody, ApiResponse> method, List<String> ownFields) {

		String[] allFields() {
			List<String> fields = new ArrayList<>(List.of("client_id", "client_secret", "grant_type"));
			fields.addAll(this.ownFields);
			fields.addAll(CIRCUMSTANCES);
			return fields.toArray(String[]::new);
		}

	}

}
