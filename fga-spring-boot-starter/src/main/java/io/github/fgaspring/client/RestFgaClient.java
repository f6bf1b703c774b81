package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Calls the Authorization API over HTTP.
 * <p>
 * Answers are read strictly: only status 200 with a JSON object of the documented form is
 * an answer. Everything that is neither that nor one of the refusals documented for the
 * operation is {@linkplain io.github.fgaspring.decision.CheckUnavailableException
 * unavailable}. Exceptions carry the cause of a failure but not the request, whose path
 * holds ids.
 * <p>
 * A check has the external id of the resource in its body. Other questions have it in
 * their path, and are only asked if it stands there unchanged.
 *
 * @see <a href="https://workos.com/docs/reference/fga">WorkOS FGA reference</a>
 */
public final class RestFgaClient implements FgaClient {

	private static final String MEMBERSHIP_PATH = "/authorization/organization_memberships/{membershipId}";

	private static final String RESOURCE_PATH = "/authorization/organizations/{organizationId}/resources/{type}/{externalId}";

	private static final String RESOURCES_PATH = "/authorization/resources?organization_id={organizationId}";

	/**
	 * More pages than any environment can have permissions for.
	 */
	private static final int MAX_PAGES = 100;

	private static final Pattern UNCHANGED_IN_PATH = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

	private final WorkOsApi api;

	/**
	 * Creates a client.
	 * @param api makes the calls
	 */
	public RestFgaClient(WorkOsApi api) {
		Assert.notNull(api, "api cannot be null");
		this.api = api;
	}

