package io.github.fgaspring.emulator.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions, the refresh tokens that prolong them, and the sign-ins that have not
 * become sessions yet. Every token is good for one use.
 */
public final class Sessions {

	private final Table<Session> sessions;

	private final Map<String, String> refreshTokens;

	private final Set<String> usedRefreshTokens;

	private final Map<String, PendingAuthentication> pendingAuthentications;

	private final Authorizations authorizations;

	Sessions() {
		this(new Table<>(), new HashMap<>(), new HashSet<>(), new HashMap<>(), new Authorizations());
	}

	private Sessions(Table<Session> sessions, Map<String, String> refreshTokens, Set<String> usedRefreshTokens,
			Map<String, PendingAuthentication> pendingAuthentications, Authorizations authorizations) {
		this.sessions = sessions;
		this.refreshTokens = refreshTokens;
		this.usedRefreshTokens = usedRefreshTokens;
		this.pendingAuthentications = pendingAuthentications;
		this.authorizations = authorizations;
	}

	/**
	 * The sessions, those that are over among them.
	 * @return all of them
	 */
	public Table<Session> sessions() {
		return this.sessions;
	}

	/**
	 * Let a refresh token prolong a session.
	 * @param token the token
	 * @param session the session
	 */
	public void addRefreshToken(String token, Session session) {
		this.refreshTokens.put(token, session.id());
	}

	/**
	 * Find the session that a refresh token prolongs.
	 * @param token the token
	 * @return the session, or empty if the token is unknown or used
	 */
	public Optional<Session> findByRefreshToken(String token) {
		return Optional.ofNullable(this.refreshTokens.get(token)).flatMap(this.sessions::find);
	}

	/**
	 * Whether a refresh token was good once.
	 * @param token the token
	 * @return {@code true} if it was used
	 */
	public boolean isUsed(String token) {
		return this.usedRefreshTokens.contains(token);
	}

	/**
	 * Let a refresh token be good no more.
	 * @param token the token
	 */
	public void useRefreshToken(String token) {
		this.refreshTokens.remove(token);
		this.usedRefreshTokens.add(token);
	}

	/**
	 * Let a token complete a sign-in.
	 * @param token the token
	 * @param authentication the sign-in
	 */
	public void addPending(String token, PendingAuthentication authentication) {
		this.pendingAuthentications.put(token, authentication);
	}

	/**
	 * Find the sign-in that a token completes.
	 * @param token the token
	 * @return the sign-in, or empty if the token is unknown or used
	 */
	public Optional<PendingAuthentication> findPending(String token) {
		return Optional.ofNullable(this.pendingAuthentications.get(token));
	}

	/**
	 * Let a token complete no sign-in any more.
	 * @param token the token
	 */
	public void removePending(String token) {
		this.pendingAuthentications.remove(token);
	}

	/**
	 * The sign-ins of browsers that have not become sessions yet.
	 * @return the pages and the codes
	 */
	public Authorizations authorizations() {
		return this.authorizations;
	}

	Sessions copy() {
		return new Sessions(this.sessions.copy(), new HashMap<>(this.refreshTokens),
				new HashSet<>(this.usedRefreshTokens), new HashMap<>(this.pendingAuthentications),
				this.authorizations.copy());
	}

}
