package io.github.fgaspring.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.fgaspring.client.SharedDecisions;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChangeListener;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.util.Assert;

/**
 * Shares decisions through Redis, each under a key that is a hash of the whole question.
 * <p>
 * How old a decision is nobody tells by a clock, because clocks disagree: the value says
 * how old the decision will be when the key expires, and Redis when that will be. A
 * decision counts no longer than this instance keeps its own, and not if anything in its
 * scope was evicted since. What cannot have been written by this class is ignored.
 */
public final class RedisSharedDecisions implements SharedDecisions, LiveChangeListener, Ordered {

	/**
	 * Version, outcome, age at the end in milliseconds, reason.
	 */
	private static final Pattern VALUE = Pattern.compile("1:(?:(g):([0-9]{1,9})|d:([0-9]{1,9}):([A-Z_]{1,64}))");

	private static final byte[] FIND = RedisKeys.bytes("""
			local found = {}
			for i = 1, #KEYS do
				local value = redis.pcall('GET', KEYS[i])
				local ttl = redis.call('PTTL', KEYS[i])
				found[2 * i - 1] = type(value) == 'string' and #value <= 100 and value or ''
				found[2 * i] = tostring(ttl)
			end
			return found
			""");

	/**
	 * A later decision stays, and so does a denial of about the same time as a grant.
	 * Redis tells the time, because it may come to this much later than it was told to.
	 */
	private static final byte[] KEEP = RedisKeys.bytes("""
			local time = redis.call('TIME')
			local age = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1]
			for i = 1, #KEYS do
				local value = ARGV[2 * i]
				local ttl = ARGV[2 * i + 1] - age
				local known = redis.pcall('GET', KEYS[i])
				local known_ttl = redis.call('PTTL', KEYS[i])
				local outcome, life
				if type(known) == 'string' and known_ttl > 0 then
					outcome, life = string.match(known, '^1:([gd]):(%d+)')
				end
				local stays = false
				local known_age = tonumber(life or 0) - known_ttl
				if outcome and known_age >= 0 then
					local denied_before = outcome == 'd' and string.sub(value, 3, 3) == 'g'
					stays = known_age < age or (denied_before and known_age < age + 1000)
				end
				if ttl > 0 and not stays then
					redis.call('SET', KEYS[i], value, 'PX', ttl)
				end
			end
			return 1
			""");

	/**
	 * Longer than any question is on its way.
	 */
	private static final Duration LONGEST_QUESTION = Duration.ofMinutes(1);

	private final RedisCalls calls;

	private final RedisKeys keys;

	private final Duration allowTtl;

	private final Duration denyTtl;

	private final BooleanSupplier current;

	private final Clock clock;

	private final Evictions evictions;

	/**
	 * Creates an instance.
	 * @param calls asks Redis
	 * @param keys names the keys
	 * @param allowTtl how long a grant counts
	 * @param denyTtl how long a denial counts
	 * @param clockSkew how far a clock may be wrong
	 * @param current whether this instance hears of evictions now; if not, nothing is
	 * found
	 * @param clock tells the time
	 */
	public RedisSharedDecisions(RedisCalls calls, RedisKeys keys, Duration allowTtl, Duration denyTtl,
			Duration clockSkew, BooleanSupplier current, Clock clock) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(keys, "keys cannot be null");
		Assert.notNull(allowTtl, "allowTtl cannot be null");
		Assert.notNull(denyTtl, "denyTtl cannot be null");
		Assert.notNull(current, "current cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.calls = calls;
		this.keys = keys;
		this.allowTtl = allowTtl;
		this.denyTtl = denyTtl;
		this.current = current;
		this.clock = clock;
		this.evictions = new Evictions((allowTtl.compareTo(denyTtl) > 0) ? allowTtl : denyTtl, clockSkew, clock);
	}

	@Override
	public void onChange(LiveChange change) {
		this.evictions.add(change.scope(), change.time());
	}

	/**
	 * Before anybody evicts: what is evicted elsewhere must not be found here any more.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/**
	 * A question whose time is nearly over does not wait for Redis.
	 */
	@Override
	public Map<String, Shared> find(Subject subject, List<String> permissions) {
		if (!this.current.getAsBoolean()
				|| Deadline.remaining(this.calls.timeout()).compareTo(this.calls.timeout()) < 0) {
			return Map.of();
		}
		byte[][] keys = permissions.stream().map((permission) -> key(subject, permission)).toArray(byte[][]::new);
		Instant now = this.clock.instant();
		try {
			List<byte[]> found = this.calls
				.call((connection) -> connection.scriptingCommands().eval(FIND, ReturnType.MULTI, keys.length, keys));
			return (found != null) ? read(subject, permissions, found, now) : Map.of();
		}
		catch (RedisUnavailableException ex) {
			return Map.of();
		}
	}

