package io.github.fgaspring.authentication;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.util.Assert;

/**
 * Who makes the request, and in which organization: the principal of an authenticated
 * request. Its content is what the session token says, which may be older than what
 * WorkOS knows by up to the token's lifetime. Roles and permissions that are known to be
 * out of date are left out.
 * <p>
 * Sets and the claims are immutable. {@link #toString()} reveals neither ids nor claims.
 *
 * @param userId the user id ({@code sub})
 * @param sessionId the session id ({@code sid}), if known
 * @param organizationId the id of the organization that the user has selected
 * ({@code org_id}), or {@code null} if none is
 * @param organizationMembershipId the id of the user's membership in that organization
 * ({@code organization_membership_id}, a claim of the JWT template), if known
 * @param role the slug of the user's first role in the organization, if any
 * @param roles the slugs of the user's roles in the organization
 * @param permissions the slugs of the permissions that the user is known to have in the
 * whole organization
 * @param permissionsComplete whether these are all; if not, WorkOS is asked about others
 * @param entitlements the organization's entitlements
 * @param featureFlags the slugs of the enabled feature flags
 * @param impersonator who acts as the user ({@code act.sub}), or {@code null} if nobody
 * does
 * @param issuedAt when the token was issued, if known
 * @param expiresAt when the token expires, or {@code null} if the session does not come
 * from a token
 * @param authenticatedAt when the user last authenticated actively ({@code auth_time}),
 * if known
 * @param claims all claims of the token
 */
