package io.github.fgaspring.discovery;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.fgaspring.client.FgaPage;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DenialReason;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list page by page, each when its first element is needed and within a time
 * limit, and keeps no more than one of them. A list that breaks off or does not end is no
 * list: that throws a {@link CheckUnavailableException}.
 *
 * @param <T> the type of the elements
 */
final class PagedIterator<T> implements Iterator<T> {

	/**
	 * More pages than anybody can have resources for.
	 */
	private static final int MAX_PAGES = 1000;

	private final Function<@Nullable String, FgaPage<T>> pages;

	private final Duration timeLimit;

	private final Consumer<DenialReason> denied;

	private final Set<String> cursors = new HashSet<>();

	private Iterator<T> page = Collections.emptyIterator();

	private @Nullable String after;

	private boolean last;

	/**
	 * Creates an iterator.
	 * @param pages reads the page after a cursor, the first one after {@code null}
	 * @param timeLimit how long a page may take
	 * @param denied told why there is no list, if there is none
	 */
	PagedIterator(Function<@Nullable String, FgaPage<T>> pages, Duration timeLimit, Consumer<DenialReason> denied) {
		this.pages = pages;
		this.timeLimit = timeLimit;
		this.denied = denied;
	}

	@Override
	public boolean hasNext() {
		while (!this.page.hasNext() && !this.last) {
			read();
		}
		return this.page.hasNext();
	}

	@Override
	public T next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.page.next();
	}

	private void read() {
		FgaPage<T> read = Deadline.within(this.timeLimit, () -> this.pages.apply(this.after));
		DenialReason denial = read.denial();
		if (denial != null) {
			if (this.after != null) {
				throw new CheckUnavailableException("The list breaks off", null);
			}
			this.denied.accept(denial);
		}
		String next = read.after();
		if (next != null && (!this.cursors.add(next) || this.cursors.size() >= MAX_PAGES)) {
			throw new CheckUnavailableException("The list does not end", null);
		}
		this.page = read.elements().iterator();
		this.after = next;
		this.last = next == null;
	}

}
