package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;

/**
 * A page or slice of Spring Data. Not to be touched where that is absent.
 */
final class SliceResult implements FilterableResult {

	@Override
	public boolean isDeclaredAs(Class<?> returnType) {
		return returnType == Page.class || returnType == Slice.class;
	}

	@Override
	public List<@Nullable Object> elements(Object result) {
		return new ArrayList<>(((Slice<?>) result).getContent());
	}

	@Override
	public Object with(List<? extends @Nullable Object> elements, Object result) {
		if (result instanceof Page<?> page) {
			return new FilteredPage<>(elements, page);
		}
		Slice<?> slice = (Slice<?>) result;
		return new SliceImpl<>(elements, slice.getPageable(), slice.hasNext());
	}

}
