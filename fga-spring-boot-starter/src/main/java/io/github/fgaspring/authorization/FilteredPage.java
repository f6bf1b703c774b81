package io.github.fgaspring.authorization;

import java.util.List;
import java.util.function.Function;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;

/**
 * A page with fewer elements, and everything else as it was. {@link PageImpl} itself does
 * not believe in a last page that is shorter than its total says, and corrects the total.
 * It is extended, rather than the interface implemented, because Spring Data knows how to
 * write it as JSON.
 *
 * @param <T> the type of the elements
 */
final class FilteredPage<T> extends PageImpl<T> {

	private static final long serialVersionUID = 1L;

	private final int size;

	private final long totalElements;

	FilteredPage(List<T> content, Page<?> page) {
		super(content, page.getPageable(), page.getTotalElements());
		this.size = page.getSize();
		this.totalElements = page.getTotalElements();
	}

	@Override
	public int getSize() {
		return this.size;
	}

	@Override
	public long getTotalElements() {
		return this.totalElements;
	}

	@Override
	public <U> Page<U> map(Function<? super T, ? extends U> converter) {
		return new FilteredPage<>(getConvertedContent(converter), this);
	}

}
