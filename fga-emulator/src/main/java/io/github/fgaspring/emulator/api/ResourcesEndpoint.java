package io.github.fgaspring.emulator.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceType;
import io.github.fgaspring.emulator.model.StateChanges;

/**
 * The resources of all organizations.
 */
final class ResourcesEndpoint {

	private final EmulatorState state;

	private final StateChanges changes;

	private final Lookup lookup;

	private final ParentRules parentRules;

	private final ApiObjects objects;

	ResourcesEndpoint(EmulatorState state, StateChanges changes) {
		this.state = state;
		this.changes = changes;
		this.lookup = new Lookup(state);
		this.parentRules = new ParentRules(state);
		this.objects = new ApiObjects(state);
	}

	// A filter that names something unknown leaves nothing over: WorkOS declares no
	// status 404 here.
	ApiResponse list(ApiRequest request) {
		ResourceTarget.Names parentNames = ResourceTarget.Names.PARENT_IN_LIST;
		PageRequest page = PageRequest.from(request, "organization_id", ResourceTarget.TYPE, ResourceTarget.EXTERNAL_ID,
				parentNames.id(), parentNames.type(), parentNames.externalId());
		Optional<ResourceTarget> parent = ResourceTarget.find(request, parentNames, ApiException::unprocessable);
		Optional<String> organizationId = request.queryParameter("organization_id");
		Optional<String> type = request.queryParameter(ResourceTarget.TYPE);
		if (organizationId.isEmpty() && type.isEmpty()) {
			throw ApiException.badRequest("missing_organization_id_or_resource_type_slug",
					"At least one of organization_id and resource_type_slug is required.");
		}
		Optional<String> externalId = request.queryParameter(ResourceTarget.EXTERNAL_ID);
		Predicate<Resource> isBelow = parent.map(this::isBelow).orElse((resource) -> true);
		List<Resource> resources = this.state.resources().all();
		return ApiResponse.ok(page.slice(resources, Resource::id,
				(resource) -> organizationId.map(resource.key().organizationId()::equals).orElse(true)
						&& type.map(resource.key().type()::equals).orElse(true)
						&& externalId.map(resource.key().externalId()::equals).orElse(true) && isBelow.test(resource))
			.toJson(this.objects::resource));
	}

	private Predicate<Resource> isBelow(ResourceTarget parent) {
		if (parent.type() == null) {
			Optional<ResourceKey> key = this.state.resources().findById(parent.id()).map(Resource::key);
			return (resource) -> key.filter((parentKey) -> parentKey.equals(resource.parent())).isPresent();
		}
		return (resource) -> {
			ResourceKey key = resource.parent();
			return key != null && key.type().equals(parent.type()) && key.externalId().equals(parent.id());
		};
	}

	ApiResponse create(ApiRequest request) {
		ResourceTarget.Names parentNames = ResourceTarget.Names.PARENT;
		RequestBody body = RequestBody.of(request, "external_id", LabelChange.NAME, LabelChange.DESCRIPTION,
				ResourceTarget.TYPE, "organization_id", parentNames.id(), parentNames.externalId(), parentNames.type());
		String externalId = body.externalId("external_id");
		String name = body.text(LabelChange.NAME, ResourceEndpoint.MAX_NAME_LENGTH);
		String description = body.nullableText(LabelChange.DESCRIPTION, LabelChange.MAX_DESCRIPTION_LENGTH, null);
		String typeSlug = body.text(ResourceTarget.TYPE);
		if (ResourceType.ORGANIZATION.equals(typeSlug)) {
			throw RequestBody.invalid(ResourceTarget.TYPE,
					"must be another one: every organization is a resource already");
		}
		String organizationId = body.text("organization_id");
		Optional<ResourceTarget> parentTarget = findParent(body);
		Organization organization = this.lookup.organization(organizationId);
		ResourceType type = this.lookup.resourceType(typeSlug);
		ResourceKey parent = parentTarget
			.map((target) -> target.resolve(this.state.resources(), organization.id()).key())
			.orElseGet(() -> ResourceKey.ofOrganization(organization.id()));
		this.parentRules.requireAllowed(type, parent);
		ResourceKey key = new ResourceKey(organization.id(), type.slug(), externalId);
		refuseTaken(key);
		Resource resource = new Resource(this.state.newId("authz_resource"), key, name, description, parent,
				this.state.now(), this.state.now());
		this.changes.create(resource);
		return ApiResponse.created(this.objects.resource(resource));
	}

	private void refuseTaken(ResourceKey key) {
		if (this.state.resources().find(key).isPresent()) {
			throw ApiException.conflict("authorization_resource_external_id_conflict",
					"The organization has a resource of type '%s' with the external id '%s' already."
						.formatted(key.type(), key.externalId()));
		}
	}

	// Only here null says the same as nothing.
	private static Optional<ResourceTarget> findParent(RequestBody body) {
		ResourceTarget.Names names = ResourceTarget.Names.PARENT;
		if (body.isNull(names.id()) && !body.has(names.externalId()) && !body.has(names.type())) {
			return Optional.empty();
		}
		return ResourceTarget.find(body, names);
	}

}
