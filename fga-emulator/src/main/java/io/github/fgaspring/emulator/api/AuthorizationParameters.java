package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.model.AuthorizationRequest;
import io.github.fgaspring.emulator.model.EmulatorState;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters by which an application asks for a sign-in. Whatever is wrong with
 * them is answered with status 422.
 */
final class AuthorizationParameters {

	private static final List<String> CONNECTION_SELECTORS = List.of("provider", "connection_id", "organization_id");

	// Some of them have no effect here: they choose or instruct an identity provider, and
	// the sign-in page stands for every one.
	private static final List<String> NAMES = List.of("client_id", "redirect_uri", "response_type", "state",
			"code_challenge", "code_challenge_method", "provider", "connection_id", "organization_id", "login_hint",
			"screen_hint", "domain_hint", "prompt", "max_age", "invitation_token", "provider_scopes",
			"provider_query_params[]");

	private static final String AUTHKIT = "authkit";

	private static final String[] PROVIDERS = { AUTHKIT, "AppleOAuth", "BitbucketOAuth", "GitHubOAuth", "GitLabOAuth",
			"GoogleOAuth", "IntuitOAuth", "LinkedInOAuth", "MicrosoftOAuth", "SalesforceOAuth", "SlackOAuth",
			"VercelMarketplaceOAuth", "VercelOAuth", "XeroOAuth" };

	// A SHA-256 in 43 characters.
	private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

	private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

	private final ApiRequest request;

	private AuthorizationParameters(ApiRequest request) {
		this.request = request;
	}

	/**
	 * What an application asks for.
	 */
	static AuthorizationRequest read(ApiRequest request, EmulatorState state, Instant expiresAt) {
		request.allowOnlyParameters(NAMES);
		AuthorizationParameters parameters = new AuthorizationParameters(request);
		if (!state.clientId().equals(parameters.required("client_id"))) {
			throw RequestBody.invalid("client_id", "must be that of the emulator, " + state.clientId());
		}
		URI redirectUri = parameters.redirectUri();
		parameters.choice("response_type", parameters.required("response_type"), "code");
		parameters.requireConnectionSelector();
		Optional<String> organizationId = parameters.optional("organization_id");
		if (organizationId.flatMap(state.accounts().organizations()::find).isEmpty() && organizationId.isPresent()) {
			throw RequestBody.invalid("organization_id", "is unknown");
		}
		return new AuthorizationRequest(redirectUri, parameters.nullable("state"), parameters.codeChallenge(),
				parameters.nullable("organization_id"), parameters.nullable("login_hint"), expiresAt);
	}

	// The answer is put into the query. Browsers keep what is behind a # to themselves.
	private URI redirectUri() {
		URI uri = LoopbackUrl.of("redirect_uri", required("redirect_uri"));
		if (uri.getRawFragment() != null) {
			throw RequestBody.invalid("redirect_uri", "must have no fragment");
		}
		return uri;
	}

	private void requireConnectionSelector() {
		if (CONNECTION_SELECTORS.stream().map(this::optional).allMatch(Optional::isEmpty)) {
			throw RequestBody.invalid("provider", "is required, or connection_id or organization_id instead");
		}
		optional("provider").ifPresent((provider) -> choice("provider", provider, PROVIDERS));
		boolean authKit = optional("provider").filter(AUTHKIT::equals).isPresent();
		optional("screen_hint").ifPresent((hint) -> choice("screen_hint", hint, "sign-up", "sign-in"));
		optional("max_age").filter((age) -> !SECONDS.matcher(age).matches()).ifPresent((age) -> {
			throw RequestBody.invalid("max_age", "must be a number of seconds");
		});
		Stream.of("screen_hint", "max_age").filter((name) -> !authKit && optional(name).isPresent()).forEach((name) -> {
			throw RequestBody.invalid(name, "is only supported by the provider authkit");
		});
	}

	private @Nullable String codeChallenge() {
		Optional<String> challenge = optional("code_challenge");
		Optional<String> method = optional("code_challenge_method");
		if (challenge.isEmpty() && method.isEmpty()) {
			return null;
		}
		choice("code_challenge_method", required("code_challenge_method"), "S256");
		if (!CHALLENGE.matcher(required("code_challenge")).matches()) {
			throw RequestBody.invalid("code_challenge", "must be a SHA-256 in 43 characters of base64url");
		}
		return required("code_challenge");
	}

	private void choice(String name, String value, String... choices) {
		if (!List.of(choices).contains(value)) {
			throw RequestBody.invalid(name,
					"must be " + ((choices.length > 1) ? "one of " : "") + String.join(", ", choices));
		}
	}

	private String required(String name) {
		return optional(name).orElseThrow(() -> RequestBody.invalid(name, "is required"));
	}

	private Optional<String> optional(String name) {
		return this.request.queryParameter(name);
	}

	private @Nullable String nullable(String name) {
		return optional(name).orElse(null);
	}

}
