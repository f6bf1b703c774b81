package io.github.fgaspring.emulator.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives ids that count up, and that nobody can take for ids of WorkOS.
 */
public final class IdSequence {

	private static final String MARK = "_emulator_";

	private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();

	/**
	 * A new id.
	 * @param prefix what kind of thing it is for, such as {@code authz_resource}
	 * @return the id, such as {@code authz_resource_emulator_1}
	 */
	public String next(String prefix) {
		long number = this.last.computeIfAbsent(prefix, (key) -> new AtomicLong()).incrementAndGet();
		return prefix + MARK + number;
	}

	/**
	 * Whether an id looks as if it came from here. Nobody else may give such an id: it
	 * could be given again.
	 * @param id the id
	 * @return {@code true} if it could be one of these ids
	 */
	public static boolean isReserved(String id) {
		return id.contains(MARK);
	}

}
