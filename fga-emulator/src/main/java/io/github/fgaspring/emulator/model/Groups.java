package io.github.fgaspring.emulator.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The groups, who is in them, and what is assigned to them.
 */
public final class Groups {

	private final Table<Group> groups;

	private final Table<GroupRoleAssignment> assignments;

	private final Map<String, Set<String>> members = new LinkedHashMap<>();

	Groups() {
		this(new Table<>(), new Table<>());
	}

	private Groups(Table<Group> groups, Table<GroupRoleAssignment> assignments) {
		this.groups = groups;
		this.assignments = assignments;
	}

	/**
	 * The groups.
	 * @return all of them
	 */
	public Table<Group> groups() {
		return this.groups;
	}

	/**
	 * What is assigned to groups.
	 * @return all of it
	 */
	public Table<GroupRoleAssignment> assignments() {
		return this.assignments;
	}

	/**
	 * What is assigned to a group.
	 * @param group the group
	 * @return a copy, the oldest first
	 */
	public List<GroupRoleAssignment> assignments(Group group) {
		return this.assignments.all((assignment) -> assignment.groupId().equals(group.id()));
	}

	/**
	 * Who is in a group.
	 * @param group the group
	 * @return a copy of the ids of the memberships, in the order they joined
	 */
	public Set<String> members(Group group) {
		return new LinkedHashSet<>(this.members.getOrDefault(group.id(), Set.of()));
	}

	boolean addMember(Group group, String membershipId) {
		return this.members.computeIfAbsent(group.id(), (id) -> new LinkedHashSet<>()).add(membershipId);
	}

	boolean removeMember(Group group, String membershipId) {
		return this.members.getOrDefault(group.id(), new LinkedHashSet<>()).remove(membershipId);
	}

	Groups copy() {
		Groups copy = new Groups(this.groups.copy(), this.assignments.copy());
		this.members.forEach((group, members) -> copy.members.put(group, new LinkedHashSet<>(members)));
		return copy;
	}

}
