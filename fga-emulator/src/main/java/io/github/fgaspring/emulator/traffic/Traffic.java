package io.github.fgaspring.emulator.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The faults there are and the requests there were.
 */
public final class Traffic {

	/**
	 * How many requests are remembered, so that an emulator can run for days.
	 */
	static final int MAX_REQUESTS = 10_000;

	private final Deque<ActiveFault> faults = new ArrayDeque<>();

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	/**
	 * Let something go wrong from now on.
	 * @param fault what goes wrong
	 */
	public synchronized void inject(Fault fault) {
		this.faults.addFirst(new ActiveFault(fault));
	}

	/**
	 * Let nothing go wrong any more.
	 */
	public synchronized void clearFaults() {
		this.faults.clear();
	}

	/**
	 * What can still go wrong.
	 * @return the faults, the latest first
	 */
	public synchronized List<Fault> faults() {
		return this.faults.stream().map((active) -> active.fault).toList();
	}

	/**
	 * Remember a request.
	 * @param request the request
	 */
	public synchronized void record(RecordedRequest request) {
		if (this.requests.size() == MAX_REQUESTS) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	/**
	 * The requests there were, {@value #MAX_REQUESTS} at most.
	 * @return a copy, the oldest first
	 */
	public synchronized List<RecordedRequest> requests() {
		return new ArrayList<>(this.requests);
	}

	/**
	 * The requests there were on certain paths.
	 * @param path the path, in which {@code *} stands for one segment and {@code **} for
	 * anything
	 * @return a copy, the oldest first
	 */
	public List<RecordedRequest> requests(String path) {
		PathPattern pattern = new PathPattern(path);
		return requests().stream().filter((request) -> pattern.matches(request.path())).toList();
	}

	/**
	 * Forget the requests there were.
	 */
	public synchronized void clearRequests() {
		this.requests.clear();
	}

	/**
	 * Take the fault that happens to a request: of those that match, the one that was
	 * injected last.
	 * @param method the HTTP method
	 * @param path the path
	 * @return what happens, or empty if nothing goes wrong
	 */
	public synchronized Optional<Fault.Effects> take(String method, String path) {
		for (ActiveFault active : this.faults) {
			if (active.fault.matches(method, path)) {
				active.remaining--;
				if (active.remaining == 0) {
					this.faults.remove(active);
				}
				return Optional.of(active.fault.effects());
			}
		}
		return Optional.empty();
	}

	/**
	 * A fault and how often it still happens.
	 */
	private static final class ActiveFault {

		private final Fault fault;

		// Counts down and never meets zero if it starts there: always.
		private long remaining;

		private ActiveFault(Fault fault) {
			this.fault = fault;
			this.remaining = fault.effects().times();
		}

	}

}
