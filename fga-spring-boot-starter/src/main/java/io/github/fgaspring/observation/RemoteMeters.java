package io.github.fgaspring.observation;

import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.Resilience;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Counts the calls to WorkOS's API that were not made.
 */
public final class RemoteMeters implements MeterBinder {

	private final ApiStatus status;

	private final @Nullable Resilience resilience;

	/**
	 * Creates a binder.
	 * @param status knows which calls were spared
	 * @param resilience knows which calls were refused, {@code null} if none ever is
	 */
	public RemoteMeters(ApiStatus status, @Nullable Resilience resilience) {
		Assert.notNull(status, "status cannot be null");
		this.status = status;
		this.resilience = resilience;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("fga.remote.coalesced", this.status, ApiStatus::getSparedCalls)
			.description("Calls to WorkOS that were spared because an equal one was under way")
			.register(registry);
		if (this.resilience != null) {
			FunctionCounter.builder("fga.remote.rejected", this.resilience, Resilience::getRejectedCalls)
				.description("Calls to WorkOS that were refused because too many were under way")
				.register(registry);
		}
	}

}
