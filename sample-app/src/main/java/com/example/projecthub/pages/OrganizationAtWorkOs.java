package com.example.projecthub.pages;

import com.example.projecthub.OrganizationIds;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;

import org.springframework.stereotype.Component;

/**
 * What WorkOS calls the organization of a caller. Sessions of AuthKit say it; other
 * logins may know the organization by an id of their own.
 */
@Component
class OrganizationAtWorkOs {

	private final MembershipResolver memberships;

	OrganizationAtWorkOs(MembershipResolver memberships) {
		this.memberships = memberships;
	}

	String id(FgaSession session) {
		Membership membership = this.memberships.resolve(session);
		if (membership == null) {
			throw OrganizationIds.notFound();
		}
		return membership.organizationId();
	}

}
