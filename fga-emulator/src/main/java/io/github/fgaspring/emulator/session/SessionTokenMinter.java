package io.github.fgaspring.emulator.session;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.JwtTemplate;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Session;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.TokenTooBigException;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * Makes session tokens with the claims that AuthKit gives them. Like there, roles and
 * permissions are those held in the whole organization: what is assigned on single
 * resources is never in a token.
 */
public final class SessionTokenMinter {

	/**
	 * How long a session can be prolonged by refresh tokens.
	 */
	private static final Duration SESSION_LIFETIME = Duration.ofDays(30);

	private final EmulatorState state;

	private final StateChanges changes;

	private final SigningKeys keys;

	private final ApiObjects objects;

	private final String issuer;

	private final Duration lifetime;

	/**
	 * Creates a minter.
	 * @param state what the emulator knows
	 * @param changes changes what it knows
	 * @param keys the keys to sign with
	 * @param baseUrl where the emulator listens
	 * @param lifetime how long tokens are valid
	 */
	public SessionTokenMinter(EmulatorState state, StateChanges changes, SigningKeys keys, URI baseUrl,
			Duration lifetime) {
		this.state = state;
		this.changes = changes;
		this.keys = keys;
		this.objects = new ApiObjects(state);
		this.issuer = baseUrl + "/user_management/" + state.clientId();
		this.lifetime = lifetime;
	}

	/**
	 * A token for a person who has just signed in, to be changed before it is signed.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the builder
	 * @throws IllegalArgumentException if there is no such person or organization, or the
	 * person has no active membership in it
	 */
	public SessionTokenBuilder builder(String userId, @Nullable String organizationId) {
		return new SessionTokenBuilder(this.keys, claims(userId, organizationId));
	}

	/**
	 * A token of nobody that the emulator knows, to be filled with claims before it is
	 * signed.
	 * @return the builder
	 */
	public SessionTokenBuilder builder() {
		Instant now = this.state.now();
		return new SessionTokenBuilder(this.keys,
				technicalClaims("user_emulator", now).claim("sid", this.state.newId("session"))
					.claim("auth_time", now.getEpochSecond())
					.build());
	}

	private JWTClaimsSet claims(String userId, @Nullable String organizationId) {
		User user = this.state.accounts()
			.users()
			.find(userId)
			.orElseThrow(() -> new IllegalArgumentException("There is no user '%s' in the emulator".formatted(userId)));
		if (organizationId != null) {
			activeMembership(userId, organizationId);
		}
		Session session = newSession(user, organizationId);
		JWTClaimsSet claims = claims(session);
		this.changes.create(session);
		return claims;
	}

	/**
	 * A session that has not begun yet.
	 * @param user the person
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the session
	 */
	Session newSession(User user, @Nullable String organizationId) {
		Instant now = this.state.now();
		return new Session(this.state.newId("session"), user.id(), organizationId, "password", now, now,
				now.plus(SESSION_LIFETIME), null);
	}

	/**
	 * A token of a session.
	 * @param session the session, whose person has an active membership in its
	 * organization
	 * @return the signed token
	 * @throws TokenTooBigException if the claims of the JWT template are too large
	 */
	String mint(Session session) {
		return new SessionTokenBuilder(this.keys, claims(session)).build();
	}

	private Membership activeMembership(String userId, String organizationId) {
		if (this.state.accounts().organizations().find(organizationId).isEmpty()) {
			throw new IllegalArgumentException(
					"There is no organization '%s' in the emulator".formatted(organizationId));
		}
		Membership membership = this.state.accounts()
			.findMembership(userId, organizationId)
			.orElseThrow(() -> new IllegalArgumentException(
					"User '%s' has no membership in organization '%s'".formatted(userId, organizationId)));
		if (!membership.isActive()) {
			throw new IllegalArgumentException("Membership '%s' of user '%s' in organization '%s' is %s, not active"
				.formatted(membership.id(), userId, organizationId, membership.status().slug()));
		}
		return membership;
	}

	private JWTClaimsSet claims(Session session) {
		Instant now = this.state.now();
		User user = this.state.accounts().users().find(session.userId()).orElseThrow();
		JWTClaimsSet.Builder claims = technicalClaims(user.id(), now).claim("sid", session.id())
			.claim("auth_time", session.createdAt().getEpochSecond());
		Organization organization = null;
		Membership membership = null;
		if (session.organizationId() != null) {
			AccessEvaluator access = new AccessEvaluator(this.state);
			organization = this.state.accounts().organizations().find(session.organizationId()).orElseThrow();
			membership = activeMembership(user.id(), organization.id());
			List<String> roles = List.copyOf(access.organizationRoles(membership));
			claims.claim("org_id", organization.id())
				.claim("role", roles.get(0))
				.claim("roles", roles)
				.claim("permissions", List.copyOf(access.organizationPermissions(membership)));
		}
		JwtTemplate template = this.state.jwtTemplate();
		if (template != null) {
			// As with WorkOS, a template can override all but the reserved claims.
			template.render(templateContext(user, organization, membership)).forEach(claims::claim);
		}
		return claims.build();
	}

	private JWTClaimsSet.Builder technicalClaims(String subject, Instant now) {
		return new JWTClaimsSet.Builder().issuer(this.issuer)
			.subject(subject)
			.jwtID("jti_emulator_" + UUID.randomUUID())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plus(this.lifetime)));
	}

	private Map<String, Object> templateContext(User user, @Nullable Organization organization,
			@Nullable Membership membership) {
		Map<String, Object> context = new HashMap<>();
		context.put("user", this.objects.user(user));
		if (organization != null) {
			context.put("organization", this.objects.organization(organization));
		}
		if (membership != null) {
			context.put("organization_membership", this.objects.membershipWithoutRoles(membership));
		}
		return context;
	}

}
