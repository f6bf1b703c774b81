package io.github.fgaspring.authorization;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A kind of result that can be taken apart and made again with fewer elements. The result
 * itself is never changed: it may be in a cache, or be watched by an object-relational
 * mapper.
 */
interface FilterableResult {

	/**
	 * Names all kinds.
	 */
	String DESCRIPTION = "an Iterable, Collection, List, Set or SortedSet, an array of objects, an Optional, a Stream,"
			+ " or a Page or Slice of Spring Data";

	/**
	 * Whether a method that is declared to return this type returns this kind of result,
	 * and may return another one in its place.
	 */
	boolean isDeclaredAs(Class<?> returnType);

	/**
	 * The elements in their order. May be asked for only once.
	 */
	List<@Nullable Object> elements(Object result);

	/**
	 * Makes a result again.
	 * @param elements some of its elements, in their order
	 * @param result the result
	 */
	Object with(List<? extends @Nullable Object> elements, Object result);

	/**
	 * The kind of result that a method returns.
	 * @param returnType the type that the method is declared to return
	 * @return {@code null} if it cannot be filtered
	 */
	static @Nullable FilterableResult of(Class<?> returnType) {
		boolean springData = ClassUtils.isPresent("org.springframework.data.domain.Slice",
				FilterableResult.class.getClassLoader());
		return Stream
			.concat(Stream.of(new IterableResult(), new ArrayResult(), new OptionalResult(), new StreamResult()),
					springData ? Stream.of(new SliceResult()) : Stream.empty())
			.filter((result) -> result.isDeclaredAs(returnType))
			.findFirst()
			.orElse(null);
	}

}