public record FgaSession(String userId, @Nullable String sessionId, @Nullable String organizationId,
		@Nullable String organizationMembershipId, @Nullable String role, Set<String> roles, Set<String> permissions,
		boolean permissionsComplete, Set<String> entitlements, Set<String> featureFlags, @Nullable String impersonator,
		@Nullable Instant issuedAt, @Nullable Instant expiresAt, @Nullable Instant authenticatedAt,
		Map<String, Object> claims) implements AuthenticatedPrincipal, Serializable {

	public FgaSession {
		Assert.hasText(userId, "userId cannot be empty");
		roles = Set.copyOf(roles);
		permissions = Set.copyOf(permissions);
		entitlements = Set.copyOf(entitlements);
		featureFlags = Set.copyOf(featureFlags);
		claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
	}

	/**
	 * Starts a session of the given user, for those who have no session token. WorkOS is
	 * asked about the user's permissions in the organization, unless the builder is told
	 * {@linkplain Builder#permissions(Collection) which} there are.
	 * @param userId the user id: the one of WorkOS, or the application's own with
	 * {@code fga.membership.user-ids=external}
	 * @return a builder without organization, roles and permissions
	 */
	public static Builder of(String userId) {
		return new Builder(userId);
	}

	/**
	 * Starts a session that differs from this one in what the builder is told.
	 * @return a builder with everything that this session has
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.userId);
		builder.sessionId = this.sessionId;
		builder.organizationId = this.organizationId;
		builder.organizationMembershipId = this.organizationMembershipId;
		builder.role = this.role;
		builder.roles = this.roles;
		builder.permissions = this.permissions;
		builder.permissionsComplete = this.permissionsComplete;
		builder.entitlements = this.entitlements;
		builder.featureFlags = this.featureFlags;
		builder.impersonator = this.impersonator;
		builder.issuedAt = this.issuedAt;
		builder.expiresAt = this.expiresAt;
		builder.authenticatedAt = this.authenticatedAt;
		builder.claims = this.claims;
		return builder;
	}

	/**
	 * The same session without what may have changed since its token was issued: it knows
	 * neither roles nor permissions, so WorkOS is asked about each. The claims stay as
	 * they are.
	 * @return a session without roles and permissions
	 */
	public FgaSession withoutRolesAndPermissions() {
		return isWithoutRolesAndPermissions() ? this
				: toBuilder().role(null).roles(Set.of()).permissions(Set.of()).permissionsComplete(false).build();
	}

	private boolean isWithoutRolesAndPermissions() {
		return this.role == null && this.roles.isEmpty() && this.permissions.isEmpty() && !this.permissionsComplete;
	}

	/**
	 * The user id.
	 */
	@Override
	public String getName() {
		return this.userId;
	}

	@Override
	public String toString() {
		return "FgaSession[permissions=" + this.permissions.size() + ", roles=" + this.roles.size() + "]";
	}

	/**
	 * Builds an {@link FgaSession}. Each method sets the component of its name; what is
	 * not set is absent or empty.
	 */
	public static final class Builder {

		private final String userId;

		private @Nullable String sessionId;

		private @Nullable String organizationId;

		private @Nullable String organizationMembershipId;

		private @Nullable String role;

		private Set<String> roles = Set.of();

		private Set<String> permissions = Set.of();

		private boolean permissionsComplete;

		private Set<String> entitlements = Set.of();

		private Set<String> featureFlags = Set.of();

		private @Nullable String impersonator;

		private @Nullable Instant issuedAt;

		private @Nullable Instant expiresAt;

		private @Nullable Instant authenticatedAt;

		private Map<String, Object> claims = Map.of();

		private Builder(String userId) {
			this.userId = userId;
		}

		/**
		 * Sets the session id.
		 * @param sessionId the session id, if known
		 * @return this
		 */
		public Builder sessionId(@Nullable String sessionId) {
			this.sessionId = sessionId;
			return this;
		}

		/**
		 * Sets the organization that the user has selected.
		 * @param organizationId the organization's id, or {@code null} for none
		 * @return this
		 */
		public Builder organizationId(@Nullable String organizationId) {
			this.organizationId = organizationId;
			return this;
		}

		/**
		 * Sets the user's membership in the organization.
		 * @param organizationMembershipId the membership's id, if known
		 * @return this
		 */
		public Builder organizationMembershipId(@Nullable String organizationMembershipId) {
			this.organizationMembershipId = organizationMembershipId;
			return this;
		}

		/**
		 * Sets the user's first role.
		 * @param role the slug of the role, or {@code null} for none
		 * @return this
		 */
		public Builder role(@Nullable String role) {
			this.role = role;
			return this;
		}

		/**
		 * Sets the user's roles.
		 * @param roles the slugs of the roles
		 * @return this
		 */
		public Builder roles(Collection<String> roles) {
			this.roles = Set.copyOf(roles);
			return this;
		}

		/**
		 * Sets the permissions in the whole organization. They are complete then: what is
		 * not among them is denied without a call, unless
		 * {@link #permissionsComplete(boolean)} says otherwise.
		 * @param permissions the permission slugs
		 * @return this
		 */
		public Builder permissions(Collection<String> permissions) {
			this.permissions = Set.copyOf(permissions);
			this.permissionsComplete = true;
			return this;
		}

		/**
		 * Like {@link #permissions(Collection)}.
		 * @param permissions the permission slugs
		 * @return this
		 */
		public Builder permissions(String... permissions) {
			return permissions(Set.of(permissions));
		}

		/**
		 * Sets whether the permissions are all that the user has in the whole
		 * organization.
		 * @param permissionsComplete {@code false} to have WorkOS asked about others
		 * @return this
		 */
		public Builder permissionsComplete(boolean permissionsComplete) {
			this.permissionsComplete = permissionsComplete;
			return this;
		}

		/**
		 * Sets the organization's entitlements.
		 * @param entitlements the entitlements
		 * @return this
		 */
		public Builder entitlements(Collection<String> entitlements) {
			this.entitlements = Set.copyOf(entitlements);
			return this;
		}

		/**
		 * Sets the enabled feature flags.
		 * @param featureFlags the slugs of the flags
		 * @return this
		 */
		public Builder featureFlags(Collection<String> featureFlags) {
			this.featureFlags = Set.copyOf(featureFlags);
			return this;
		}

		/**
		 * Sets who acts as the user.
		 * @param impersonator who it is, or {@code null} for nobody
		 * @return this
		 */
		public Builder impersonator(@Nullable String impersonator) {
			this.impersonator = impersonator;
			return this;
		}

		/**
		 * Sets when the token was issued.
		 * @param issuedAt the time, if known
		 * @return this
		 */
		public Builder issuedAt(@Nullable Instant issuedAt) {
			this.issuedAt = issuedAt;
			return this;
		}

		/**
		 * Sets when the token expires.
		 * @param expiresAt the time, or {@code null} if there is no token
		 * @return this
		 */
		public Builder expiresAt(@Nullable Instant expiresAt) {
			this.expiresAt = expiresAt;
			return this;
		}

		/**
		 * Sets when the user last authenticated actively.
		 * @param authenticatedAt the time, if known
		 * @return this
		 */
		public Builder authenticatedAt(@Nullable Instant authenticatedAt) {
			this.authenticatedAt = authenticatedAt;
			return this;
		}

		/**
		 * Sets all claims of the token.
		 * @param claims the claims
		 * @return this
		 */
		public Builder claims(Map<String, Object> claims) {
			this.claims = claims;
			return this;
		}

		/**
		 * Builds the session.
		 * @return the session
		 */
		public FgaSession build() {
			return new FgaSession(this.userId, this.sessionId, this.organizationId, this.organizationMembershipId,
					this.role, this.roles, this.permissions, this.permissionsComplete, this.entitlements,
					this.featureFlags, this.impersonator, this.issuedAt, this.expiresAt, this.authenticatedAt,
					this.claims);
		}

	}

}
