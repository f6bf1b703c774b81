package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The resources of every organization, each under its parent. Immutable, and free of
 * cycles by the promise of whoever creates it.
 */
public final class ResourceTree {

	private final Map<ResourceKey, Resource> byKey = new LinkedHashMap<>();

	private final Map<String, Resource> byId = new LinkedHashMap<>();

	public ResourceTree(Collection<Resource> resources) {
		for (Resource resource : resources) {
			this.byKey.put(resource.key(), resource);
			this.byId.put(resource.id(), resource);
		}
	}

	/**
	 * Find a resource by the customer's name for it.
	 * @param key the key
	 * @return the resource, or empty if there is none
	 */
	public Optional<Resource> find(ResourceKey key) {
		return Optional.ofNullable(this.byKey.get(key));
	}

	/**
	 * Find a resource by the id that the emulator gave it.
	 * @param id the id
	 * @return the resource, or empty if there is none
	 */
	public Optional<Resource> findById(String id) {
		return Optional.ofNullable(this.byId.get(id));
	}

	/**
	 * The way from a resource up to its organization.
	 * @param resource where to begin
	 * @return the resource itself first, its organization last
	 */
	public List<ResourceKey> pathToRoot(Resource resource) {
		List<ResourceKey> path = new ArrayList<>();
		@Nullable Resource current = resource;
		while (current != null) {
			path.add(current.key());
			current = (current.parent() != null) ? this.byKey.get(current.parent()) : null;
		}
		return path;
	}

}
