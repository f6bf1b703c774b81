package io.github.fgaspring.emulator.api;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.ResourceType;

/**
 * Where a resource may be in the tree. WorkOS does not document its answer for a place
 * where it may not be: here it is status 422.
 */
final class ParentRules {

	private final EmulatorState state;

	ParentRules(EmulatorState state) {
		this.state = state;
	}

	void requireAllowed(ResourceType type, ResourceKey parent) {
		if (!type.parents().contains(parent.type())) {
			throw ApiException.unprocessable(
					"Validation failed: a resource of type '%s' cannot be under one of type '%s', only under: %s."
						.formatted(type.slug(), parent.type(), String.join(", ", type.parents())));
		}
	}

	void requireNoCycle(Resource resource, Resource parent) {
		if (this.state.resources().pathToRoot(parent).contains(resource.key())) {
			throw ApiException.unprocessable(
					"Validation failed: the resource cannot be under itself or under a resource that is below it.");
		}
	}

}
