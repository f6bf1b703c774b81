package io.github.fgaspring.discovery;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.fgaspring.decision.CheckUnavailableException;

/**
 * The members of the organization who have a permission on a resource, directly or from
 * above.
 * <p>
 * They are read while they are iterated over, in pages of 100, and each iteration reads
 * them anew. When a page cannot be had, the iteration throws a
 * {@link CheckUnavailableException}: it never ends early as if that were all.
 */
public final class PermittedMembers implements Iterable<PermittedMember> {

	private final Supplier<Iterator<PermittedMember>> iterators;

	PermittedMembers(Supplier<Iterator<PermittedMember>> iterators) {
		this.iterators = iterators;
	}

	/**
	 * An empty list.
	 * @return the list, which takes no call
	 */
	public static PermittedMembers none() {
		return new PermittedMembers(Collections::emptyIterator);
	}

	/**
	 * Reads the members one after the other.
	 * @return an iterator that throws {@link CheckUnavailableException} if a page cannot
	 * be had
	 */
	@Override
	public Iterator<PermittedMember> iterator() {
		return this.iterators.get();
	}

	/**
	 * Reads the members one after the other.
	 * @return a stream that throws {@link CheckUnavailableException} if a page cannot be
	 * had
	 */
	public Stream<PermittedMember> stream() {
		return StreamSupport.stream(spliterator(), false);
	}

}
