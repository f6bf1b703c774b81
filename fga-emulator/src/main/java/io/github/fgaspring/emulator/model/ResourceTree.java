package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The resources of every organization, each under its parent. Free of cycles by the
 * promise of whoever puts a resource in.
 */
public final class ResourceTree {

	private final Map<ResourceKey, Resource> byKey = new LinkedHashMap<>();

	private final Map<String, Resource> byId = new LinkedHashMap<>();

	private final Map<ResourceKey, Set<ResourceKey>> children = new LinkedHashMap<>();

	/**
	 * Add a resource, or replace the one with the same key and move it below its new
	 * parent.
	 * @param resource the resource
	 */
	public void put(Resource resource) {
		Resource previous = this.byKey.put(resource.key(), resource);
		this.byId.put(resource.id(), resource);
		if (previous != null && !Objects.equals(previous.parent(), resource.parent())) {
			detach(previous);
		}
		if (resource.parent() != null) {
			this.children.computeIfAbsent(resource.parent(), (parent) -> new LinkedHashSet<>()).add(resource.key());
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
	 * Every resource, the organizations among them.
	 * @return a copy, the oldest first
	 */
	public List<Resource> all() {
		return new ArrayList<>(this.byId.values());
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

	/**
	 * What is directly below a resource.
	 * @param key the key of the resource
	 * @return a copy; the oldest first, unless resources were moved here
	 */
	public List<Resource> children(ResourceKey key) {
		return this.children.getOrDefault(key, Set.of()).stream().map(this.byKey::get).toList();
	}

	/**
	 * A resource and everything below it.
	 * @param resource where to begin
	 * @return the resource itself first, every parent before its children
	 */
	public List<Resource> subtree(Resource resource) {
		List<Resource> subtree = new ArrayList<>(List.of(resource));
		for (int i = 0; i < subtree.size(); i++) {
			subtree.addAll(children(subtree.get(i).key()));
		}
		return subtree;
	}

	void remove(Resource resource) {
		this.byKey.remove(resource.key());
		this.byId.remove(resource.id());
		this.children.remove(resource.key());
		detach(resource);
	}

	private void detach(Resource resource) {
		Set<ResourceKey> siblings = this.children.get(resource.parent());
		if (siblings != null) {
			siblings.remove(resource.key());
		}
	}

	ResourceTree copy() {
		ResourceTree copy = new ResourceTree();
		copy.byKey.putAll(this.byKey);
		copy.byId.putAll(this.byId);
		this.children.forEach((parent, children) -> copy.children.put(parent, new LinkedHashSet<>(children)));
		return copy;
	}

}
