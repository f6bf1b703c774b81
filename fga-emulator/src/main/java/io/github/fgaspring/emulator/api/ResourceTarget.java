package io.github.fgaspring.emulator.api;

import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceTree;
import org.jspecify.annotations.Nullable;

/**
 * The resource that a request is about, named in one of the two ways the API has.
 *
 * @param id the id of the resource, or its external id if there is a type
 * @param type the slug of the type, or {@code null} for a resource named by its id
 */
record ResourceTarget(String id, @Nullable String type) {

	static final String ID = "resource_id";

	static final String EXTERNAL_ID = "resource_external_id";

	static final String TYPE = "resource_type_slug";

	/**
	 * The resource that a request names, or empty if it names none.
	 */
	static Optional<ResourceTarget> optional(RequestBody body) {
		boolean isNamed = body.has(ID) || body.has(EXTERNAL_ID) || body.has(TYPE);
		return isNamed ? Optional.of(from(body)) : Optional.empty();
	}

	static ResourceTarget from(RequestBody body) {
		boolean byId = body.has(ID);
		boolean byExternalId = body.has(EXTERNAL_ID) || body.has(TYPE);
		if (byId == byExternalId) {
			throw ApiException.unprocessable("Validation failed: exactly one of %s, or %s with %s, is required."
				.formatted(ID, EXTERNAL_ID, TYPE));
		}
		if (byId) {
			return new ResourceTarget(body.text(ID), null);
		}
		return new ResourceTarget(body.externalId(EXTERNAL_ID), body.text(TYPE));
	}

	/**
	 * Find the resource in an organization. What another organization has is as good as
	 * missing, so that nobody learns of it.
	 */
	Resource resolve(ResourceTree resources, String organizationId) {
		Optional<Resource> resource = (this.type != null)
				? resources.find(new ResourceKey(organizationId, this.type, this.id))
				: resources.findById(this.id).filter((found) -> found.key().organizationId().equals(organizationId));
		return resource.orElseThrow(() -> ApiException.notFound("Resource not found: '%s'.".formatted(this.id)));
	}

}
