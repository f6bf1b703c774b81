package io.github.fgaspring.emulator.api;

import java.util.Optional;
import java.util.function.Function;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
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

	private static final Names NAMES = new Names(ID, EXTERNAL_ID, TYPE);

	/**
	 * The resource that a request names, or empty if it names none.
	 */
	static Optional<ResourceTarget> optional(RequestBody body) {
		return find(body, NAMES);
	}

	static ResourceTarget from(RequestBody body) {
		return optional(body).orElseThrow(() -> ApiException.unprocessable(NAMES.problem()));
	}

	/**
	 * The resource that a body names, if it names one.
	 */
	static Optional<ResourceTarget> find(RequestBody body, Names names) {
		boolean byId = body.has(names.id());
		boolean byExternalId = body.has(names.externalId()) || body.has(names.type());
		if (byId && byExternalId) {
			throw ApiException.unprocessable(names.problem());
		}
		if (byId) {
			return Optional.of(new ResourceTarget(body.text(names.id()), null));
		}
		return byExternalId
				? Optional.of(new ResourceTarget(body.externalId(names.externalId()), body.text(names.type())))
				: Optional.empty();
	}

	/**
	 * The resource that a query names, if it names one.
	 */
	static Optional<ResourceTarget> find(ApiRequest request, Names names, Function<String, ApiException> problem) {
		Optional<String> id = request.queryParameter(names.id());
		Optional<String> externalId = request.queryParameter(names.externalId());
		Optional<String> type = request.queryParameter(names.type());
		if (externalId.isPresent() != type.isPresent() || (id.isPresent() && type.isPresent())) {
			throw problem.apply(names.problem());
		}
		return id.or(() -> externalId).map((value) -> new ResourceTarget(value, type.orElse(null)));
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

	/**
	 * How the fields or the parameters are called that name a resource.
	 *
	 * @param id the name of the one with its id
	 * @param externalId the name of the one with its external id
	 * @param type the name of the one with the slug of its type
	 */
	record Names(String id, String externalId, String type) {

		/**
		 * The parent of a resource.
		 */
		static final Names PARENT = new Names("parent_resource_id", "parent_resource_external_id",
				"parent_resource_type_slug");

		/**
		 * The parent in the list of resources, where WorkOS has another name for its
		 * external id.
		 */
		static final Names PARENT_IN_LIST = new Names("parent_resource_id", "parent_external_id",
				"parent_resource_type_slug");

		String problem() {
			return "Validation failed: exactly one of %s, or %s with %s, is required.".formatted(this.id,
					this.externalId, this.type);
		}

	}

}
