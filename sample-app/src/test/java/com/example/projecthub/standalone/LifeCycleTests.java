package com.example.projecthub.standalone;

import com.workos.WorkOS;
import com.workos.common.exceptions.NotFoundException;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The life of an account and of a project, from beginning to end, with its effect on what
 * people may do.
 */
class LifeCycleTests extends AbstractStandaloneTests {

	@Autowired
	private WorkOS workos;

	@Autowired
	private JdbcClient jdbc;

	@AfterEach
	void cleanUp() {
		this.jdbc.sql("delete from account where id not in ('1001', '1002', '1003', '2001')").update();
		this.jdbc.sql("delete from project where id = 'app'").update();
	}

	@Test
	void memberWhenAddedChangedDeactivatedAndRemovedThenMayAsMuch() {
		Browser alice = login("alice");
		assertThat(alice.post("/api/members", """
				{ "username": "erin", "password": "erin", "email": "erin@acme.test" }""")).isEqualTo(201);
		String id = idOf("erin");

		Browser erin = login("erin");
		assertThat(erin.get("/api/workspaces")).isEqualTo(200);
		assertThat(erin.get("/api/projects/web")).isEqualTo(403);
		assertThat(erin.get("/api/admin/settings")).isEqualTo(403);

		assertThat(alice.put("/api/members/" + id + "/roles", "[\"admin\"]")).isEqualTo(200);
		assertThat(erin.get("/api/projects/web")).isEqualTo(200);
		assertThat(erin.get("/api/admin/settings")).isEqualTo(200);
		assertThat(alice.put("/api/members/" + id + "/roles", "[\"member\", \"admin\"]")).isEqualTo(200);
		assertThat(erin.get("/api/admin/settings")).isEqualTo(200);
		assertThat(alice.put("/api/members/" + id + "/roles", "[\"member\"]")).isEqualTo(200);
		assertThat(erin.get("/api/admin/settings")).isEqualTo(403);
		assertThat(erin.get("/api/workspaces")).isEqualTo(200);

		assertThat(alice.post("/api/members/" + id + "/deactivation", null)).isEqualTo(200);
		assertThat(erin.get("/api/workspaces")).isEqualTo(401);
		this.jdbc.sql("update account set active = true where id = ?").param(id).update();
		assertThat(erin.get("/api/workspaces")).as("what WorkOS says by itself").isEqualTo(403);
		assertThat(alice.delete("/api/members/" + id + "/deactivation")).isEqualTo(200);
		assertThat(erin.get("/api/workspaces")).isEqualTo(200);

		assertThat(alice.delete("/api/members/" + id)).isEqualTo(204);
		assertThat(erin.get("/api/workspaces")).isEqualTo(401);
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.workos.getUserManagement().getByExternalId(id));
		assertThat(alice.delete("/api/members/" + id)).isEqualTo(404);
	}

	@Test
	void membersWhenOfAnotherOrganizationThenNotFound() {
		assertThat(login("dave").post("/api/members/1002/deactivation", null)).isEqualTo(404);
		assertThat(login("bob").get("/api/workspaces")).isEqualTo(200);
	}

	@Test
	void memberWhenWorkOsIsOutOfReachThenFollowsWithTheMigration(@Autowired AccountMigration migration) {
		Browser alice = login("alice");
		this.emulator.inject(Fault.on("POST", "/user_management/users").status(503));
		assertThat(alice.post("/api/members", """
				{ "username": "erin", "password": "erin", "email": "erin@acme.test" }""")).isEqualTo(201);
		String id = idOf("erin");
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.workos.getUserManagement().getByExternalId(id));
		this.emulator.clearFaults();
		migration.run();
		assertThat(login("erin").get("/api/workspaces")).isEqualTo(200);
	}

	@Test
	void memberWhenRemovedHalfwayThenGoneWithTheSecondAttempt() {
		Browser alice = login("alice");
		alice.post("/api/members", """
				{ "username": "erin", "password": "erin", "email": "erin@acme.test" }""");
		String id = idOf("erin");
		this.emulator.inject(Fault.on("DELETE", "/user_management/users/*").status(503).times(1));
		assertThat(alice.delete("/api/members/" + id)).isEqualTo(500);
		assertThat(alice.delete("/api/members/" + id)).isEqualTo(204);
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.workos.getUserManagement().getByExternalId(id));
	}

	@Test
	void projectWhenCreatedSharedAndDeletedThenFollowsItsWorkspaceAndItsEditors() {
		Browser carol = login("carol");
		Browser bob = login("bob");
		assertThat(bob.post("/api/workspaces/engineering/projects", """
				{ "id": "app", "name": "App" }""")).isEqualTo(403);
		assertThat(carol.post("/api/workspaces/finance/projects", """
				{ "id": "app", "name": "App" }""")).isEqualTo(403);
		assertThat(carol.post("/api/workspaces/engineering/projects", """
				{ "id": "app", "name": "App" }""")).isEqualTo(201);
		assertThat(carol.get("/api/projects/app")).isEqualTo(200);
		assertThat(bob.get("/api/projects/app")).isEqualTo(403);

		assertThat(bob.put("/api/projects/app/editors/1002", null)).isEqualTo(403);
		assertThat(carol.put("/api/projects/app/editors/1002", null)).isEqualTo(204);
		assertThat(carol.put("/api/projects/app/editors/1002", null)).as("once more").isEqualTo(204);
		assertThat(bob.get("/api/projects/app")).isEqualTo(200);
		assertThat(bob.put("/api/projects/app", "{\"name\": \"Bob's\"}")).isEqualTo(200);
		assertThat(bob.get("/api/projects/web")).isEqualTo(403);
		assertThat(carol.delete("/api/projects/app/editors/1002")).isEqualTo(204);
		assertThat(carol.delete("/api/projects/app/editors/1002")).as("once more").isEqualTo(204);
		assertThat(bob.get("/api/projects/app")).isEqualTo(403);

		assertThat(carol.put("/api/projects/app/editors/2001", null)).as("not a member").isEqualTo(404);
		assertThat(carol.post("/api/workspaces/engineering/projects", """
				{ "id": "app", "name": "Another" }""")).isEqualTo(409);
		assertThat(carol.get("/api/projects/app")).isEqualTo(200);

		assertThat(carol.delete("/api/projects/app")).isEqualTo(403);
		Browser alice = login("alice");
		assertThat(alice.delete("/api/projects/app")).isEqualTo(204);
		assertThat(carol.get("/api/projects/app")).isEqualTo(403);
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.workos.getAuthorization().getResourceByExternalId("org_acme", "project", "app"));
	}

	@Test
	void memberWhenAddedHasARoleThatOpensNoProject() {
		assertThat(this.workos.getAuthorization().getEnvironmentRole("member").getPermissions())
			.containsExactly("org:view");
	}

	private String idOf(String username) {
		return this.jdbc.sql("select id from account where username = ?").param(username).query(String.class).single();
	}

}
