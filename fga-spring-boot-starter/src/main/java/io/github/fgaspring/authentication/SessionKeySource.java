package io.github.fgaspring.authentication;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The keys that session tokens are verified with, from a JWK set.
 * <p>
 * Keys are kept for {@link #TIME_TO_LIVE} and refreshed in the background shortly before.
 * A token with an unknown key id makes the set be fetched again, but no more than twice
 * within {@link #FETCH_INTERVAL}, so that made-up key ids cannot cause a flood of
 * requests. While the set cannot be fetched, known keys serve for another
 * {@link #OUTAGE_TOLERANCE}, counted from the last success.
 * <p>
 * The difference between "this key does not exist" and "the keys are out of reach"
 * decides between 401 and 503: an unknown key id yields no key as long as the last fetch
 * succeeded, and a {@link KeySourceException} if it failed. That is why the limiter sits
 * inside the outage tolerance, and not around it as Nimbus's own builder has it: a fetch
 * that is refused for being too early answers from the known keys.
 */
public final class SessionKeySource implements JWKSource<SecurityContext>, AutoCloseable {

	/**
	 * For how long keys are kept without being fetched again.
	 */
	public static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

	static final Duration REFRESH_AHEAD = Duration.ofMinutes(1);

	static final Duration FETCH_INTERVAL = Duration.ofSeconds(10);

	static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);

	/**
	 * How long a request waits for a fetch that another request has begun.
	 */
	private static final Duration MAX_WAIT = Duration.ofSeconds(2);

	private static final int MAX_SIZE = 128 * 1024;

	private static final MediaType JWK_SET = new MediaType("application", "jwk-set+json");

	private static final Log logger = LogFactory.getLog(SessionKeySource.class);

	private final URI jwkSetUri;

	private final RestClient restClient;

	private final Clock clock;

	/**
	 * What to call the keys in the log, and which properties lead to them.
	 */
	private final String name;

	private final String properties;

	private final JWKSetSource<SecurityContext> keys;

	private volatile boolean outOfReach;

	private volatile List<JWK> lastFetched = List.of();

	private final AtomicLong withdrawals = new AtomicLong();

	/**
	 * When the last success was, in milliseconds; zero if there was none yet.
	 */
	private volatile long fetchedAt;

	/**
	 * When the last failure was, in milliseconds; zero if there was none yet.
	 */
	private volatile long failedAt;

	/**
	 * Creates a source. Nothing is fetched before the first token.
	 * @param jwkSetUri the URL of the JWK set
	 * @param restClient fetches the set; its time-outs bound how long a request waits
	 * @param clock tells the time
	 */
	public SessionKeySource(URI jwkSetUri, RestClient restClient, Clock clock) {
		this(jwkSetUri, restClient, clock, "The session keys",
				"fga.base-url, fga.client-id and fga.session.jwk-set-uri");
	}

	/**
	 * Creates a source of the keys of another provider. Nothing is fetched before the
	 * first of its tokens.
	 * @param provider what the provider is called in {@code fga.session.providers}
	 * @param jwkSetUri the URL of the JWK set
	 * @param restClient fetches the set; its time-outs bound how long a request waits
	 * @param clock tells the time
	 */
	public SessionKeySource(String provider, URI jwkSetUri, RestClient restClient, Clock clock) {
		this(jwkSetUri, restClient, clock, "The session keys of '" + provider + "'",
				"fga.session.providers." + provider + ".jwk-set-uri");
	}

	private SessionKeySource(URI jwkSetUri, RestClient restClient, Clock clock, String name, String properties) {
		Assert.notNull(jwkSetUri, "jwkSetUri cannot be null");
		Assert.isTrue(jwkSetUri.isAbsolute(), "jwkSetUri must be an absolute URL");
		Assert.notNull(restClient, "restClient cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.jwkSetUri = jwkSetUri;
		this.restClient = restClient;
		this.clock = clock;
		this.name = name;
		this.properties = properties;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("fga-jwks-");
		threads.setDaemon(true);
		JWKSetSource<SecurityContext> tolerant = new OutageTolerantJWKSetSource<>(new LimitedKeys(new RemoteKeys()),
				OUTAGE_TOLERANCE.toMillis(), null);
		this.keys = new RefreshAheadCachingJWKSetSource<>(tolerant, TIME_TO_LIVE.toMillis(), MAX_WAIT.toMillis(),
				REFRESH_AHEAD.toMillis(), false, Executors.newSingleThreadExecutor(threads), true, null);
	}

	/**
	 * Returns the keys that fit.
	 * @param selector chooses by key id and algorithm
	 * @param context not used
	 * @return the keys, empty if none fits
	 * @throws KeySourceException if the keys are out of reach
	 */
	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		long now = this.clock.millis();
		JWKSet known = this.keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
		List<JWK> selected = isTooOld(now) ? List.of() : select(selector, known);
		if (selected.isEmpty()) {
			JWKSet fetched = this.keys.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context);
			selected = select(selector, fetched);
			if (selected.isEmpty() && this.outOfReach) {
				throw new JWKSetUnavailableException("The key is not known and the key set is out of reach");
			}
		}
		return selected;
	}

	/**
	 * Nimbus's cache has the old set for another moment after the new one has been
	 * fetched.
	 */
	private List<JWK> select(JWKSelector selector, JWKSet keys) {
		List<JWK> selected = selector.select(keys);
		List<JWK> latest = this.lastFetched;
		return selected.stream().filter(latest::contains).toList();
	}

	/**
	 * How fetching the keys has gone. Asking does not fetch them.
	 * @return the state, or {@code null} before the first attempt
	 */
	public @Nullable State getState() {
		long fetched = this.fetchedAt;
		boolean failing = this.outOfReach;
		if (fetched == 0 && !failing) {
			return null;
		}
		return new State((fetched != 0) ? Instant.ofEpochMilli(fetched) : null,
				failing ? Instant.ofEpochMilli(this.failedAt) : null, failing && isTooOld(this.clock.millis()));
	}

	/**
	 * How often keys were found to have been withdrawn: what has been verified before may
	 * have been signed with one of them.
	 * @return a number that grows
	 */
	public long getWithdrawals() {
		return this.withdrawals.get();
	}

	@Override
	public void close() throws IOException {
		this.keys.close();
	}

	/**
	 * Nimbus's cache keeps a set that the outage tolerance has answered with for another
	 * time to live, which may be longer than the tolerance.
	 */
	private boolean isTooOld(long now) {
		return now - this.fetchedAt >= OUTAGE_TOLERANCE.toMillis();
	}

	private static JWKSet read(ClientHttpResponse response) throws IOException {
		if (response.getStatusCode().value() != 200) {
			throw new IOException("Status " + response.getStatusCode().value());
		}
		try (InputStream body = response.getBody()) {
			byte[] content = body.readNBytes(MAX_SIZE + 1);
			if (content.length > MAX_SIZE) {
				throw new IOException("More than " + MAX_SIZE + " bytes");
			}
			return parse(new String(content, StandardCharsets.UTF_8));
		}
		catch (ParseException ex) {
			// Without the cause: its message quotes the answer.
			throw new IOException("The answer is not a JWK set");
		}
	}

	/**
	 * Passes over keys of a kind that is not known, as RFC 7517, section 5 wants it: one
	 * would make all others useless.
	 */
	private static JWKSet parse(String json) throws ParseException {
		Map<String, Object>[] members = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(json), "keys");
		if (members == null) {
			throw new ParseException("There are no keys", 0);
		}
		List<JWK> keys = new ArrayList<>();
		for (Map<String, Object> member : members) {
			try {
				keys.add(JWK.parse(member));
			}
			catch (ParseException ex) {
				logger.debug("A session key is passed over, because it is of a kind that is not known");
			}
		}
		if (keys.isEmpty() && members.length > 0) {
			throw new ParseException("There are no usable keys", 0);
		}
		return new JWKSet(keys);
	}

	/**
	 * How fetching the keys has gone.
	 *
	 * @param lastFetch when they were last fetched, {@code null} if they never were
	 * @param lastFailure when the last attempt failed, {@code null} if it did not
	 * @param unavailable whether tokens cannot be verified: the last attempt failed, and
	 * no keys are known or those that are have become too old
	 */
	public record State(@Nullable Instant lastFetch, @Nullable Instant lastFailure, boolean unavailable) {

	}

	/**
	 * Fetches the set. Whatever goes wrong counts as out of reach: any other exception
	 * would make a good token look bad.
	 */
	private final class RemoteKeys implements JWKSetSource<SecurityContext> {

		@Override
		public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime,
				@Nullable SecurityContext context) throws JWKSetUnavailableException {
			try {
				JWKSet fetched = SessionKeySource.this.restClient.get()
					.uri(SessionKeySource.this.jwkSetUri)
					.accept(MediaType.APPLICATION_JSON, JWK_SET)
					.exchangeForRequiredValue((request, response) -> read(response));
				succeeded(fetched, currentTime);
				return fetched;
			}
			catch (RuntimeException ex) {
				Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
				failed(cause, currentTime);
				throw new JWKSetUnavailableException("The session keys cannot be fetched", cause);
			}
		}

		private void succeeded(JWKSet fetched, long currentTime) {
			List<JWK> before = SessionKeySource.this.lastFetched;
			// Before the withdrawal is counted: whoever begins to verify after that must
			// not find the key any more.
			SessionKeySource.this.lastFetched = fetched.getKeys();
			if (!fetched.getKeys().containsAll(before)) {
				SessionKeySource.this.withdrawals.incrementAndGet();
			}
			if (SessionKeySource.this.outOfReach) {
				logger.info(SessionKeySource.this.name + " can be fetched again");
			}
			SessionKeySource.this.fetchedAt = currentTime;
			SessionKeySource.this.outOfReach = false;
		}

		private void failed(Throwable cause, long currentTime) {
			if (!SessionKeySource.this.outOfReach) {
				logger.warn(SessionKeySource.this.name + " cannot be fetched, check " + SessionKeySource.this.properties
						+ ". Known keys serve for up to " + OUTAGE_TOLERANCE.toMinutes() + " minutes. Cause: " + cause);
			}
			SessionKeySource.this.failedAt = currentTime;
			SessionKeySource.this.outOfReach = true;
		}

		@Override
		public void close() {
		}

	}

	/**
	 * Refuses a fetch that is too early as if the set were out of reach, because that is
	 * what the outage tolerance answers from the known keys.
	 */
	private static final class LimitedKeys extends RateLimitedJWKSetSource<SecurityContext> {

		LimitedKeys(JWKSetSource<SecurityContext> source) {
			super(source, FETCH_INTERVAL.toMillis(), null);
		}

		@Override
		public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long currentTime,
				@Nullable SecurityContext context) throws KeySourceException {
			try {
				return super.getJWKSet(evaluator, currentTime, context);
			}
			catch (RateLimitReachedException ex) {
				throw new JWKSetUnavailableException("The session keys have been asked for a moment ago", ex);
			}
		}

	}

}
