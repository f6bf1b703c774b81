package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.model.UserProfile;
import org.jspecify.annotations.Nullable;

/**
 * The people.
 */
final class UsersEndpoint {

	private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");

	private static final String EMAIL_TAKEN = "The email address belongs to another user.";

	private static final String EXTERNAL_ID_TAKEN = "The external id is of another user.";

	private static final UserProfile BLANK = new UserProfile(null, null, null, false, null, null, Map.of());

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	UsersEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "email", "organization_id", "organization");
		Optional<String> email = request.queryParameter("email");
		Predicate<User> isMember = isMember(request.queryParameter("organization_id"))
			.and(isMember(request.queryParameter("organization")));
		return ApiResponse.ok(page
			.slice(this.state.accounts().users().all(), User::id,
					(user) -> email.map(user.email()::equalsIgnoreCase).orElse(true) && isMember.test(user))
			.toJson(this.objects::user));
	}

	// WorkOS does not document whether somebody with an inactive or pending membership is
	// listed. Here, as in the list of memberships, only active ones count.
	private Predicate<User> isMember(Optional<String> organizationId) {
		if (organizationId.isEmpty()) {
			return (user) -> true;
		}
		Set<String> members = this.state.accounts()
			.memberships()
			.all((membership) -> membership.isActive() && membership.organizationId().equals(organizationId.get()))
			.stream()
			.map(Membership::userId)
			.collect(Collectors.toSet());
		return (user) -> members.contains(user.id());
	}

	ApiResponse create(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "email", "first_name", "last_name", "name", "email_verified",
				Metadata.FIELD, "external_id", RequestedPassword.PASSWORD, RequestedPassword.HASH,
				RequestedPassword.HASH_TYPE, RequestedPassword.SALT_POSITION, "ip_address", "user_agent", "signals_id");
		String email = body.text("email");
		if (!EMAIL.matcher(email).matches()) {
			throw RequestBody.invalid("email", "must be an email address");
		}
		validateRiskSignals(body);
		UserProfile profile = readProfile(body, BLANK);
		String password = RequestedPassword.read(body, null);
		refuseTaken(email, profile.externalId());
		Instant now = this.state.now();
		User user = new User(this.state.newId("user"), email, password, profile, null, now, now);
		this.changes.create(user);
		return ApiResponse.created(this.objects.user(user));
	}

	// What WorkOS judges the risk of a new account by has no effect here.
	private static void validateRiskSignals(RequestBody body) {
		body.nullableText("ip_address", null);
		body.nullableText("user_agent", null);
		body.optionalText("signals_id");
	}

	private void refuseTaken(String email, @Nullable String externalId) {
		List<Map<String, String>> errors = new ArrayList<>();
		if (this.state.accounts().findUserByEmail(email).isPresent()) {
			errors.add(Map.of("code", "email_not_available", "message", EMAIL_TAKEN));
		}
		if (isExternalIdTaken(externalId)) {
			errors.add(Map.of("code", "external_id_already_used", "message", EXTERNAL_ID_TAKEN));
		}
		if (!errors.isEmpty()) {
			String message = "The user cannot be created.";
			Map<String, @Nullable Object> body = new LinkedHashMap<>();
			body.put("code", "user_creation_error");
			body.put("message", message);
			body.put("errors", errors);
			throw ApiException.of(400, message, body);
		}
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.user(this.lookup.user(request.pathVariable("id"))));
	}

	ApiResponse getByExternalId(ApiRequest request) {
		return ApiResponse.ok(this.objects.user(this.lookup.userByExternalId(request.pathVariable("external_id"))));
	}

	ApiResponse update(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "email", "first_name", "last_name", "name", "email_verified",
				Metadata.FIELD, "external_id", "locale", RequestedPassword.PASSWORD, RequestedPassword.HASH,
				RequestedPassword.HASH_TYPE, RequestedPassword.SALT_POSITION);
		body.refuseNull("email", "first_name", "last_name", "name", "email_verified", RequestedPassword.PASSWORD);
		User user = this.lookup.user(request.pathVariable("id"));
		String email = body.optionalText("email").orElse(user.email());
		UserProfile profile = readProfile(body, user.profile());
		String password = RequestedPassword.read(body, user.password());
		if (!EMAIL.matcher(email).matches()) {
			throw ApiException.badRequest("invalid_email", "The email address is not valid.");
		}
		refuseThoseOfOthers(user, email, profile.externalId());
		User updated = new User(user.id(), email, password, profile, user.lastSignInAt(), user.createdAt(),
				this.state.now());
		this.changes.update(updated);
		return ApiResponse.ok(this.objects.user(updated));
	}

	private void refuseThoseOfOthers(User user, String email, @Nullable String externalId) {
		if (!email.equalsIgnoreCase(user.email()) && this.state.accounts().findUserByEmail(email).isPresent()) {
			throw ApiException.badRequest("email_not_available", EMAIL_TAKEN);
		}
		if (!Objects.equals(externalId, user.profile().externalId()) && isExternalIdTaken(externalId)) {
			throw ApiException.badRequest("external_id_already_used", EXTERNAL_ID_TAKEN);
		}
	}

	private boolean isExternalIdTaken(@Nullable String externalId) {
		return externalId != null && this.state.accounts()
			.users()
			.findFirst((user) -> externalId.equals(user.profile().externalId()))
			.isPresent();
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.delete(this.lookup.user(request.pathVariable("id")));
		return ApiResponse.ok();
	}

	private static UserProfile readProfile(RequestBody body, UserProfile current) {
		boolean emailVerified = body.isNull("email_verified") ? current.emailVerified()
				: body.flag("email_verified", current.emailVerified());
		return new UserProfile(body.nullableText("first_name", current.firstName()),
				body.nullableText("last_name", current.lastName()), body.nullableText("name", current.name()),
				emailVerified, body.nullableExternalId("external_id", current.externalId()),
				readLocale(body, current.locale()), Metadata.merge(body, current.metadata()));
	}

	private static @Nullable String readLocale(RequestBody body, @Nullable String current) {
		String locale = body.nullableText("locale", current);
		if (locale != null) {
			validateLocale(locale);
		}
		return locale;
	}

	private static void validateLocale(String locale) {
		try {
			new Locale.Builder().setLanguageTag(locale);
		}
		catch (IllformedLocaleException ex) {
			throw ApiException.badRequest("invalid_locale", "The locale is not a language tag such as en-GB.");
		}
	}

}
