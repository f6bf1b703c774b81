package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.github.fgaspring.emulator.api.Candidates.Candidate;
import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AuthorizationRequest;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.PasswordAttempt;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.session.SignIns;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in page, which takes the place of AuthKit's: whoever sees it chooses who to
 * be. Nobody gets further than to an address of this machine, and nobody is chosen by a
 * request that does not come from the page.
 */
final class AuthorizeEndpoint {

	private static final Duration PAGE_LIFETIME = Duration.ofHours(1);

	private static final List<String> FIELDS = List.of("ticket", "user_id", "organization_id");

	private final EmulatorState state;

	private final StateChanges changes;

	private final SignIns signIns;

	private final SignInPage page;

	AuthorizeEndpoint(EmulatorState state, StateChanges changes, SignIns signIns) {
		this.state = state;
		this.changes = changes;
		this.signIns = signIns;
		this.page = new SignInPage(state);
	}

	/**
	 * An application sends somebody here.
	 */
	ApiResponse ask(ApiRequest request) {
		return readable(request, (asked) -> {
			AuthorizationRequest authorization = AuthorizationParameters.read(asked, this.state,
					this.state.now().plus(PAGE_LIFETIME));
			return this.page.people(this.signIns.ask(authorization), authorization,
					new Candidates(this.state, authorization));
		});
	}

	/**
	 * Somebody has chosen on the page.
	 */
	ApiResponse choose(ApiRequest request) {
		return readable(request, (chosen) -> choose(fields(chosen)));
	}

	private ApiResponse choose(Map<String, String> fields) {
		String ticket = Optional.ofNullable(fields.get("ticket"))
			.orElseThrow(() -> RequestBody.invalid("ticket", "is required"));
		AuthorizationRequest authorization = this.state.sessions()
			.authorizations()
			.findRequest(ticket)
			.filter((asked) -> this.state.now().isBefore(asked.expiresAt()))
			.orElseThrow(() -> ApiException.of(400, "This page was used already, or it is too old."));
		Candidates candidates = new Candidates(this.state, authorization);
		String userId = fields.get("user_id");
		if (userId == null) {
			return this.page.people(ticket, authorization, candidates);
		}
		Candidate candidate = candidates.find(userId).filter(Candidate::isAllowed).orElse(null);
		if (candidate == null) {
			return this.page.peopleAgain(ticket, authorization, candidates, "This person cannot sign in any more.");
		}
		String organizationId = fields.get("organization_id");
		if (organizationId != null && candidate.membership(organizationId).isEmpty()) {
			return this.page.peopleAgain(ticket, authorization, candidates,
					"This person does not belong to that organization any more.");
		}
		if (organizationId == null && candidate.memberships().size() > 1) {
			return this.page.organizations(ticket, authorization, candidate);
		}
		return redirect(ticket, authorization, candidate.user(),
				(organizationId != null) ? organizationId : onlyOrganization(candidate));
	}

	private static @Nullable String onlyOrganization(Candidate candidate) {
		return candidate.memberships().stream().map(Membership::organizationId).findFirst().orElse(null);
	}

	private ApiResponse redirect(String ticket, AuthorizationRequest authorization, User user,
			@Nullable String organizationId) {
		String code = this.signIns.authorize(ticket, authorization, user, organizationId);
		this.changes.report(new PasswordAttempt(user.email(), user.id(), true, null, null));
		return PageFrame.guard(
				ApiResponse.of(302, null).withHeader("Location", location(authorization, code).toASCIIString()),
				authorization);
	}

	private static URI location(AuthorizationRequest authorization, String code) {
		StringBuilder location = new StringBuilder(authorization.redirectUri().toString());
		String query = authorization.redirectUri().getRawQuery();
		if (query == null) {
			location.append('?');
		}
		else if (!query.isEmpty()) {
			location.append('&');
		}
		location.append("code=").append(code);
		if (authorization.state() != null) {
			location.append("&state=").append(URLEncoder.encode(authorization.state(), StandardCharsets.UTF_8));
		}
		return URI.create(location.toString());
	}

	// A form is sent by a person, who can do nothing with JSON.
	private ApiResponse readable(ApiRequest request, Function<ApiRequest, ApiResponse> endpoint) {
		try {
			return endpoint.apply(request);
		}
		catch (ApiException ex) {
			return this.page.problem(ex.status(), String.valueOf(ex.getMessage()));
		}
	}

	private static Map<String, String> fields(ApiRequest request) {
		Map<String, String> fields = request.form();
		for (String field : fields.keySet()) {
			if (!FIELDS.contains(field)) {
				throw RequestBody.invalid(field, "is not a field here. Known: " + String.join(", ", FIELDS));
			}
		}
		return fields;
	}

}
