package io.github.fgaspring.discovery;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.fgaspring.decision.CheckUnavailableException;

import org.springframework.util.Assert;

/**
 * The direct children of a resource on which the caller has a permission.
 * <p>
 * They are read while they are iterated over, in pages of 100, and each iteration reads
 * them anew: what is not needed is not read, and no more than a page is kept in memory.
 * When a page cannot be had, the iteration throws a {@link CheckUnavailableException}: it
 * never ends early as if that were all.
 */
public final class PermittedResources implements Iterable<PermittedResource> {

	private final boolean everything;

	private final Supplier<Iterator<PermittedResource>> iterators;

	private PermittedResources(boolean everything, Supplier<Iterator<PermittedResource>> iterators) {
		this.everything = everything;
		this.iterators = iterators;
	}

	/**
	 * An empty list.
	 * @return the list, which takes no call
	 */
	public static PermittedResources none() {
		return new PermittedResources(false, Collections::emptyIterator);
	}

	static PermittedResources some(Supplier<Iterator<PermittedResource>> iterators) {
		return new PermittedResources(false, iterators);
	}

	static PermittedResources everything(Supplier<Iterator<PermittedResource>> iterators) {
		return new PermittedResources(true, iterators);
	}

	/**
	 * Whether these are all children that the parent has, because the caller has the
	 * permission in the whole organization. Then the application can load its rows from
	 * its own database, which takes no call at all. Iterating nevertheless lists all
	 * children, of whatever type, that WorkOS knows.
	 * <p>
	 * Not part of the JSON, which is an array of the resources.
	 * @return {@code true} if the session alone grants the permission
	 */
	@JsonIgnore
	public boolean isEverything() {
		return this.everything;
	}

	/**
	 * Reads the resources one after the other.
	 * @return an iterator that throws {@link CheckUnavailableException} if a page cannot
	 * be had
	 */
	@Override
	public Iterator<PermittedResource> iterator() {
		return this.iterators.get();
	}

	/**
	 * Reads the resources one after the other.
	 * @return a stream that throws {@link CheckUnavailableException} if a page cannot be
	 * had
	 */
	public Stream<PermittedResource> stream() {
		return StreamSupport.stream(spliterator(), false);
	}

	/**
	 * Reads all resources, for a query such as {@code findAllById}. Among the children of
	 * a resource there may be such of other types, and external ids are unique within a
	 * type only.
	 * @param type the resource type slug
	 * @return the application's own ids of all resources of that type
	 * @throws CheckUnavailableException if a page cannot be had
	 */
	public List<String> externalIds(String type) {
		Assert.hasText(type, "type cannot be empty");
		return stream().filter((resource) -> resource.type().equals(type)).map(PermittedResource::externalId).toList();
	}

}
