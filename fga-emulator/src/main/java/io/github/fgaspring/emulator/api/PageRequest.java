package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;

/**
 * Which part of a list is asked for, and in which order.
 *
 * @param limit how many elements at most, from 1 to 100
 * @param order the order
 * @param before the id of the element that the part ends before, if any
 * @param after the id of the element that the part begins after, if any
 */
record PageRequest(int limit, Order order, Optional<String> before, Optional<String> after) {

	private static final List<String> PARAMETERS = List.of("limit", "order", "before", "after");

	private static final int DEFAULT_LIMIT = 10;

	private static final int MAX_LIMIT = 100;

	static PageRequest from(ApiRequest request, String... filters) {
		request.allowOnlyParameters(Stream.concat(Stream.of(filters), PARAMETERS.stream()).toList());
		Optional<String> before = request.queryParameter("before");
		Optional<String> after = request.queryParameter("after");
		if (before.isPresent() && after.isPresent()) {
			throw ApiException.unprocessable("before", "Validation failed: before and after are mutually exclusive.");
		}
		return new PageRequest(request.queryParameter("limit").map(PageRequest::limit).orElse(DEFAULT_LIMIT),
				request.queryParameter("order").map(PageRequest::order).orElse(Order.DESC), before, after);
	}

	private static int limit(String value) {
		if (!value.matches("[1-9]\\d?|" + MAX_LIMIT)) {
			throw RequestBody.invalid("limit", "must be between 1 and " + MAX_LIMIT);
		}
		return Integer.parseInt(value);
	}

	private static Order order(String value) {
		Order order = Order.BY_NAME.get(value);
		if (order == null) {
			throw RequestBody.invalid("order", "must be one of normal, desc, asc");
		}
		return order;
	}

	/**
	 * Take this part of a list.
	 * @param all the whole list, the oldest element first: a cursor stays valid when its
	 * element no longer passes the filter
	 * @param id the id of an element
	 * @param filter which elements are asked for
	 * @return the page
	 */
	<T> Page<T> slice(List<T> all, Function<T, String> id, Predicate<T> filter) {
		List<T> ordered = new ArrayList<>(all);
		if (this.order != Order.ASC) {
			Collections.reverse(ordered);
		}
		boolean reversed = this.order == Order.NORMAL;
		Optional<String> start = reversed ? this.before : this.after;
		Optional<String> end = reversed ? this.after : this.before;
		int from = start.map((cursor) -> indexOf(ordered, id, cursor) + 1).orElse(0);
		int to = end.map((cursor) -> indexOf(ordered, id, cursor)).orElse(ordered.size());
		List<T> candidates = ordered.subList(from, to).stream().filter(filter).toList();
		int surplus = Math.max(0, candidates.size() - this.limit);
		List<T> data = end.isPresent() ? candidates.subList(surplus, candidates.size())
				: candidates.subList(0, candidates.size() - surplus);
		return page(ordered.stream().filter(filter).toList(), data, id, reversed);
	}

	private static <T> Page<T> page(List<T> matching, List<T> data, Function<T, String> id, boolean reversed) {
		if (data.isEmpty()) {
			return new Page<>(data, null, null);
		}
		T first = data.get(0);
		T last = data.get(data.size() - 1);
		String previous = (first != matching.get(0)) ? id.apply(first) : null;
		String next = (last != matching.get(matching.size() - 1)) ? id.apply(last) : null;
		return reversed ? new Page<>(data, next, previous) : new Page<>(data, previous, next);
	}

	private <T> int indexOf(List<T> ordered, Function<T, String> id, String cursor) {
		int index = ordered.stream().map(id).toList().indexOf(cursor);
		if (index < 0) {
			throw ApiException.unprocessable(this.after.isPresent() ? "after" : "before",
					"Validation failed: there is no object '%s' to page from.".formatted(cursor));
		}
		return index;
	}

	/**
	 * By time of creation.
	 */
	enum Order {

		/**
		 * The newest first; {@code before} and {@code after} are meant in time, not in
		 * the list: {@code after} is what was created later.
		 */
		NORMAL,

		/**
		 * The newest first.
		 */
		DESC,

		/**
		 * The oldest first.
		 */
		ASC;

		private static final Map<String, Order> BY_NAME = Map.of("normal", NORMAL, "desc", DESC, "asc", ASC);

	}

}
