package io.github.fgaspring.authentication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Remembers for a short while what tokens say that have been verified. Nothing else gets
 * in, so that nobody can fill it without tokens that are good.
 * <p>
 * A token is forgotten at the latest when the first check by the clock would refuse it;
 * which one that is, and whether it does, is left to those who verify. All are forgotten
 * when a key is found to have been withdrawn, and because that takes a while to be found,
 * none is remembered for long. Whether its session has been revoked must be asked each
 * time.
 */
public final class VerifiedTokenCache {

	/**
	 * Tokens longer than that count as several.
	 */
	private static final int USUAL_LENGTH = 2048;

	private final Cache<TokenKey, Entry> entries;

	private final Limits limits;

	private final LongSupplier withdrawals;

	private final Clock clock;

	/**
	 * Creates an empty cache.
	 * @param maxSize how many tokens are remembered at most, if they are no longer than
	 * 2,048 characters; longer ones count as several. With zero, none is
	 * @param limits how long they are
	 * @param withdrawals tells another number when keys have been withdrawn
	 * @param clock tells the time
	 */
	public VerifiedTokenCache(int maxSize, Limits limits, LongSupplier withdrawals, Clock clock) {
		Assert.isTrue(maxSize >= 0, "maxSize cannot be negative");
		Assert.notNull(limits, "limits cannot be null");
		Assert.notNull(withdrawals, "withdrawals cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.entries = Caffeine.newBuilder()
			.maximumWeight(maxSize)
			.weigher((TokenKey key, Entry entry) -> 1 + key.length() / USUAL_LENGTH)
			.expireAfterWrite(limits.maxAge())
			// At once, so that the bound holds at any time.
			.executor(Runnable::run)
			.recordStats()
			.build();
		this.limits = limits;
		this.withdrawals = withdrawals;
		this.clock = clock;
	}

	/**
	 * Returns what a token is known to say.
	 * @param token the token
	 * @return what it said when it was verified, {@code null} if it must be verified
	 */
	@Nullable FgaSessionAuthentication find(String token) {
		Entry entry = this.entries.getIfPresent(new TokenKey(token));
		return (entry != null && entry.withdrawals == this.withdrawals.getAsLong()
				&& entry.isUsableAt(this.clock.millis())) ? entry.authentication : null;
	}

	/**
	 * Remembers what a token says, if it is going to be good for some time.
	 * @param token the token
	 * @param authentication what it says
	 * @param begin what was the case just before it was verified
	 */
	void put(String token, FgaSessionAuthentication authentication, Begin begin) {
		FgaSession session = authentication.getPrincipal();
		if (session.expiresAt() != null && session.issuedAt() != null) {
			Instant end = this.limits.end(begin.time, session.expiresAt(), session.issuedAt());
			this.entries.put(new TokenKey(token), new Entry(authentication.withDetails(null), begin.withdrawals,
					begin.time.toEpochMilli(), end.toEpochMilli()));
		}
	}

	/**
	 * To be asked for just before a token is verified.
	 */
	Begin begin() {
		return new Begin(this.withdrawals.getAsLong(), this.clock.instant());
	}

	/**
	 * The cache itself, to be watched.
	 * @return a cache whose keys hold tokens
	 */
	public Cache<?, ?> getNativeCache() {
		return this.entries;
	}

	/**
	 * How long a token is remembered.
	 *
	 * @param maxAge for how long after it was verified
	 * @param maxTokenAge for how long after it was issued, give or take the clock skew
	 * @param clockSkew how far clocks may disagree
	 */
	public record Limits(Duration maxAge, Duration maxTokenAge, Duration clockSkew) {

		public Limits {
			Assert.isTrue(maxAge.compareTo(Duration.ZERO) > 0, "maxAge must be positive");
			Assert.isTrue(maxTokenAge.compareTo(Duration.ZERO) > 0, "maxTokenAge must be positive");
			Assert.isTrue(!clockSkew.isNegative(), "clockSkew cannot be negative");
		}

		/**
		 * Until when a token may be remembered.
		 */
		private Instant end(Instant verified, Instant expiresAt, Instant issuedAt) {
			Instant end = verified.plus(this.maxAge);
			return earlier(earlier(end, expiresAt, this.clockSkew), issuedAt, this.maxTokenAge.plus(this.clockSkew));
		}

		/**
		 * Tokens may name the end of time, to which nothing can be added.
		 */
		private static Instant earlier(Instant end, Instant other, Duration later) {
			return other.isBefore(end.minus(later)) ? other.plus(later) : end;
		}

	}

	/**
	 * What was the case before a token was verified.
	 */
	record Begin(long withdrawals, Instant time) {

	}

	/**
	 * What a token says.
	 *
	 * @param authentication what it says
	 * @param withdrawals the number that stands for the keys it was verified with
	 * @param begin the time in milliseconds before which nothing is known of it: a clock
	 * that goes back may get there
	 * @param end the time in milliseconds from which on it must be verified again
	 */
	private record Entry(FgaSessionAuthentication authentication, long withdrawals, long begin, long end) {

		boolean isUsableAt(long time) {
			return this.begin <= time && time < this.end;
		}

	}

}
