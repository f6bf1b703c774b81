package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A stream. It is read to its end and closed, because all answers must be known before
 * the first element goes out.
 */
final class StreamResult implements FilterableResult {

	@Override
	public boolean isDeclaredAs(Class<?> returnType) {
		return returnType == Stream.class;
	}

	@Override
	public List<@Nullable Object> elements(Object result) {
		try (Stream<?> stream = (Stream<?>) result) {
			List<@Nullable Object> elements = new ArrayList<>();
			stream.forEachOrdered(elements::add);
			return elements;
		}
	}

	@Override
	public Object with(List<? extends @Nullable Object> elements, Object result) {
		return elements.stream();
	}

}
