package io.github.fgaspring.emulator.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The roles assigned on resources, found by membership. Immutable.
 */
public final class RoleAssignments {

	private final Map<String, List<RoleAssignment>> byMembership;

	public RoleAssignments(Collection<RoleAssignment> assignments) {
		this.byMembership = assignments.stream().collect(Collectors.groupingBy(RoleAssignment::membershipId));
	}

	/**
	 * The assignments of one membership.
	 * @param membershipId the id of the membership
	 * @return the assignments, the oldest first; empty if there are none
	 */
	public List<RoleAssignment> of(String membershipId) {
		return this.byMembership.getOrDefault(membershipId, List.of());
	}

}
