package io.github.fgaspring.emulator.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.OrganizationDomain;
import io.github.fgaspring.emulator.model.StateChanges;
import org.jspecify.annotations.Nullable;

/**
 * The organizations.
 */
final class OrganizationsEndpoint {

	private static final String ALLOW_OUTSIDE_PROFILES = "allow_profiles_outside_organization";

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ApiObjects objects;

	OrganizationsEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "domains", "search");
		Optional<Set<String>> domains = request.queryParameter("domains")
			.map((names) -> new HashSet<>(List.of(names.toLowerCase(Locale.ROOT).split(","))));
		String search = request.queryParameter("search").orElse("").toLowerCase(Locale.ROOT);
		return ApiResponse.ok(page
			.slice(this.state.accounts().organizations().all(), Organization::id,
					(organization) -> organization.name().toLowerCase(Locale.ROOT).contains(search)
							&& domains.map((names) -> hasAny(organization, names)).orElse(true))
			.toJson(this.objects::organization));
	}

	private static boolean hasAny(Organization organization, Set<String> domains) {
		return organization.domains().stream().map(OrganizationDomain::domain).anyMatch(domains::contains);
	}

	ApiResponse create(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "name", ALLOW_OUTSIDE_PROFILES, RequestedDomains.NAMES,
				RequestedDomains.DATA, Metadata.FIELD, "external_id");
		String name = body.text("name");
		boolean allowsOutsideProfiles = body.flag(ALLOW_OUTSIDE_PROFILES, false);
		Optional<RequestedDomains> domains = RequestedDomains.from(body);
		String externalId = body.nullableExternalId("external_id", null);
		Map<String, String> metadata = Metadata.merge(body, Map.of());
		List<Organization> others = this.state.accounts().organizations().all();
		refuseExternalIdOf(others, externalId);
		Instant now = this.state.now();
		Organization organization = new Organization(this.state.newId("org"), name, externalId,
				toDomains(domains, List.of(), others), metadata, null, allowsOutsideProfiles, now, now);
		this.changes.create(organization);
		return ApiResponse.created(this.objects.organization(organization));
	}

	ApiResponse get(ApiRequest request) {
		return ApiResponse.ok(this.objects.organization(this.lookup.organization(request.pathVariable("id"))));
	}

	ApiResponse getByExternalId(ApiRequest request) {
		return ApiResponse
			.ok(this.objects.organization(this.lookup.organizationByExternalId(request.pathVariable("external_id"))));
	}

	ApiResponse update(ApiRequest request) {
		RequestBody body = RequestBody.of(request, "name", ALLOW_OUTSIDE_PROFILES, RequestedDomains.NAMES,
				RequestedDomains.DATA, "stripe_customer_id", Metadata.FIELD, "external_id");
		body.refuseNull("stripe_customer_id");
		Organization organization = this.lookup.organization(request.pathVariable("id"));
		String name = body.optionalText("name").orElse(organization.name());
		boolean allowsOutsideProfiles = body.flag(ALLOW_OUTSIDE_PROFILES, organization.allowsOutsideProfiles());
		Optional<RequestedDomains> domains = RequestedDomains.from(body);
		String stripeCustomerId = body.nullableText("stripe_customer_id", organization.stripeCustomerId());
		String externalId = body.nullableExternalId("external_id", organization.externalId());
		Map<String, String> metadata = Metadata.merge(body, organization.metadata());
		List<Organization> others = this.state.accounts()
			.organizations()
			.all((other) -> !other.id().equals(organization.id()));
		refuseExternalIdOf(others, externalId);
		refuseStripeCustomerIdOf(others, stripeCustomerId);
		Organization updated = new Organization(organization.id(), name, externalId,
				toDomains(domains, organization.domains(), others), metadata, stripeCustomerId, allowsOutsideProfiles,
				organization.createdAt(), this.state.now());
		this.changes.update(updated);
		return ApiResponse.ok(this.objects.organization(updated));
	}

	private static void refuseExternalIdOf(List<Organization> others, @Nullable String externalId) {
		if (externalId != null && others.stream().map(Organization::externalId).anyMatch(externalId::equals)) {
			throw ApiException.badRequest("external_id_already_used", "The external id is of another organization.");
		}
	}

	private static void refuseStripeCustomerIdOf(List<Organization> others, @Nullable String stripeCustomerId) {
		if (stripeCustomerId != null
				&& others.stream().map(Organization::stripeCustomerId).anyMatch(stripeCustomerId::equals)) {
			throw ApiException.badRequest("stripe_customer_id_already_used",
					"The Stripe customer id is of another organization.");
		}
	}

	private List<OrganizationDomain> toDomains(Optional<RequestedDomains> requested, List<OrganizationDomain> current,
			List<Organization> others) {
		if (requested.isEmpty()) {
			return current;
		}
		requested.get().refuseThoseOf(others);
		return requested.get().toDomains(current, () -> this.state.newId("org_domain"));
	}

	ApiResponse delete(ApiRequest request) {
		this.changes.delete(this.lookup.organization(request.pathVariable("id")));
		return ApiResponse.ok();
	}

}
