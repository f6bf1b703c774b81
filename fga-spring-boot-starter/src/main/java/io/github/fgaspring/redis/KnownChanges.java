package io.github.fgaspring.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;

/**
 * The changes that this instance knows of: those that Redis knows as well, in case that
 * it forgets them, and those that it must still be told of. Of several of the same kind
 * and scope the latest counts. What only concerns caches matters to those who are there
 * now, so Redis need not be reminded of it.
 * <p>
 * Of too many, those are forgotten first that have been known longest, and those that
 * Redis knows before those that it does not.
 */
final class KnownChanges {

	private final int maxSize;

	private final Predicate<LiveChange> relevant;

	private final Map<Key, LiveChange> told = new LinkedHashMap<>();

	private final Map<Key, LiveChange> untold = new LinkedHashMap<>();

	/**
	 * Creates an instance that knows of nothing yet.
	 * @param maxSize how many changes are known at most
	 * @param relevant whether a change still matters
	 */
	KnownChanges(int maxSize, Predicate<LiveChange> relevant) {
		this.maxSize = maxSize;
		this.relevant = relevant;
	}

	/**
	 * Whether Redis need not be told of a change.
	 */
	synchronized boolean isTold(LiveChange change) {
		LiveChange known = this.told.get(new Key(change));
		return known != null && !known.time().isBefore(change.time());
	}

	/**
	 * Redis knows a change.
	 */
	synchronized void told(LiveChange change) {
		Key key = new Key(change);
		LiveChange pending = this.untold.get(key);
		if (pending != null && !pending.time().isAfter(change.time())) {
			this.untold.remove(key);
		}
		if (change.kind() != Kind.EVICTED) {
			put(this.told, key, change);
		}
	}

	/**
	 * Redis must be told of a change.
	 */
	synchronized void untold(LiveChange change) {
		put(this.untold, new Key(change), change);
	}

	/**
	 * Redis knows nothing any more.
	 */
	synchronized void forgotten() {
		List<LiveChange> forgotten = List.copyOf(this.told.values());
		this.told.clear();
		forgotten.forEach(this::untold);
	}

	/**
	 * Some of the changes that Redis must be told of, those first that have been known
	 * longest.
	 */
	synchronized List<LiveChange> untold(int limit) {
		return this.untold.values().stream().limit(limit).toList();
	}

	/**
	 * How many changes Redis must be told of.
	 */
	synchronized int untold() {
		return this.untold.size();
	}

	private void put(Map<Key, LiveChange> changes, Key key, LiveChange change) {
		LiveChange known = changes.remove(key);
		changes.put(key, (known != null && known.time().isAfter(change.time())) ? known : change);
		forgetEldest(this.told);
		forgetEldest(this.untold);
	}

	private void forgetEldest(Map<Key, LiveChange> changes) {
		while (!changes.isEmpty()) {
			Map.Entry<Key, LiveChange> eldest = changes.entrySet().iterator().next();
			if (this.told.size() + this.untold.size() <= this.maxSize && this.relevant.test(eldest.getValue())) {
				return;
			}
			changes.remove(eldest.getKey());
		}
	}

	private record Key(Kind kind, FgaScope scope) {

		private Key(LiveChange change) {
			this(change.kind(), change.scope());
		}

	}

}