	private Map<String, Shared> read(Subject subject, List<String> permissions, List<byte[]> found, Instant now) {
		Map<String, Shared> decisions = new HashMap<>();
		for (int i = 0; i < permissions.size(); i++) {
			Shared shared = read(permissions.get(i), RedisKeys.text(found.get(2 * i)),
					Long.parseLong(RedisKeys.text(found.get(2 * i + 1))), now);
			if (shared != null && this.evictions.isAfter(subject, now.minus(shared.age()))) {
				decisions.put(permissions.get(i), shared);
			}
		}
		return decisions;
	}

	private @Nullable Shared read(String permission, String value, long ttl, Instant now) {
		Matcher matcher = VALUE.matcher(value);
		if (ttl <= 0 || !matcher.matches()) {
			return null;
		}
		PermissionDecision decision = (matcher.group(1) != null)
				? PermissionDecision.grant(permission, DecisionSource.REMOTE) : denial(permission, matcher.group(4));
		if (decision == null) {
			return null;
		}
		long life = Long.parseLong((matcher.group(1) != null) ? matcher.group(2) : matcher.group(3));
		Duration age = Duration.ofMillis(life - ttl);
		Duration left = shorter(Duration.ofMillis(ttl), ttl(decision).minus(age));
		return (age.isNegative() || left.isNegative() || left.isZero()) ? null
				: new Shared(decision, age, now.plus(left));
	}

	private static @Nullable PermissionDecision denial(String permission, String name) {
		for (DenialReason reason : DenialReason.values()) {
			if (reason.name().equals(name)) {
				return PermissionDecision.deny(permission, DecisionSource.REMOTE, reason);
			}
		}
		return null;
	}

	/**
	 * If a denial cannot be shared, an earlier grant may still be found, but not by this
	 * instance.
	 */
	@Override
	public void keep(Subject subject, Map<String, PermissionDecision> decisions, Duration age,
			@Nullable Instant expiresAt) {
		long asked = System.nanoTime() - age.toNanos();
		Instant askedAt = this.clock.instant().minus(age);
		Map<String, PermissionDecision> kept = Map.copyOf(decisions);
		this.calls.later((connection) -> keep(connection, subject, kept, asked, expiresAt), () -> {
			if (!kept.values().stream().allMatch(PermissionDecision::isGranted)) {
				this.evictions.add(FgaScope.membership(subject.membershipId()), askedAt);
			}
		});
	}

	private void keep(RedisConnection connection, Subject subject, Map<String, PermissionDecision> decisions,
			long asked, @Nullable Instant expiresAt) {
		Long time = connection.serverCommands().time(TimeUnit.MILLISECONDS);
		Assert.state(time != null, "Redis does not tell the time");
		Duration age = Duration.ofNanos(System.nanoTime() - asked);
		Instant now = this.clock.instant();
		List<byte[]> keys = new ArrayList<>();
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(RedisKeys.bytes(Long.toString(time - age.toMillis())));
		decisions.forEach((permission, decision) -> {
			long life = maxAge(decision, age, now, expiresAt).toMillis();
			keys.add(key(subject, permission));
			arguments.add(RedisKeys.bytes(value(decision, life)));
			arguments.add(RedisKeys.bytes(Long.toString(life)));
		});
		int count = keys.size();
		keys.addAll(arguments);
		connection.scriptingCommands().eval(KEEP, ReturnType.INTEGER, count, keys.toArray(byte[][]::new));
	}

	/**
	 * How old a decision may be that is kept. A denial stays in the way of a grant that
	 * was asked for before.
	 */
	private Duration maxAge(PermissionDecision decision, Duration age, Instant now, @Nullable Instant expiresAt) {
		if (!decision.isGranted()) {
			return (this.denyTtl.compareTo(LONGEST_QUESTION) > 0) ? this.denyTtl : LONGEST_QUESTION;
		}
		return (expiresAt != null) ? shorter(this.allowTtl, age.plus(Duration.between(now, expiresAt))) : this.allowTtl;
	}

	private static String value(PermissionDecision decision, long life) {
		return (decision.reason() != null) ? "1:d:" + life + ":" + decision.reason().name() : "1:g:" + life;
	}

	private Duration ttl(PermissionDecision decision) {
		return decision.isGranted() ? this.allowTtl : this.denyTtl;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private byte[] key(Subject subject, String permission) {
		ResourceReference resource = subject.resource();
		if (resource instanceof ResourceReference.External external) {
			return this.keys.decision(subject.organizationId(), subject.membershipId(), permission, "external",
					String.valueOf(external.type()), String.valueOf(external.externalId()));
		}
		return this.keys.decision(subject.organizationId(), subject.membershipId(), permission, "id",
				(resource instanceof ResourceReference.Id id) ? String.valueOf(id.resourceId()) : "");
	}

}
