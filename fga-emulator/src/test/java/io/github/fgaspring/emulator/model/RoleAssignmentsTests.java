package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.Random.class)
class RoleAssignmentsTests {

	private static final ResourceKey WEB = new ResourceKey("acme", "project", "web");

	private static final ResourceKey WEB_OF_GLOBEX = new ResourceKey("globex", "project", "web");

	private final RoleAssignments assignments = new RoleAssignments();

	private final RoleAssignment viewer = assignment("1", "alice", "viewer", WEB, null);

	private final RoleAssignment editor = assignment("2", "alice", "editor", WEB, null);

	private final RoleAssignment viewerByGroup = assignment("3", "alice", "viewer", WEB, "group");

	private final RoleAssignment ofBob = assignment("4", "bob", "viewer", WEB, null);

	private final RoleAssignment elsewhere = assignment("5", "alice", "viewer", WEB_OF_GLOBEX, null);

	@BeforeEach
	void fillAssignments() {
		List.of(this.viewer, this.editor, this.viewerByGroup, this.ofBob, this.elsewhere)
			.forEach(this.assignments::add);
	}

	@Test
	void ofWhenSeveralThenHasThoseOfMembershipAndResourceOnly() {
		assertThat(this.assignments.of("alice", WEB)).containsExactly(this.viewer, this.editor, this.viewerByGroup);
		assertThat(this.assignments.of("alice", WEB_OF_GLOBEX)).containsExactly(this.elsewhere);
		assertThat(this.assignments.of("bob", WEB)).containsExactly(this.ofBob);
		assertThat(this.assignments.of("bob", WEB_OF_GLOBEX)).isEmpty();
		assertThat(this.assignments.of("carol", WEB)).isEmpty();
	}

	@Test
	void allWhenFilteredThenHasMatchesInOrder() {
		assertThat(this.assignments.all((assignment) -> assignment.role().equals("viewer")))
			.containsExactly(this.viewer, this.viewerByGroup, this.ofBob, this.elsewhere);
	}

	@Test
	void findWhenThereThenGivesIt() {
		assertThat(this.assignments.find("3")).hasValue(this.viewerByGroup);
		assertThat(this.assignments.find("6")).isEmpty();
	}

	@Test
	void removeWhenAlikeOnesAreThereThenTakesOnlyOne() {
		this.assignments.remove(this.viewer);
		assertThat(this.assignments.of("alice", WEB)).containsExactly(this.editor, this.viewerByGroup);
		assertThat(this.assignments.find("1")).isEmpty();
		assertThat(this.assignments.all((assignment) -> true)).hasSize(4);
	}

	@Test
	void removeWhenLastThenNothingIsLeft() {
		this.assignments.remove(this.ofBob);
		this.assignments.remove(this.ofBob);
		assertThat(this.assignments.of("bob", WEB)).isEmpty();
		this.assignments.add(this.ofBob);
		assertThat(this.assignments.of("bob", WEB)).containsExactly(this.ofBob);
	}

	@Test
	void removeWhenNeverThereThenChangesNothing() {
		this.assignments.remove(assignment("6", "carol", "viewer", WEB, null));
		assertThat(this.assignments.all((assignment) -> true)).hasSize(5);
	}

	@Test
	void ofWhenChangedLaterThenStaysAsItWas() {
		List<RoleAssignment> before = this.assignments.of("alice", WEB);
		this.assignments.remove(this.viewer);
		assertThat(before).containsExactly(this.viewer, this.editor, this.viewerByGroup);
	}

	@Test
	void copyWhenOneOfBothChangesThenTheOtherStays() {
		RoleAssignments copy = this.assignments.copy();
		this.assignments.remove(this.editor);
		copy.remove(this.viewer);
		assertThat(this.assignments.of("alice", WEB)).containsExactly(this.viewer, this.viewerByGroup);
		assertThat(copy.of("alice", WEB)).containsExactly(this.editor, this.viewerByGroup);
		assertThat(copy.find("2")).hasValue(this.editor);
	}

	private static RoleAssignment assignment(String id, String membership, String role, ResourceKey resource,
			@Nullable String group) {
		return new RoleAssignment(id, membership, role, resource, group, Instant.EPOCH);
	}

}
