package io.github.fgaspring.emulator.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The roles that memberships hold, on organizations and on single resources.
 */
public final class RoleAssignments {

	private final Table<RoleAssignment> all;

	private final Map<String, Map<ResourceKey, List<RoleAssignment>>> byMembership = new LinkedHashMap<>();

	/**
	 * Creates an empty instance.
	 */
	public RoleAssignments() {
		this(new Table<>());
	}

	private RoleAssignments(Table<RoleAssignment> all) {
		this.all = all;
		all.all().forEach(this::index);
	}

	/**
	 * Add an assignment.
	 * @param assignment the assignment
	 */
	public void add(RoleAssignment assignment) {
		this.all.put(assignment);
		index(assignment);
	}

	private void index(RoleAssignment assignment) {
		this.byMembership.computeIfAbsent(assignment.membershipId(), (id) -> new LinkedHashMap<>())
			.merge(assignment.resource(), List.of(assignment), RoleAssignments::concatenate);
	}

	private static List<RoleAssignment> concatenate(List<RoleAssignment> first, List<RoleAssignment> second) {
		return Stream.of(first, second).flatMap(List::stream).toList();
	}

	/**
	 * Take an assignment back.
	 * @param assignment the assignment
	 */
	void remove(RoleAssignment assignment) {
		this.all.remove(assignment);
		Map<ResourceKey, List<RoleAssignment>> ofMembership = this.byMembership.get(assignment.membershipId());
		if (ofMembership != null) {
			ofMembership.computeIfPresent(assignment.resource(), (resource, assignments) -> {
				List<RoleAssignment> rest = assignments.stream().filter((other) -> !other.equals(assignment)).toList();
				return rest.isEmpty() ? null : rest;
			});
		}
	}

	/**
	 * Find an assignment by its id.
	 * @param id the id
	 * @return the assignment, or empty if there is none
	 */
	public Optional<RoleAssignment> find(String id) {
		return this.all.find(id);
	}

	/**
	 * Every assignment that passes a test.
	 * @param test the test
	 * @return a copy, the oldest first
	 */
	public List<RoleAssignment> all(Predicate<RoleAssignment> test) {
		return this.all.all(test);
	}

	/**
	 * What a membership holds on one resource itself.
	 * @param membershipId the id of the membership
	 * @param resource the key of the resource
	 * @return the assignments, the oldest first; empty if there are none
	 */
	public List<RoleAssignment> of(String membershipId, ResourceKey resource) {
		return this.byMembership.getOrDefault(membershipId, Map.of()).getOrDefault(resource, List.of());
	}

	/**
	 * Find the assignment by which a membership itself, and not through a group, holds a
	 * role on a resource.
	 * @param membershipId the id of the membership
	 * @param role the slug of the role
	 * @param resource the key of the resource
	 * @return the assignment, or empty if there is none
	 */
	public Optional<RoleAssignment> findDirect(String membershipId, String role, ResourceKey resource) {
		return of(membershipId, resource).stream()
			.filter((assignment) -> assignment.isDirect() && assignment.role().equals(role))
			.findFirst();
	}

	RoleAssignments copy() {
		return new RoleAssignments(this.all.copy());
	}

}
