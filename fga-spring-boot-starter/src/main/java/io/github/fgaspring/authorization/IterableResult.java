package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A list, a set or whatever else can be iterated over, declared as an interface: one that
 * a common list or set of the JDK implements.
 */
final class IterableResult implements FilterableResult {

	@Override
	public boolean isDeclaredAs(Class<?> returnType) {
		return returnType.isInterface() && Iterable.class.isAssignableFrom(returnType)
				&& Stream.of(ArrayList.class, LinkedHashSet.class, TreeSet.class)
					.anyMatch(returnType::isAssignableFrom);
	}

	@Override
	public List<@Nullable Object> elements(Object result) {
		List<@Nullable Object> elements = new ArrayList<>();
		((Iterable<?>) result).forEach(elements::add);
		return elements;
	}

	@Override
	public Object with(List<? extends @Nullable Object> elements, Object result) {
		Collection<@Nullable Object> collection = emptyLike(result);
		collection.addAll(elements);
		return collection;
	}

	private static Collection<@Nullable Object> emptyLike(Object result) {
		if (result instanceof SortedSet<?> sorted) {
			@SuppressWarnings("unchecked")
			Comparator<Object> comparator = (Comparator<Object>) sorted.comparator();
			return new TreeSet<>(comparator);
		}
		return (result instanceof Set) ? new LinkedHashSet<>() : new ArrayList<>();
	}

}
