package com.example.projecthub.standalone;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import com.workos.WorkOS;
import com.workos.common.exceptions.NotFoundException;
import com.workos.models.OrganizationMembership;
import com.workos.models.UserCreateResponse;
import com.workos.usermanagement.UserManagement;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Existing accounts come to WorkOS, however often it takes.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccountMigrationTests extends AbstractStandaloneTests {

	@Autowired
	private AccountMigration migration;

	@Autowired
	private Accounts accounts;

	@Autowired
	private JdbcClient jdbc;

	private UserManagement users;

	private WorkOS workos;

	@BeforeEach
	void prepare(@Autowired WorkOS workos) {
		this.workos = workos;
		this.users = workos.getUserManagement();
	}

	@AfterEach
	void cleanUp() {
		this.jdbc.sql("delete from account where id like 'm%'").update();
		this.jdbc.sql("delete from organization where id = 'initech'").update();
	}

	@Test
	void runWhenManyThenEachBecomesMemberOnce() {
		this.jdbc.sql("insert into organization (id, name) values ('initech', 'Initech')").update();
		IntStream.range(0, 120).forEach((i) -> insert("m%03d".formatted(i), "initech", true));
		this.migration.run();
		assertThat(this.accounts.findNotProvisioned("")).isEmpty();
		String organizationId = this.workos.getOrganizations().getByExternalId("initech").getId();
		assertThat(this.workos.getOrganizationMembership()
			.list(null, null, 100, null, organizationId)
			.autoPagingIterable()).hasSize(120)
			.allSatisfy((membership) -> assertThat(membership.getRole().getSlug()).isEqualTo("member"));
		this.emulator.clearRequests();
		this.migration.run();
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Test
	void runWhenRateLimitIsReachedThenEndsAndTheNextRunGoesOn(CapturedOutput output) {
		insert("m1", "acme", true);
		insert("m2", "acme", true);
		insert("m3", "acme", true);
		this.emulator.inject(Fault.on("GET", "/user_management/users/external_id/m2").rateLimit(Duration.ofHours(1)));
		this.migration.run();
		assertThat(output).contains("WorkOS answered 429").doesNotContain("m2");
		assertThat(this.accounts.findNotProvisioned("")).extracting(Account::id).containsExactly("m2", "m3");
		this.emulator.clearFaults();
		this.migration.run();
		assertThat(this.accounts.findNotProvisioned("")).isEmpty();
		assertThat(membershipsOf("m1")).hasSize(1);
	}

	@Test
	void runWhenItBrokeOffAnywhereThenTheNextRunFinishes() {
		for (Fault failure : List.of(Fault.on("POST", "/user_management/users").truncateBody(),
				Fault.on("POST", "/user_management/organization_memberships").status(503),
				Fault.on("POST", "/user_management/organization_memberships").truncateBody())) {
			insert("m1", "acme", true);
			this.emulator.inject(failure);
			this.migration.run();
			assertThat(this.accounts.findNotProvisioned("")).hasSize(1);
			this.emulator.clearFaults();
			this.migration.run();
			assertThat(this.accounts.findNotProvisioned("")).isEmpty();
			assertThat(membershipsOf("m1")).hasSize(1);
			this.emulator.reset();
			cleanUp();
		}
	}

	@Test
	void runWhenWorkOsHasUserWithTheVerifiedEmailThenIsThatUser() {
		UserCreateResponse existing = this.users.create(null, "m1@acme.test", null, null, null, true);
		insert("m1", "acme", true);
		this.migration.run();
		assertThat(this.users.getByExternalId("m1").getId()).isEqualTo(existing.getId());
		assertThat(membershipsOf("m1")).hasSize(1);
	}

	@Test
	void runWhenEmailIsNotVerifiedHereThenIsNotThatUser(CapturedOutput output) {
		this.users.create(null, "m1@acme.test", null, null, null, true);
		insert("m1", "acme", false);
		assertRefused(output);
	}

	@Test
	void runWhenEmailIsNotVerifiedAtWorkOsThenIsNotThatUser(CapturedOutput output) {
		this.users.create(null, "m1@acme.test", null, null, null, false);
		insert("m1", "acme", true);
		assertRefused(output);
	}

	@Test
	void runWhenEmailIsOfAnotherAccountThenIsNotThatUserAndTheOthersFollow(CapturedOutput output) {
		this.users.create(null, "m1@acme.test", null, null, null, true, null, "m0");
		insert("m1", "acme", true);
		insert("m2", "acme", true);
		assertRefused(output);
		assertThat(membershipsOf("m2")).hasSize(1);
	}

	private void assertRefused(CapturedOutput output) {
		this.migration.run();
		assertThat(output).contains("1 accounts cannot be migrated").doesNotContain("m1@acme.test");
		assertThat(this.accounts.findNotProvisioned("")).extracting(Account::id).containsExactly("m1");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.users.getByExternalId("m1"));
	}

	private void insert(String id, String organizationId, boolean emailVerified) {
		this.accounts
			.insert(new Account(id, organizationId, id, "{noop}" + id, id + "@acme.test", emailVerified, true));
	}

	private List<OrganizationMembership> membershipsOf(String id) {
		return this.workos.getOrganizationMembership()
			.list(null, null, null, null, "org_acme", null, this.users.getByExternalId(id).getId()).data;
	}

}
