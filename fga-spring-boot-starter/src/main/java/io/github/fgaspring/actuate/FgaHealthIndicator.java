package io.github.fgaspring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.fgaspring.authentication.SessionKeySource;
import io.github.fgaspring.authorization.Enforcement;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.events.EventLoop;
import io.github.fgaspring.redis.RedisStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

/**
 * {@link HealthIndicator} for the connection to WorkOS. It tells how the calls have gone
 * that requests have caused, and makes none by itself.
 * <p>
 * It is {@link Status#DOWN} while requests that need WorkOS are answered with 503: the
 * API key is refused, calls do nothing but fail, the circuit breaker is not closed, or
 * the session keys are out of reach for too long. An open circuit breaker whose time has
 * come does not close by itself; it takes a request. Would a load balancer take the
 * application out of service because it is down, none would come, and it would stay down.
 * Hence what was seen longer than {@link #MEMORY} ago only makes it
 * {@link Status#UNKNOWN}, which answers 200.
 * <p>
 * It is {@code DEGRADED}, which answers 200 as well, while requests are decided as ever
 * but changes do not become known at once: Redis is out of reach, so that this instance
 * and the others do not hear of each other, or events of WorkOS cannot be read.
 */
public final class FgaHealthIndicator extends AbstractHealthIndicator {

	static final Duration MEMORY = Duration.ofMinutes(1);

	static final Status DEGRADED = new Status("DEGRADED");

	private static final Set<String> STATES_THAT_LET_CALLS_THROUGH = Set.of("closed", "disabled", "metrics_only");

	private final FgaClient client;

	private final ApiStatus status;

	private final @Nullable Resilience resilience;

	private final SessionKeySource keys;

	private final Map<String, SessionKeySource> providerKeys;

	private final @Nullable RedisStatus redis;

	private final List<EventLoop> events;

	private final Enforcement enforcement;

	private final Clock clock;

