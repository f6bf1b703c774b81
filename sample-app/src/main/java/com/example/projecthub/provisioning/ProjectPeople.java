package com.example.projecthub.provisioning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.projecthub.OrganizationIds;
import com.workos.WorkOS;
import com.workos.models.OrganizationMembership;
import com.workos.models.User;
import com.workos.organizationmembership.OrganizationMembershipService;
import com.workos.types.OrganizationMembershipStatus;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.discovery.PermittedMember;

import org.springframework.stereotype.Service;

/**
 * The people of an organization, and which role they have on a project.
 */
@Service
public class ProjectPeople {

	private final OrganizationMembershipService memberships;

	private final ProjectResources resources;

	private final Fga fga;

	private final DecisionCache decisions;

	ProjectPeople(WorkOS workos, ProjectResources resources, Fga fga, DecisionCache decisions) {
		this.memberships = workos.getOrganizationMembership();
		this.resources = resources;
		this.fga = fga;
		this.decisions = decisions;
	}

	/**
	 * Everybody who might have access to a project.
	 * @param projectId the project
	 * @param workOsOrganizationId its organization
	 * @return the active members of the organization
	 */
	public List<Person> of(String projectId, String workOsOrganizationId) {
		Set<String> permitted = this.fga.members("project", projectId, "project:view")
			.stream()
			.map(PermittedMember::membershipId)
			.collect(Collectors.toCollection(HashSet::new));
		List<RoleOnProject> roles = this.resources.roles(projectId, workOsOrganizationId);
		return members(workOsOrganizationId).stream()
			.map((member) -> new Person(member.getId(), email(member),
					roles.stream()
						.filter((role) -> role.membershipId().equals(member.getId()))
						.map(RoleOnProject::role)
						.sorted()
						.toList(),
					permitted.contains(member.getId())))
			.toList();
	}

	private List<OrganizationMembership> members(String workOsOrganizationId) {
		List<OrganizationMembership> members = new ArrayList<>();
		this.memberships.list(null, null, 100, null, workOsOrganizationId, List.of(OrganizationMembershipStatus.Active))
			.autoPagingIterable()
			.forEach(members::add);
		return members;
	}

	private static String email(OrganizationMembership membership) {
		User user = membership.getUser();
		return (user != null) ? user.getEmail() : membership.getUserId();
	}

	/**
	 * Gives a member one role on a project, in place of others.
	 * @param projectId the project
	 * @param membershipId the member
	 * @param role the role
	 * @param workOsOrganizationId the organization of both
	 */
	public void share(String projectId, String membershipId, String role, String workOsOrganizationId) {
		requireMember(membershipId, workOsOrganizationId);
		this.resources.assign(membershipId, role, projectId);
		remove(projectId, membershipId, workOsOrganizationId, role);
	}

	/**
	 * Takes the roles on a project from a member. What they have from above they keep.
	 * @param projectId the project
	 * @param membershipId the member
	 * @param workOsOrganizationId the organization of both
	 */
	public void unshare(String projectId, String membershipId, String workOsOrganizationId) {
		requireMember(membershipId, workOsOrganizationId);
		remove(projectId, membershipId, workOsOrganizationId, "");
	}

	private void remove(String projectId, String membershipId, String workOsOrganizationId, String roleToKeep) {
		this.resources.roles(projectId, workOsOrganizationId)
			.stream()
			.filter((role) -> role.membershipId().equals(membershipId) && !role.role().equals(roleToKeep))
			.forEach((role) -> this.resources.remove(membershipId, role.role(), projectId));
		this.decisions.evictMembership(membershipId);
	}

	private void requireMember(String membershipId, String workOsOrganizationId) {
		if (members(workOsOrganizationId).stream().noneMatch((member) -> member.getId().equals(membershipId))) {
			throw OrganizationIds.notFound();
		}
	}

	/**
	 * A role that a member has on the project itself.
	 *
	 * @param membershipId the member
	 * @param role the role
	 */
	record RoleOnProject(String membershipId, String role) {

	}

	/**
	 * A member of the organization.
	 *
	 * @param membershipId the id of the membership
	 * @param email the email address
	 * @param roles the roles on the project itself
	 * @param permitted whether they can see the project, for whatever reason
	 */
	public record Person(String membershipId, String email, List<String> roles, boolean permitted) {

	}

}
