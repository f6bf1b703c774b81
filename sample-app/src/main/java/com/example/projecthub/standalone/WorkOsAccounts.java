package com.example.projecthub.standalone;

import java.util.List;
import java.util.Optional;

import com.workos.WorkOS;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.models.OrganizationMembership;
import com.workos.models.User;
import com.workos.organizationmembership.CreateUserRole;
import com.workos.organizationmembership.OrganizationMembershipService;
import com.workos.organizations.Organizations;
import com.workos.types.OrganizationMembershipStatus;
import com.workos.usermanagement.UserManagement;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Organizations, users and memberships at WorkOS. Every method may be called again after
 * a failure, and then does what is still to be done.
 */
@Component
@Profile("standalone")
class WorkOsAccounts {

	private static final List<OrganizationMembershipStatus> ANY_STATUS = List.of(OrganizationMembershipStatus.Active,
			OrganizationMembershipStatus.Inactive, OrganizationMembershipStatus.Pending);

	private final Organizations organizations;

	private final UserManagement users;

	private final OrganizationMembershipService memberships;

	WorkOsAccounts(WorkOS workos) {
		this.organizations = workos.getOrganizations();
		this.users = workos.getUserManagement();
		this.memberships = workos.getOrganizationMembership();
	}

	/**
	 * Makes an account a member of its organization.
	 */
	void add(Account account, String organizationName, String role) {
		String organizationId = createOrganization(account.organizationId(), organizationName);
		String userId = createUser(account);
		if (findMembership(userId, organizationId).isEmpty()) {
			this.memberships.create(new CreateUserRole.Single(role), userId, organizationId);
		}
	}

	private String createOrganization(String id, String name) {
		try {
			return this.organizations.getByExternalId(id).getId();
		}
		catch (NotFoundException ex) {
			return this.organizations.create(name, null, null, null, null, id).getId();
		}
	}

	private String createUser(Account account) {
		try {
			return this.users.getByExternalId(account.id()).getId();
		}
		catch (NotFoundException ex) {
			return createOrLinkUser(account);
		}
	}

	private String createOrLinkUser(Account account) {
		try {
			return this.users
				.create(null, account.email(), null, null, null, account.emailVerified(), null, account.id())
				.getId();
		}
		catch (BadRequestException ex) {
			if (ex.errors.stream().noneMatch((error) -> "email_not_available".equals(error.code))) {
				throw ex;
			}
			return linkUser(account);
		}
	}

	/**
	 * WorkOS has a user with this email address already. It is the same person only if
	 * both sides have verified the address and no other account has the user.
	 */
	private String linkUser(Account account) {
		List<User> users = this.users.list(null, null, null, null, null, null, account.email()).data;
		User user = (users.size() == 1) ? users.get(0) : null;
		if (user == null || user.getExternalId() != null || !user.getEmailVerified() || !account.emailVerified()) {
			throw new EmailTakenException();
		}
		this.users.update(user.getId(), null, null, null, null, null, null, null, account.id());
		return user.getId();
	}

	/**
	 * Gives a member other roles than before.
	 */
	void changeRoles(Account account, List<String> roles) {
		this.memberships.update(membership(account).getId(),
				(roles.size() != 1) ? new CreateUserRole.Multiple(roles) : new CreateUserRole.Single(roles.get(0)));
	}

	/**
	 * Takes all permissions from a member, to be given back later.
	 */
	void deactivate(Account account) {
		this.memberships.deactivate(membership(account).getId());
	}

	/**
	 * Gives a member everything back.
	 */
	void reactivate(Account account) {
		this.memberships.reactivate(membership(account).getId());
	}

	/**
	 * Removes a member, and with the membership all roles, and then the user.
	 */
	void remove(Account account) {
		try {
			String userId = this.users.getByExternalId(account.id()).getId();
			String organizationId = this.organizations.getByExternalId(account.organizationId()).getId();
			findMembership(userId, organizationId)
				.ifPresent((membership) -> this.memberships.delete(membership.getId()));
			this.users.delete(userId);
		}
		catch (NotFoundException ex) {
			// Gone already.
		}
	}

	private OrganizationMembership membership(Account account) {
		String userId = this.users.getByExternalId(account.id()).getId();
		String organizationId = this.organizations.getByExternalId(account.organizationId()).getId();
		return findMembership(userId, organizationId)
			.orElseThrow(() -> new IllegalStateException("WorkOS has no membership of the account"));
	}

	private Optional<OrganizationMembership> findMembership(String userId, String organizationId) {
		return this.memberships.list(null, null, null, null, organizationId, ANY_STATUS, userId).data.stream()
			.findFirst();
	}

}
