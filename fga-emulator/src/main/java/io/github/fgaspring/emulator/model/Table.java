package io.github.fgaspring.emulator.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Things of one kind by id, in the order of their creation.
 *
 * @param <T> the kind
 */
public final class Table<T extends Identified> {

	private final Map<String, T> rows = new LinkedHashMap<>();

	/**
	 * Add something, or replace what has the same id and keep its place in the order.
	 * @param row what to put
	 */
	public void put(T row) {
		this.rows.put(row.id(), row);
	}

	/**
	 * Find something by its id.
	 * @param id the id
	 * @return what has this id, or empty if there is nothing
	 */
	public Optional<T> find(String id) {
		return Optional.ofNullable(this.rows.get(id));
	}

	/**
	 * Find the oldest row that passes a test.
	 * @param test the test
	 * @return the row, or empty if there is none
	 */
	public Optional<T> findFirst(Predicate<T> test) {
		return this.rows.values().stream().filter(test).findFirst();
	}

	/**
	 * Take something out.
	 * @param row what to remove
	 */
	void remove(T row) {
		this.rows.remove(row.id());
	}

	/**
	 * Everything at this moment.
	 * @return a copy, the oldest first
	 */
	public List<T> all() {
		return new ArrayList<>(this.rows.values());
	}

	/**
	 * Everything at this moment that passes a test.
	 * @param test the test
	 * @return a copy, the oldest first
	 */
	public List<T> all(Predicate<T> test) {
		return this.rows.values().stream().filter(test).toList();
	}

	Table<T> copy() {
		Table<T> copy = new Table<>();
		copy.rows.putAll(this.rows);
		return copy;
	}

}
