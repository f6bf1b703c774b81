package io.github.fgaspring.client;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Makes the calls to WorkOS's API: within the {@link Deadline} of the decision, with or
 * without {@link Resilience}, and keeping the {@link ApiStatus}.
 */
public final class ApiCalls {

	private final ApiStatus status;

	private final @Nullable Resilience resilience;

	/**
	 * Creates an instance.
	 * @param status learns how calls go
	 * @param resilience deals with failures, {@code null} for a single attempt
	 */
	public ApiCalls(ApiStatus status, @Nullable Resilience resilience) {
		Assert.notNull(status, "status cannot be null");
		this.status = status;
		this.resilience = resilience;
	}

	/**
	 * Makes a call.
	 * @param call throws an {@link ApiFailureException} for whatever is no answer
	 * @return the answer
	 * @throws ApiFailureException if there is none
	 */
	<T> T call(Supplier<T> call) {
		return call(call, Resilience::call);
	}

	/**
	 * Makes a call that cannot be repeated.
	 * @param call throws an {@link ApiFailureException} for whatever is no answer
	 * @return the answer
	 * @throws ApiFailureException if there is none
	 */
	<T> T callOnce(Supplier<T> call) {
		return call(call, Resilience::callOnce);
	}

	private <T> T call(Supplier<T> call, BiFunction<Resilience, Supplier<T>, T> resilient) {
		AtomicReference<@Nullable ApiFailureException> failure = new AtomicReference<>();
		Supplier<T> attempt = () -> attempt(call, failure);
		try {
			T answer = (this.resilience != null) ? resilient.apply(this.resilience, attempt) : attempt.get();
			this.status.succeeded();
			return answer;
		}
		catch (ApiFailureException ex) {
			// Not the exception that has come out: there may have been no time for
			// another attempt, or the circuit breaker may have opened.
			ApiFailureException failed = failure.get();
			if (failed != null) {
				this.status.failed(failed);
			}
			throw ex;
		}
	}

	private static <T> T attempt(Supplier<T> call, AtomicReference<@Nullable ApiFailureException> failure) {
		if (Deadline.hasPassed()) {
			throw new ApiFailureException(Kind.NOT_CALLED, "The time for the decision is over");
		}
		try {
			return call.get();
		}
		catch (ApiFailureException ex) {
			if (ex.isFailedCall()) {
				failure.set(ex);
			}
			throw ex;
		}
	}

}
