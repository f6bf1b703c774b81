package com.example.operations;

import io.github.fgaspring.client.DecisionCache;

import org.springframework.stereotype.Service;

@Service
class ProjectMembers {

	private final RoleAssignments roleAssignments;

	private final DecisionCache decisions;

	ProjectMembers(RoleAssignments roleAssignments, DecisionCache decisions) {
		this.roleAssignments = roleAssignments;
		this.decisions = decisions;
	}

	void remove(String organizationMembershipId, String projectId) {
		this.roleAssignments.remove(organizationMembershipId, projectId);
		this.decisions.evictMembership(organizationMembershipId);
	}

}