	@Override
	public PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource) {
		return this.api.post((answer) -> switch (answer.status()) {
			case ApiAnswer.OK -> answer.flag("authorized") ? PermissionDecision.grant(permission, DecisionSource.REMOTE)
					: deny(permission, DenialReason.MISSING_PERMISSION);
			case ApiAnswer.NOT_FOUND -> deny(permission, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
			default -> deny(permission, DenialReason.REJECTED_QUESTION);
		}, checkRequest(permission, resource), MEMBERSHIP_PATH + "/check", organizationMembershipId);
	}

	private static Map<String, @Nullable String> checkRequest(String permission, ResourceReference resource) {
		if (resource instanceof ResourceReference.External external) {
			return Map.of("permission_slug", permission, "resource_external_id", required(external.externalId()),
					"resource_type_slug", required(external.type()));
		}
		return Map.of("permission_slug", permission, "resource_id", requiredId(resource));
	}

	private static String requiredId(ResourceReference resource) {
		return required(((ResourceReference.Id) resource).resourceId());
	}

	private static String required(@Nullable String text) {
		Assert.hasText(text, "resource must be resolved");
		return text;
	}

	private static PermissionDecision deny(String permission, DenialReason reason) {
		return PermissionDecision.deny(permission, DecisionSource.REMOTE, reason);
	}

	@Override
	public @Nullable EffectivePermissions effectivePermissions(String organizationMembershipId,
			ResourceReference resource, @Nullable String after) {
		if (!(resource instanceof ResourceReference.External external) || !isUnchangedInPath(external)) {
			return null;
		}
		String type = required(external.type());
		return this.api.getPage((answer) -> switch (answer.status()) {
			case ApiAnswer.OK -> effectivePermissions(answer, type);
			case ApiAnswer.NOT_FOUND ->
				new EffectivePermissions(Set.of(), Set.of(), null, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
			default -> null;
		}, after, MEMBERSHIP_PATH + "/resources/{type}/{externalId}/permissions", organizationMembershipId, type,
				required(external.externalId()));
	}

	private static EffectivePermissions effectivePermissions(ApiAnswer answer, String type) {
		Set<String> permissions = new HashSet<>();
		Set<String> ofOtherTypes = new HashSet<>();
		for (JsonNode permission : answer.list()) {
			String slug = ApiAnswer.text(permission, "slug");
			(type.equals(ApiAnswer.text(permission, "resource_type_slug")) ? permissions : ofOtherTypes).add(slug);
		}
		return new EffectivePermissions(permissions, ofOtherTypes, answer.after(), null);
	}

	@Override
	public @Nullable FgaResource resource(String organizationId, ResourceReference.Id resource) {
		if (!isUnchangedInPath(resource.resourceId())) {
			return null;
		}
		return this.api.get(
				(answer) -> (answer.isOk() && isOf(organizationId, answer.body())) ? resource(answer.body()) : null,
				"/authorization/resources/{resourceId}", required(resource.resourceId()));
	}

	@Override
	public FgaPage<FgaResource> permittedChildren(String organizationId, String organizationMembershipId,
			String permission, ResourceReference parent, @Nullable String after) {
		if (!isUnchangedInPath(organizationMembershipId)) {
			return FgaPage.denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
		}
		Function<ApiAnswer, FgaPage<FgaResource>> reader = (answer) -> page(answer, organizationId,
				RestFgaClient::resource);
		String path = MEMBERSHIP_PATH + "/resources?permission_slug={permission}";
		return (parent instanceof ResourceReference.External external) ? this.api.getPage(reader, after,
				path + "&parent_resource_type_slug={type}&parent_resource_external_id={externalId}",
				organizationMembershipId, permission, required(external.type()), required(external.externalId()))
				: this.api.getPage(reader, after, path + "&parent_resource_id={resourceId}", organizationMembershipId,
						permission, requiredId(parent));
	}

	@Override
	public FgaPage<FgaResource> children(String organizationId, ResourceReference parent, @Nullable String after) {
		Function<ApiAnswer, FgaPage<FgaResource>> reader = (answer) -> {
			FgaPage<FgaResource> page = page(answer, organizationId, RestFgaClient::resource);
			if (page.denial() != null) {
				throw new ApiFailureException(Kind.BROKEN,
						"The Authorization API refused to list resources with status " + answer.status());
			}
			return page;
		};
		return (parent instanceof ResourceReference.External external)
				? this.api.getPage(reader, after,
						RESOURCES_PATH + "&parent_resource_type_slug={type}&parent_external_id={externalId}",
						organizationId, required(external.type()), required(external.externalId()))
				: this.api.getPage(reader, after, RESOURCES_PATH + "&parent_resource_id={resourceId}", organizationId,
						requiredId(parent));
	}

	@Override
	public FgaPage<FgaMember> members(String organizationId, String permission, ResourceReference resource,
			@Nullable String after) {
		Function<ApiAnswer, FgaPage<FgaMember>> reader = (answer) -> members(answer, organizationId);
		String query = "/organization_memberships?permission_slug={permission}&assignment=indirect";
		if (resource instanceof ResourceReference.External external && isUnchangedInPath(external)
				&& isUnchangedInPath(organizationId)) {
			return this.api.getPage(reader, after, RESOURCE_PATH + query, organizationId, required(external.type()),
					required(external.externalId()), permission);
		}
		FgaResource found = find(organizationId, resource);
		return (found != null) ? this.api.getPage(reader, after, "/authorization/resources/{resourceId}" + query,
				found.id(), permission) : FgaPage.denied(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
	}

	/**
	 * Finds a resource whose external id cannot stand in a path, or makes sure that it is
	 * one of the organization.
	 */
	private @Nullable FgaResource find(String organizationId, ResourceReference resource) {
		if (resource instanceof ResourceReference.Id id) {
			return resource(organizationId, id);
		}
		ResourceReference.External external = (ResourceReference.External) resource;
		FgaPage<FgaResource> found = this.api.get((answer) -> page(answer, organizationId, RestFgaClient::resource),
				RESOURCES_PATH + "&resource_type_slug={type}&resource_external_id={externalId}", organizationId,
				required(external.type()), required(external.externalId()));
		return found.elements()
			.stream()
			.filter((candidate) -> candidate.type().equals(external.type())
					&& candidate.externalId().equals(external.externalId()) && isUnchangedInPath(candidate.id()))
			.findFirst()
			.orElse(null);
	}

	private static FgaPage<FgaMember> members(ApiAnswer answer, String organizationId) {
		FgaPage<Optional<FgaMember>> page = page(answer, organizationId, RestFgaClient::member);
		return new FgaPage<>(page.elements().stream().flatMap(Optional::stream).toList(), page.after(), page.denial());
	}

	/**
	 * Reads a page, all of whose elements must be of the organization.
	 */
	private static <T> FgaPage<T> page(ApiAnswer answer, String organizationId, Function<JsonNode, T> reader) {
		if (!answer.isOk()) {
			return FgaPage.denied((answer.status() != ApiAnswer.NOT_FOUND) ? DenialReason.REJECTED_QUESTION
					: DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
		}
		List<T> elements = new ArrayList<>();
		for (JsonNode element : answer.list()) {
			if (!isOf(organizationId, element)) {
				throw new ApiFailureException(Kind.BROKEN,
						"The Authorization API's list has an element of another organization");
			}
			elements.add(reader.apply(element));
		}
		return FgaPage.of(elements, answer.after());
	}

	private static boolean isOf(String organizationId, JsonNode object) {
		return organizationId.equals(ApiAnswer.text(object, "organization_id"));
	}

	private static FgaResource resource(JsonNode resource) {
		return new FgaResource(ApiAnswer.text(resource, "id"), ApiAnswer.text(resource, "external_id"),
				ApiAnswer.text(resource, "resource_type_slug"), ApiAnswer.text(resource, "name"),
				ApiAnswer.optionalText(resource, "parent_resource_id"));
	}

	/**
	 * A member, unless the membership is not active.
	 */
	private static Optional<FgaMember> member(JsonNode membership) {
		JsonNode user = membership.get("user");
		if (user == null) {
			throw new ApiFailureException(Kind.BROKEN, "The Authorization API's answer has a member without a user");
		}
		FgaMember member = new FgaMember(ApiAnswer.text(membership, "id"), ApiAnswer.text(membership, "user_id"),
				ApiAnswer.text(user, "email"), ApiAnswer.optionalText(user, "first_name"),
				ApiAnswer.optionalText(user, "last_name"));
		return ApiAnswer.text(membership, "status").equals("active") ? Optional.of(member) : Optional.empty();
	}

	@Override
	public boolean isInOrganization(String organizationId, ResourceReference resource) {
		if (!(resource instanceof ResourceReference.External external) || !isUnchangedInPath(external)
				|| !isUnchangedInPath(organizationId)) {
			return false;
		}
		return this.api.get((answer) -> answer.isOk() && isSame(external, organizationId, answer.body()), RESOURCE_PATH,
				organizationId, required(external.type()), required(external.externalId()));
	}

	private static boolean isSame(ResourceReference.External external, String organizationId, JsonNode found) {
		return organizationId.equals(ApiAnswer.text(found, "organization_id"))
				&& ApiAnswer.text(found, "resource_type_slug").equals(external.type())
				&& ApiAnswer.text(found, "external_id").equals(external.externalId());
	}

	@Override
	public @Nullable Set<String> permissions() {
		Set<String> permissions = new LinkedHashSet<>();
		String after = null;
		for (int page = 1; page <= MAX_PAGES; page++) {
			ApiAnswer answer = this.api.getPage(Function.identity(), after, "/authorization/permissions");
			if (!answer.isOk()) {
				return null;
			}
			answer.list().forEach((permission) -> permissions.add(ApiAnswer.text(permission, "slug")));
			after = answer.after();
			if (after == null) {
				return permissions;
			}
		}
		throw new ApiFailureException(Kind.BROKEN, "The Authorization API's list of permissions does not end");
	}

	private static boolean isUnchangedInPath(ResourceReference.External resource) {
		return isUnchangedInPath(resource.type()) && isUnchangedInPath(resource.externalId());
	}

	private static boolean isUnchangedInPath(@Nullable String segment) {
		return segment != null && UNCHANGED_IN_PATH.matcher(segment).matches();
	}

}
