package io.github.fgaspring.emulator.api;

import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resource that a request is about, named in one of the two ways the API has.
 *
 * @param id the id of the resource, or its external id if there is a type
 * @param type the slug of the type, or {@code null} for a resource named by its id
 */
record ResourceTarget(String id, @Nullable String type) {

	private static final String RESOURCE_ID = "resource_id";

	private static final String EXTERNAL_ID = "resource_external_id";

	private static final String TYPE_SLUG = "resource_type_slug";

	static ResourceTarget from(ObjectNode body) {
		boolean byId = body.has(RESOURCE_ID);
		boolean byExternalId = body.has(EXTERNAL_ID) || body.has(TYPE_SLUG);
		if (byId == byExternalId) {
			throw ApiException.unprocessable("Validation failed: exactly one of %s, or %s with %s, is required."
				.formatted(RESOURCE_ID, EXTERNAL_ID, TYPE_SLUG));
		}
		if (byId) {
			return new ResourceTarget(BodyFields.requiredText(body, RESOURCE_ID), null);
		}
		return new ResourceTarget(BodyFields.requiredText(body, EXTERNAL_ID), BodyFields.requiredText(body, TYPE_SLUG));
	}

	/**
	 * Find the resource in an organization. What another organization has is as good as
	 * missing, so that nobody learns of it.
	 */
	Optional<Resource> resolve(ResourceTree resources, String organizationId) {
		if (this.type != null) {
			return resources.find(new ResourceKey(organizationId, this.type, this.id));
		}
		return resources.findById(this.id).filter((resource) -> resource.key().organizationId().equals(organizationId));
	}

}
