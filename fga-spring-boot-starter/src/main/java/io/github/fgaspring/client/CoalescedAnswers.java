package io.github.fgaspring.client;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.client.RemoteQuestion.Subject;

/**
 * Lets questions that are equal and asked at the same time share one call. A question
 * that must be current does not join a call that has begun before it was asked.
 */
final class CoalescedAnswers implements RemoteAnswers {

	private final SingleFlight<Key, RemoteAnswer> flights;

	private final LongSupplier generation;

	private final RemoteAnswers next;

	/**
	 * Creates a decorator.
	 * @param generation calls that began in an earlier generation are not joined
	 * @param maxWait how long a thread without a deadline waits for another
	 * @param status learns how often a call was spared
	 * @param next answers
	 */
	CoalescedAnswers(LongSupplier generation, Duration maxWait, ApiStatus status, RemoteAnswers next) {
		this.flights = new SingleFlight<>(maxWait, status);
		this.generation = generation;
		this.next = next;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		return question.alwaysCurrent() ? this.next.find(question)
				: this.flights.fly(new Key(this.generation.getAsLong(), question.subject(), question.permissions(),
						question.match(), question.complete()), () -> this.next.find(question));
	}

	private record Key(long generation, Subject subject, List<String> permissions, Match match, boolean complete) {

	}

}
