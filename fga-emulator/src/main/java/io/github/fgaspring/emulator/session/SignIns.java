package io.github.fgaspring.emulator.session;

import java.time.Duration;

import io.github.fgaspring.emulator.model.AuthorizationCode;
import io.github.fgaspring.emulator.model.AuthorizationRequest;
import io.github.fgaspring.emulator.model.Authorizations;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.PendingAuthentication;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * Gives people the tokens they get when they sign in, and new ones for these. Whether
 * they may have them is for the caller to know.
 */
public final class SignIns {

	/**
	 * How long a sign-in waits for the selection of an organization.
	 */
	private static final Duration PENDING_LIFETIME = Duration.ofMinutes(10);

	/**
	 * How long an application can take to exchange a code.
	 */
	private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

	private final EmulatorState state;

	private final StateChanges changes;

	private final SessionTokenMinter minter;

	/**
	 * Creates an instance.
	 * @param state what the emulator knows
	 * @param changes changes what it knows
	 * @param minter makes tokens
	 */
	public SignIns(EmulatorState state, StateChanges changes, SessionTokenMinter minter) {
		this.state = state;
		this.changes = changes;
		this.minter = minter;
	}

	/**
	 * Begin a session.
	 * @param user the person
	 * @param organizationId the id of the organization that was selected, in which the
	 * person has an active membership, or {@code null}
	 * @return the session and its tokens
	 * @throws io.github.fgaspring.emulator.model.TokenTooBigException if the claims of
	 * the JWT template are too large; then there is no session
	 */
	public Tokens signIn(User user, @Nullable String organizationId) {
		Session session = this.minter.newSession(user, organizationId);
		String accessToken = this.minter.mint(session);
		this.changes.create(session);
		return withRefreshToken(session, accessToken);
	}

	/**
	 * Prolong a session, perhaps in another organization.
	 * @param refreshToken the token that is exchanged for new ones
	 * @param session the session that it prolongs
	 * @param organizationId the id of the organization from now on, in which the person
	 * has an active membership, or {@code null}
	 * @return the session and its tokens
	 * @throws io.github.fgaspring.emulator.model.TokenTooBigException if the claims of
	 * the JWT template are too large; then the token can be used again
	 */
	public Tokens refresh(String refreshToken, Session session, @Nullable String organizationId) {
		Session refreshed = session.inOrganization(organizationId, this.state.now());
		String accessToken = this.minter.mint(refreshed);
		this.changes.update(refreshed);
		this.state.sessions().useRefreshToken(refreshToken);
		return withRefreshToken(refreshed, accessToken);
	}

	/**
	 * Let a person select an organization first.
	 * @param user the person
	 * @return the token that completes the sign-in
	 */
	public String postpone(User user) {
		String token = OpaqueTokens.next("pending_authentication_token");
		this.state.sessions()
			.addPending(token, new PendingAuthentication(user.id(), this.state.now().plus(PENDING_LIFETIME)));
		return token;
	}

	/**
	 * Let a person be chosen on a page. Only who has seen the page knows the ticket, so
	 * that no other page can choose somebody.
	 * @param request what the application asked for
	 * @return the ticket of the page
	 */
	public String ask(AuthorizationRequest request) {
		String ticket = OpaqueTokens.next("ticket");
		this.state.sessions().authorizations().addRequest(ticket, request, this.state.now());
		return ticket;
	}

	/**
	 * Let an application have the tokens of a person who was chosen. The ticket of the
	 * page is good no more.
	 * @param ticket the ticket of the page
	 * @param request what the application asked for
	 * @param user the person
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the code that is exchanged for the tokens
	 */
	public String authorize(String ticket, AuthorizationRequest request, User user, @Nullable String organizationId) {
		String code = OpaqueTokens.next("code");
		Authorizations authorizations = this.state.sessions().authorizations();
		authorizations.removeRequest(ticket);
		authorizations.putCode(code, new AuthorizationCode(user.id(), organizationId, request.codeChallenge(),
				this.state.now().plus(CODE_LIFETIME), null));
		return code;
	}

	private Tokens withRefreshToken(Session session, String accessToken) {
		String refreshToken = OpaqueTokens.next("refresh_token");
		this.state.sessions().addRefreshToken(refreshToken, session);
		return new Tokens(session, accessToken, refreshToken);
	}

	/**
	 * What a person has who is signed in.
	 *
	 * @param session the session
	 * @param accessToken the token for APIs
	 * @param refreshToken the token for new tokens
	 */
	public record Tokens(Session session, String accessToken, String refreshToken) {

		/**
		 * Leaves the tokens out.
		 */
		@Override
		public String toString() {
			return "Tokens[session=" + this.session.id() + "]";
		}

	}

}
