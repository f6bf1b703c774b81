package com.example.projecthub.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import com.example.projecthub.Project;
import com.example.projecthub.provisioning.ProjectProvisioning;
import com.workos.WorkOS;
import com.workos.authorization.ParentResource;
import com.workos.common.exceptions.NotFoundException;
import com.workos.models.AuthorizationResource;
import io.github.fgaspring.emulator.traffic.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Row and resource, or neither.
 */
class ProjectProvisioningTests extends AbstractStandaloneTests {

	private static final Project APP = new Project("app", "acme", "engineering", "App", false);

	@Autowired
	private ProjectProvisioning provisioning;

	@Autowired
	private ProjectReconciliation reconciliation;

	@Autowired
	private WorkOS workos;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionTemplate transaction;

	@AfterEach
	void cleanUp() {
		this.jdbc.sql("delete from project where id = 'app'").update();
	}

	@Test
	void createWhenNothingFailsThenBoth() {
		this.provisioning.create(APP, "org_acme");
		assertThat(hasRow()).isTrue();
		assertThat(resource().getName()).isEqualTo("App");
		assertThat(resource().getParentResourceId()).isEqualTo(workspace("engineering"));
	}

	static Stream<Fault> failures() {
		Fault create = Fault.on("POST", "/authorization/resources");
		return Stream.of(create.status(422), create.status(429), create.status(503), create.resetConnection(),
				// Done, but nobody is told, or not understandably.
				create.truncateBody(), create.status(201).body("{"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void createWhenWorkOsFailsThenNeither(Fault failure) {
		this.emulator.inject(failure);
		assertThatException().isThrownBy(() -> this.provisioning.create(APP, "org_acme"));
		this.emulator.clearFaults();
		assertNeither();
	}

	@Test
	void createWhenWorkOsGetsToItAfterTheDeadlineThenReconciliationDeletesTheResource() {
		this.emulator.inject(Fault.on("POST", "/authorization/resources").delay(Duration.ofSeconds(3)));
		assertThatException().isThrownBy(() -> this.provisioning.create(APP, "org_acme"));
		assertThat(hasRow()).isFalse();
		Awaitility.await().ignoreException(NotFoundException.class).until(() -> resource() != null);
		this.reconciliation.reconcile("acme", Instant.now().plusSeconds(60));
		assertNeither();
	}

	@Test
	void createWhenTransactionRollsBackLaterThenNeither() {
		this.transaction.executeWithoutResult((status) -> {
			this.provisioning.create(APP, "org_acme");
			status.setRollbackOnly();
		});
		assertNeither();
	}

	@Test
	void createWhenRowExistsThenResourceIsUntouched() {
		this.provisioning.create(APP, "org_acme");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.provisioning.create(APP, "org_acme"));
		assertThat(resource().getName()).isEqualTo("App");
	}

	@Test
	void createWhenWorkspaceIsOfAnotherOrganizationThenNeither() {
		assertThatExceptionOfType(ResponseStatusException.class)
			.isThrownBy(() -> this.provisioning.create(new Project("app", "acme", "plant", "App", false), "org_acme"));
		assertNeither();
	}

	/**
	 * After a crash between the answer of WorkOS and the commit, or a compensation that
	 * failed too.
	 */
	@Test
	void createWhenResourceWasLeftBehindThenIsMadeTheSame() {
		this.workos.getAuthorization()
			.createResource(new ParentResource.ByExternalId("workspace", "finance"), "app", "Old", "project",
					"org_acme");
		this.provisioning.create(APP, "org_acme");
		assertThat(hasRow()).isTrue();
		assertThat(resource().getName()).isEqualTo("App");
		assertThat(resource().getParentResourceId()).isEqualTo(workspace("engineering"));
	}

	@Test
	void createWhenCompensationFailsTooThenReconciliationDeletesTheResource() {
		this.emulator.inject(Fault.on("POST", "/authorization/resources").truncateBody());
		this.emulator.inject(Fault.on("DELETE", "/authorization/**").status(503));
		assertThatException().isThrownBy(() -> this.provisioning.create(APP, "org_acme"))
			.satisfies((failure) -> assertThat(failure.getSuppressed()).isEmpty());
		this.emulator.clearFaults();
		assertThat(hasRow()).isFalse();
		assertThat(resource()).isNotNull();
		this.reconciliation.run();
		assertThat(resource()).as("might belong to a transaction that goes on").isNotNull();
		this.reconciliation.reconcile("acme", Instant.now().plusSeconds(60));
		assertNeither();
		assertThat(this.workos.getAuthorization().getResourceByExternalId("org_acme", "project", "web")).isNotNull();
	}

	@Test
	void reconcileWhenResourceIsMissingThenCreatesIt() {
		this.provisioning.create(APP, "org_acme");
		this.workos.getAuthorization().deleteResourceByExternalId("org_acme", "project", "app");
		this.reconciliation.run();
		assertThat(resource().getParentResourceId()).isEqualTo(workspace("engineering"));
	}

	@Test
	void deleteWhenWorkOsFailsThenBothRemain() {
		this.provisioning.create(APP, "org_acme");
		this.emulator.inject(Fault.on("DELETE", "/authorization/**").status(503));
		assertThatException().isThrownBy(() -> this.provisioning.delete("app", "acme", "org_acme"));
		assertThat(hasRow()).isTrue();
		assertThat(resource()).isNotNull();
		this.emulator.clearFaults();
		this.provisioning.delete("app", "acme", "org_acme");
		assertNeither();
	}

	@Test
	void deleteWhenOfAnotherOrganizationThenNotFound() {
		assertThatExceptionOfType(ResponseStatusException.class)
			.isThrownBy(() -> this.provisioning.delete("web", "globex", "org_globex"));
		assertThat(this.workos.getAuthorization().getResourceByExternalId("org_acme", "project", "web")).isNotNull();
	}

	private void assertNeither() {
		assertThat(hasRow()).isFalse();
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(this::resource);
	}

	private boolean hasRow() {
		return this.jdbc.sql("select count(*) from project where id = 'app'").query(Integer.class).single() > 0;
	}

	private AuthorizationResource resource() {
		return this.workos.getAuthorization().getResourceByExternalId("org_acme", "project", "app");
	}

	private String workspace(String externalId) {
		return this.workos.getAuthorization().getResourceByExternalId("org_acme", "workspace", externalId).getId();
	}

}
