package io.github.fgaspring.emulator.session;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.User;
import org.jspecify.annotations.Nullable;

/**
 * Makes session tokens with the claims that AuthKit gives them. Like there, roles and
 * permissions are those held in the whole organization: what is assigned on single
 * resources is never in a token.
 */
public final class SessionTokenMinter {

	private final EmulatorState state;

	private final SigningKey key;

	private final String issuer;

	private final Clock clock;

	private final Duration lifetime;

	public SessionTokenMinter(EmulatorState state, SigningKey key, URI baseUrl, Clock clock, Duration lifetime) {
		this.state = state;
		this.key = key;
		this.issuer = baseUrl + "/user_management/" + state.clientId();
		this.clock = clock;
		this.lifetime = lifetime;
	}

	/**
	 * A token for a person who has just signed in.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the signed token
	 * @throws IllegalArgumentException if there is no such person or organization, or the
	 * person has no active membership in it
	 */
	public String mint(String userId, @Nullable String organizationId) {
		User user = this.state.accounts().users().get(userId);
		if (user == null) {
			throw new IllegalArgumentException("There is no user '%s' in the emulator".formatted(userId));
		}
		if (organizationId == null) {
			return sign(user, null, null);
		}
		Organization organization = this.state.accounts().organizations().get(organizationId);
		if (organization == null) {
			throw new IllegalArgumentException(
					"There is no organization '%s' in the emulator".formatted(organizationId));
		}
		return sign(user, organization, activeMembership(userId, organizationId));
	}

	private Membership activeMembership(String userId, String organizationId) {
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

	private String sign(User user, @Nullable Organization organization, @Nullable Membership membership) {
		Instant now = this.clock.instant();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(this.issuer)
			.subject(user.id())
			.jwtID("jti_emulator_" + UUID.randomUUID())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plus(this.lifetime)))
			.claim("sid", "session_emulator_" + UUID.randomUUID())
			.claim("auth_time", now.getEpochSecond());
		if (membership != null) {
			AccessEvaluator access = new AccessEvaluator(this.state);
			claims.claim("org_id", membership.organizationId())
				.claim("role", membership.roles().get(0))
				.claim("roles", List.copyOf(access.organizationRoles(membership)))
				.claim("permissions", List.copyOf(access.organizationPermissions(membership)));
		}
		if (this.state.jwtTemplate() != null) {
			// As with WorkOS, a template can override all but the reserved claims.
			this.state.jwtTemplate().render(user, organization, membership).forEach(claims::claim);
		}
		return this.key.sign(claims.build());
	}

}
