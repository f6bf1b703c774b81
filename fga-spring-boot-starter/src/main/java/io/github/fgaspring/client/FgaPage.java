package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.fgaspring.decision.DenialReason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A page of a list.
 *
 * @param <T> the type of the elements
 * @param elements the elements
 * @param after what to ask for the next page with, {@code null} on the last one
 * @param denial why there can be no elements at all, {@code null} if the API listed them
 */
public record FgaPage<T>(List<T> elements, @Nullable String after, @Nullable DenialReason denial) {

	public FgaPage {
		elements = List.copyOf(elements);
		Assert.isTrue(denial == null || (elements.isEmpty() && after == null), "A denial has no elements");
	}

	/**
	 * A page of a list.
	 * @param <T> the type of the elements
	 * @param elements the elements
	 * @param after what to ask for the next page with, {@code null} on the last one
	 * @return the page
	 */
	public static <T> FgaPage<T> of(List<T> elements, @Nullable String after) {
		return new FgaPage<>(elements, after, null);
	}

	/**
	 * In place of a list that cannot have any elements.
	 * @param <T> the type of the elements
	 * @param reason why not
	 * @return the page
	 */
	public static <T> FgaPage<T> denied(DenialReason reason) {
		return new FgaPage<>(List.of(), null, reason);
	}

	/**
	 * The same page of something else.
	 * @param <R> the type of the new elements
	 * @param mapper makes a new element of an element
	 * @return the page
	 */
	public <R> FgaPage<R> map(Function<? super T, ? extends R> mapper) {
		List<R> mapped = new ArrayList<>();
		this.elements.forEach((element) -> mapped.add(mapper.apply(element)));
		return new FgaPage<>(mapped, this.after, this.denial);
	}

}
