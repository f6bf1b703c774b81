package io.github.fgaspring.cookie;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.RefreshTokenGrant;
import io.github.fgaspring.client.SingleFlight;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.util.Assert;

/**
 * Refreshes sessions whose token has expired. A token that is not valid for another
 * reason is none of ours, and its session is left as it is. So is a session without a
 * seal: nothing says that the frontend has put its tokens together, and anybody with a
 * token that once was valid could have this application try any number of refresh tokens.
 * <p>
 * A refresh token can be used once, but a browser sends several requests with the same
 * cookie: those that come at the same time wait for one exchange, and those that come up
 * to {@link #KEPT_FOR} later get what came of it. Within one instance of the application,
 * that is: others, and the frontend, may use the token first.
 */
public final class SessionRenewer {

	static final Duration KEPT_FOR = Duration.ofSeconds(30);

	private static final int MAX_KEPT = 5_000;

	/**
	 * What a token may look like (RFC 6750, section 2.1). Others would be refused anyway,
	 * but maybe by a firewall, which would look like a refused API key.
	 */
	private static final Pattern REFRESH_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,2048}=*");

	private static final Log logger = LogFactory.getLog(SessionRenewer.class);

	private final TokenInspector tokens;

	private final RefreshTokenGrant grant;

	private final Duration deadline;

	private final SingleFlight<String, RefreshTokenGrant.Answer> exchanges;

	private final Cache<String, RefreshTokenGrant.Answer> recent;

	/**
	 * Creates an instance.
	 * @param decoder validates session tokens
	 * @param grant exchanges refresh tokens
	 * @param deadline how long a renewal may take, waiting for others included
	 * @param status learns how often a call was spared
	 * @param clock tells the time
	 * @param ticker measures how long answers are kept
	 */
	public SessionRenewer(JwtDecoder decoder, RefreshTokenGrant grant, Duration deadline, ApiStatus status, Clock clock,
			Ticker ticker) {
		Assert.notNull(decoder, "decoder cannot be null");
		Assert.notNull(grant, "grant cannot be null");
		Assert.notNull(deadline, "deadline cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		Assert.notNull(ticker, "ticker cannot be null");
		this.tokens = new TokenInspector(decoder, clock);
		this.grant = grant;
		this.deadline = deadline;
		this.exchanges = new SingleFlight<>(deadline, status);
		this.recent = Caffeine.newBuilder().maximumSize(MAX_KEPT).expireAfterWrite(KEPT_FOR).ticker(ticker).build();
	}

	/**
	 * Renews a session, if it was sealed and its token is ours and has expired.
	 * @param session the session
	 * @return what came of it, or {@code null} if there was nothing to renew
	 * @throws CheckUnavailableException if WorkOS or the keys are out of reach
	 */
	public @Nullable Renewal renew(CookieSession session) {
		String refreshToken = session.refreshToken();
		if (!session.isSealed() || refreshToken == null || !REFRESH_TOKEN.matcher(refreshToken).matches()) {
			return null;
		}
		String userId = this.tokens.userOfExpired(session.accessToken());
		return (userId != null) ? Deadline.within(this.deadline, () -> renew(session, refreshToken, userId)) : null;
	}

	private Renewal renew(CookieSession session, String refreshToken, String userId) {
		AtomicBoolean waited = new AtomicBoolean(true);
		RefreshTokenGrant.Answer answer = exchange(refreshToken, waited);
		if (answer instanceof RefreshTokenGrant.Refusal refusal) {
			return new Renewal(null, refusal.ended() && !waited.get());
		}
		RefreshTokenGrant.Tokens refreshed = (RefreshTokenGrant.Tokens) answer;
		if (!userId.equals(this.tokens.userOf(refreshed.accessToken()))) {
			logger.debug("The refreshed session token is not valid, or another user's");
			return new Renewal(null, !waited.get());
		}
		return new Renewal(session.with(refreshed), !waited.get());
	}

	/**
	 * Whoever makes the call or finds its answer kept has not waited.
	 */
	private RefreshTokenGrant.Answer exchange(String refreshToken, AtomicBoolean waited) {
		String key = hash(refreshToken);
		RefreshTokenGrant.Answer kept = this.recent.getIfPresent(key);
		if (kept != null) {
			waited.set(false);
			return kept;
		}
		return this.exchanges.fly(key, () -> {
			waited.set(false);
			// Another thread's call may have ended since.
			RefreshTokenGrant.Answer answer = this.recent.getIfPresent(key);
			if (answer == null) {
				answer = this.grant.exchange(refreshToken);
				this.recent.put(key, answer);
			}
			return answer;
		});
	}

	private static String hash(String token) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What came of a session with an expired token.
	 *
	 * @param session the session from now on, or {@code null} if the user must sign in
	 * @param toBeWritten whether this request is the one to tell the browser: to keep the
	 * new session or, if there is none, to drop the old one
	 */
	public record Renewal(@Nullable CookieSession session, boolean toBeWritten) {

	}

}