	/**
	 * Creates an indicator.
	 * @param client the client in use; nothing is known of the calls of one that an
	 * application has brought along
	 * @param status knows how calls have gone
	 * @param resilience has the circuit breaker, {@code null} if there is none
	 * @param keys knows how fetching the session keys has gone
	 * @param providerKeys the same for the keys of other providers, by name
	 * @param redis knows how Redis does, {@code null} if there is none
	 * @param events read events of WorkOS
	 * @param enforcement whether rules are enforced
	 * @param clock tells the time
	 */
	public FgaHealthIndicator(FgaClient client, ApiStatus status, @Nullable Resilience resilience,
			SessionKeySource keys, Map<String, SessionKeySource> providerKeys, @Nullable RedisStatus redis,
			List<EventLoop> events, Enforcement enforcement, Clock clock) {
		super("The state of the connection to WorkOS cannot be told");
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(status, "status cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		Assert.notNull(providerKeys, "providerKeys cannot be null");
		Assert.notNull(enforcement, "enforcement cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.client = client;
		this.status = status;
		this.resilience = resilience;
		this.keys = keys;
		this.providerKeys = Collections.unmodifiableMap(new LinkedHashMap<>(providerKeys));
		this.redis = redis;
		this.events = List.copyOf(events);
		this.enforcement = enforcement;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<Trouble> troubles = new ArrayList<>();
		builder.withDetail("enforcement", lowerCase(this.enforcement));
		if (this.enforcement == Enforcement.MONITOR) {
			builder.withDetail("warning", "No rule is enforced, because of fga.enforcement=monitor");
		}
		if (knowsCalls()) {
			addCalls(builder, troubles);
		}
		else {
			builder.withDetail("client", AopProxyUtils.ultimateTargetClass(this.client).getName());
		}
		builder.withDetail("sessionKeys",
				keys(this.keys, "The session keys are out of reach, so no token can be verified", troubles));
		if (!this.providerKeys.isEmpty()) {
			Map<String, Object> details = new LinkedHashMap<>();
			this.providerKeys
				.forEach(
						(provider, keys) -> details.put(provider,
								keys(keys, "The session keys of '" + provider
										+ "' are out of reach, so none of that provider's tokens can be verified",
										troubles)));
			builder.withDetail("providerKeys", details);
		}
		boolean degraded = this.redis != null && addRedis(builder, this.redis);
		degraded |= addEvents(builder);
		if (troubles.isEmpty()) {
			builder.status(degraded ? DEGRADED : Status.UP);
			return;
		}
		builder.withDetail("problems", troubles.stream().map(Trouble::message).toList());
		Instant now = this.clock.instant();
		if (troubles.stream().anyMatch((trouble) -> trouble.until.isAfter(now))) {
			builder.down();
		}
		else {
			builder.unknown();
		}
	}

	private boolean knowsCalls() {
		return AopProxyUtils.ultimateTargetClass(this.client) == RestFgaClient.class
				|| this.status.getLastSuccess() != null || this.status.getLastFailure() != null;
	}

	private void addCalls(Health.Builder builder, List<Trouble> troubles) {
		String circuitBreaker = (this.resilience != null) ? this.resilience.getCircuitBreakerState() : "off";
		builder.withDetail("circuitBreaker", circuitBreaker);
		Instant success = this.status.getLastSuccess();
		if (success != null) {
			builder.withDetail("lastSuccess", success);
		}
		ApiStatus.Failure failure = this.status.getLastFailure();
		if (failure != null) {
			builder.withDetail("lastFailure", failure);
		}
		Instant outage = this.status.getOutageBegin();
		if (outage != null) {
			builder.withDetail("outageSince", outage);
		}
		String problem = callProblem(circuitBreaker);
		if (problem != null) {
			troubles.add(new Trouble(problem, seen(failure).plus(quietTime()).plus(MEMORY)));
		}
	}

	private @Nullable String callProblem(String circuitBreaker) {
		if (this.status.isKeyRefused()) {
			return "WorkOS refuses the API key: check fga.api-key and that it belongs to the environment of"
					+ " fga.client-id";
		}
		if (this.resilience != null && !STATES_THAT_LET_CALLS_THROUGH.contains(circuitBreaker)) {
			return "The circuit breaker is " + circuitBreaker.replace('_', ' ');
		}
		return this.status.isFailing() ? "The WorkOS API does not answer" : null;
	}

	/**
	 * When a problem was last seen; now, if somebody has opened the circuit breaker by
	 * hand.
	 */
	private Instant seen(ApiStatus.@Nullable Failure failure) {
		return (failure != null) ? failure.time() : this.clock.instant();
	}

	/**
	 * For how long nothing can be seen, however many requests there are.
	 */
	private Duration quietTime() {
		return (this.resilience != null) ? this.resilience.getSettings().openFor() : Duration.ZERO;
	}

	private static Map<String, Object> keys(SessionKeySource keys, String problem, List<Trouble> troubles) {
		SessionKeySource.State state = keys.getState();
		if (state == null) {
			return Map.of("state", "not fetched yet");
		}
		Map<String, Object> details = new LinkedHashMap<>();
		Instant failure = state.lastFailure();
		if (failure == null) {
			details.put("state", "fetched");
		}
		else if (state.unavailable()) {
			details.put("state", "out of reach");
			troubles.add(new Trouble(problem, failure.plus(MEMORY)));
		}
		else {
			details.put("state", "out of reach, known keys still serve");
		}
		if (state.lastFetch() != null) {
			details.put("lastFetch", state.lastFetch());
		}
		if (failure != null) {
			details.put("lastFailure", failure);
		}
		return details;
	}

	private static boolean addRedis(Health.Builder builder, RedisStatus redis) {
		Instant outage = redis.getOutageBegin();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", (outage != null) ? "out of reach" : "in use");
		if (outage != null) {
			details.put("outageSince", outage);
		}
		details.put("pendingChanges", redis.getPendingChanges());
		builder.withDetail("redis", details);
		return outage != null;
	}

	private boolean addEvents(Health.Builder builder) {
		if (this.events.isEmpty()) {
			return false;
		}
		Instant failingSince = this.events.stream()
			.map(EventLoop::getFailingSince)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
		builder.withDetail("events", (failingSince != null)
				? Map.of("state", "cannot be read", "failingSince", failingSince) : Map.of("state", "are read"));
		return failingSince != null;
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Why something is wrong.
	 *
	 * @param message what to tell
	 * @param until until when it is believed
	 */
	private record Trouble(String message, Instant until) {

	}

}
