package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.api.Candidates.Candidate;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.AuthorizationRequest;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.User;

/**
 * What people see who sign in.
 */
final class SignInPage {

	/**
	 * Where the forms are sent.
	 */
	static final String CHOICE = "/user_management/authorize/choice";

	private static final int MAX_PEOPLE = 100;

	private static final int TINTS = 6;

	private final EmulatorState state;

	private final AccessEvaluator access;

	SignInPage(EmulatorState state) {
		this.state = state;
		this.access = new AccessEvaluator(state);
	}

	/**
	 * The choice of a person.
	 */
	ApiResponse people(String ticket, AuthorizationRequest request, Candidates candidates) {
		return PageFrame.guard(ApiResponse.html(200, people(ticket, request, candidates, Html.NOTHING)), request);
	}

	/**
	 * The same after a choice that is no longer possible.
	 */
	ApiResponse peopleAgain(String ticket, AuthorizationRequest request, Candidates candidates, String problem) {
		return PageFrame.guard(ApiResponse.html(409, people(ticket, request, candidates, alert(problem))), request);
	}

	private String people(String ticket, AuthorizationRequest request, Candidates candidates, Html alert) {
		List<Candidate> all = candidates.all();
		Html choices = Html.all(all.stream().limit(MAX_PEOPLE).map(this::person).toList());
		Html rest = (all.size() > MAX_PEOPLE) ? Html.of(
				"<p class=\"note\">%s more are not shown. An application can name one in <code>login_hint</code>.</p>",
				all.size() - MAX_PEOPLE) : Html.NOTHING;
		return PageFrame.around("Sign in", Html.of("""
				<h1>Sign in</h1>
				<p class="lead">to continue to <strong>%s</strong></p>
				%s%s%s
				<p class="note">Choose who to be. The emulator asks nobody for a password.</p>
				""", request.redirectUri().getRawAuthority(), alert,
				all.isEmpty() ? nobody(request) : form(ticket, Html.NOTHING, "People", choices), rest));
	}

	private Html nobody(AuthorizationRequest request) {
		return Html.of("<p class=\"empty\">There is nobody%s yet. People come from the seed or from the API.</p>",
				(request.organizationId() != null)
						? Html.of(" in <strong><bdi>%s</bdi></strong>", organizationName(request.organizationId()))
						: Html.NOTHING);
	}

	private Html person(Candidate candidate) {
		User user = candidate.user();
		String name = name(user);
		Html email = name.equals(user.email()) ? Html.NOTHING
				: Html.of("<span class=\"detail\"><bdi>%s</bdi></span>\n", user.email());
		Html organizations = candidate.memberships().isEmpty()
				? Html.of("<span class=\"detail\">No organization</span>\n")
				: Html.all(candidate.memberships().stream().map(this::organization).toList());
		Html obstacle = candidate.isAllowed() ? Html.NOTHING
				: Html.of("<span class=\"detail\">The email address is not verified</span>\n");
		return Html.of("""
				<li><button name="user_id" value="%s"%s%s>
				%s
				<span class="who">
				<span class="name">Continue as <bdi>%s</bdi></span>%s
				%s%s%s</span>
				</button></li>
				""", user.id(), candidate.isAllowed() ? Html.NOTHING : Html.of(" disabled=\"disabled\""),
				candidate.expected() ? Html.of(" autofocus=\"autofocus\"") : Html.NOTHING, avatar(user.id(), name),
				name, candidate.expected() ? Html.of(" <span class=\"hint\">Suggested</span>") : Html.NOTHING, email,
				organizations, obstacle);
	}

	/**
	 * The choice of an organization.
	 */
	ApiResponse organizations(String ticket, AuthorizationRequest request, Candidate candidate) {
		Html choices = Html.all(candidate.memberships().stream().map(this::choice).toList());
		String html = PageFrame.around("Choose an organization",
				Html.of("""
						<h1>Choose an organization</h1>
						<p class="lead"><bdi>%s</bdi> belongs to several</p>
						%s
						<form class="other" method="post" action="%s">
						<input type="hidden" name="ticket" value="%s" />
						<button>Choose another person</button>
						</form>
						""", name(candidate.user()), form(ticket,
						Html.of("<input type=\"hidden\" name=\"user_id\" value=\"%s\" />\n", candidate.user().id()),
						"Organizations", choices), CHOICE, ticket));
		return PageFrame.guard(ApiResponse.html(200, html), request);
	}

	private Html choice(Membership membership) {
		String name = organizationName(membership.organizationId());
		return Html.of("""
				<li><button name="organization_id" value="%s">
				%s
				<span class="who">
				<span class="name"><bdi>%s</bdi></span>
				<span class="detail">%s</span>
				</span>
				</button></li>
				""", membership.organizationId(), avatar(membership.organizationId(), name), name, roles(membership));
	}

	/**
	 * A sign-in that cannot go on.
	 */
	ApiResponse problem(int status, String problem) {
		String html = PageFrame.around("Sign-in not possible", Html.of("""
				<h1>Sign-in not possible</h1>
				%s
				<p class="note">Go back to the application, and sign in from there.</p>
				""", alert(problem)));
		return PageFrame.guard(ApiResponse.html(status, html), null);
	}

	private static Html alert(String problem) {
		return Html.of("<p class=\"alert\" role=\"alert\">%s</p>\n", problem);
	}

	private static Html form(String ticket, Html fields, String label, Html choices) {
		return Html.of("""
				<form method="post" action="%s">
				<input type="hidden" name="ticket" value="%s" />
				%s<ul aria-label="%s">
				%s</ul>
				</form>
				""", CHOICE, ticket, fields, label, choices);
	}

	private static Html avatar(String id, String name) {
		return Html.of("<span class=\"avatar tint-%s\" aria-hidden=\"true\">%s</span>",
				Math.floorMod(id.hashCode(), TINTS),
				name.isEmpty() ? "" : Character.toString(name.codePointAt(0)).toUpperCase(Locale.ROOT));
	}

	private Html organization(Membership membership) {
		return Html.of("<span class=\"detail\"><bdi>%s</bdi> · %s</span>\n",
				organizationName(membership.organizationId()), roles(membership));
	}

	private String roles(Membership membership) {
		return String.join(", ", this.access.organizationRoles(membership));
	}

	private String organizationName(String id) {
		return this.state.accounts().organizations().find(id).map(Organization::name).orElse(id);
	}

	private static String name(User user) {
		String name = user.profile().name();
		if (name == null) {
			name = Stream.of(user.profile().firstName(), user.profile().lastName())
				.filter(Objects::nonNull)
				.collect(Collectors.joining(" "));
		}
		return name.isBlank() ? user.email() : name;
	}

}
