package io.github.fgaspring.authorization;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One element, or none.
 */
final class OptionalResult implements FilterableResult {

	@Override
	public boolean isDeclaredAs(Class<?> returnType) {
		return returnType == Optional.class;
	}

	@Override
	public List<@Nullable Object> elements(Object result) {
		return ((Optional<?>) result).<List<@Nullable Object>>map(List::of).orElseGet(List::of);
	}

	@Override
	public Object with(List<? extends @Nullable Object> elements, Object result) {
		return elements.stream().findFirst();
	}

}
