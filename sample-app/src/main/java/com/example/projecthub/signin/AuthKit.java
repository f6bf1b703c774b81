package com.example.projecthub.signin;

import java.util.List;

import com.workos.WorkOS;
import com.workos.models.OrganizationMembership;
import com.workos.organizationmembership.OrganizationMembershipService;
import com.workos.session.RefreshSessionResult;
import com.workos.session.Session;
import com.workos.session.SessionKt;
import com.workos.types.OrganizationMembershipStatus;
import com.workos.usermanagement.AuthKitAuthUrlsKt;
import com.workos.usermanagement.AuthKitAuthorizationUrlOptions;
import com.workos.usermanagement.AuthKitLogoutUrlOptions;
import com.workos.usermanagement.PKCEAuthorizationUrlResult;
import com.workos.usermanagement.UserManagement;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.web.OrganizationChoices;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * What this product asks of AuthKit, through the SDK of WorkOS. Sessions are sealed with
 * the password that the starter opens them with.
 */
@Component
@Profile("!standalone")
class AuthKit {

	private final UserManagement users;

	private final OrganizationMembershipService memberships;

	private final Session sessions;

	private final String password;

	AuthKit(WorkOS workos, FgaProperties properties) {
		this.users = workos.getUserManagement();
		this.memberships = workos.getOrganizationMembership();
		this.sessions = SessionKt.getSession(workos);
		String password = properties.session().sealedCookie().password();
		Assert.state(password != null, "'fga.session.sealed-cookie.password' must be set");
		this.password = password;
	}

	/**
	 * Begins a sign-in.
	 * @param redirectUri where AuthKit sends the browser back to
	 * @return where to send the browser, and what to remember until it is back
	 */
	PKCEAuthorizationUrlResult begin(String redirectUri) {
		return AuthKitAuthUrlsKt.getAuthorizationUrlWithPKCE(this.users,
				new AuthKitAuthorizationUrlOptions(redirectUri, null, "authkit"));
	}

	/**
	 * Completes a sign-in.
	 * @param code what the browser has brought back
	 * @param codeVerifier what was remembered (RFC 7636)
	 * @return the sealed session
	 */
	String complete(String code, String codeVerifier) {
		return this.sessions.sealAuthResponse(this.users.authenticateWithCode(code, codeVerifier), this.password);
	}

	/**
	 * Exchanges a session for one in another organization.
	 * @param sealedSession the session so far
	 * @param organizationId the organization
	 * @return the sealed session, or {@code null} if the user has to sign in for it
	 */
	@Nullable String switchOrganization(String sealedSession, String organizationId) {
		RefreshSessionResult result = this.sessions.refreshSession(sealedSession, this.password, organizationId);
		return (result instanceof RefreshSessionResult.Success success) ? success.getSealedSession() : null;
	}

	/**
	 * The organizations that a user is an active member of.
	 * @param userId the user
	 * @return the organizations
	 */
	List<OrganizationChoices.Organization> organizations(String userId) {
		return this.memberships.list(null, null, 100, null, null, List.of(OrganizationMembershipStatus.Active),
				userId).data
			.stream()
			.map(AuthKit::organization)
			.toList();
	}

	private static OrganizationChoices.Organization organization(OrganizationMembership membership) {
		return new OrganizationChoices.Organization(membership.getOrganizationId(), membership.getOrganizationName());
	}

	/**
	 * Where the browser ends a session at AuthKit as well.
	 * @param sessionId the session
	 * @param returnTo where AuthKit sends the browser back to
	 * @return the address
	 */
	String signOutUrl(String sessionId, String returnTo) {
		return AuthKitAuthUrlsKt.getLogoutUrl(this.users, new AuthKitLogoutUrlOptions(sessionId, returnTo));
	}

}
