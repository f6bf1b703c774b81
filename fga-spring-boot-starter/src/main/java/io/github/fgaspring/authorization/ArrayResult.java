package io.github.fgaspring.authorization;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An array of objects.
 */
final class ArrayResult implements FilterableResult {

	@Override
	public boolean isDeclaredAs(Class<?> returnType) {
		return returnType.isArray() && !returnType.getComponentType().isPrimitive();
	}

	@Override
	public List<@Nullable Object> elements(Object result) {
		return Arrays.asList((Object[]) result);
	}

	@Override
	public Object with(List<? extends @Nullable Object> elements, Object result) {
		return elements.toArray((Object[]) Array.newInstance(result.getClass().getComponentType(), 0));
	}

}
