package io.github.fgaspring.emulator.control;

import java.time.Duration;

import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorSnapshot;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmulatorControlsTests {

	private final FgaEmulator emulator = AcmeEmulator.start();

	private final EmulatorClient client = new EmulatorClient(this.emulator);

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void assignRoleWhenNotHeldThenGrantsAndRemoveRoleTakesItBack() {
		assertThat(bobCanEditCrm()).isFalse();
		this.emulator.assignRole("om_bob", "project-editor", "project", "crm");
		this.emulator.assignRole("om_bob", "project-editor", "project", "crm");
		assertThat(bobCanEditCrm()).isTrue();
		this.emulator.removeRole("om_bob", "project-editor", "project", "crm");
		assertThat(bobCanEditCrm()).isFalse();
	}

	@Test
	void assignRoleWhenInOrganizationThenIsInTheNextToken() {
		this.emulator.assignRole("om_bob", "admin", "organization", "org_acme");
		this.emulator.removeRole("om_bob", "member", "organization", "org_acme");
		assertThat(this.client.get("/user_management/organization_memberships/om_bob")
			.json()
			.at("/role/slug")
			.stringValue()).isEqualTo("auditor");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					om_none | project-editor  | project | crm  | There is no membership 'om_none' in the emulator
					om_bob  | none            | project | crm  | There is no role 'none' on resources of type 'project' in the emulator
					om_bob  | workspace-admin | project | crm  | There is no role 'workspace-admin' on resources of type 'project' in the emulator
					om_bob  | project-editor  | project | none | There is no project 'none' in the organization of membership 'om_bob'
					""")
	void assignRoleWhenSomethingIsUnknownThenSaysWhat(String membership, String role, String type, String externalId,
			String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.emulator.assignRole(membership, role, type, externalId))
			.withMessage(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					om_alice | member         | organization | org_acme | 'member' is the last role of membership 'om_alice' in its organization: assign another one first
					om_bob   | project-editor | project      | crm      | Membership 'om_bob' does not hold the role 'project-editor' itself on project 'crm'
					""")
	void removeRoleWhenImpossibleThenSaysWhy(String membership, String role, String type, String externalId,
			String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.emulator.removeRole(membership, role, type, externalId))
			.withMessage(message);
	}

	@Test
	void restoreWhenThingsHaveChangedThenTheyAreAsTheyWere() {
		EmulatorSnapshot snapshot = this.emulator.snapshot();
		this.emulator.assignRole("om_bob", "project-editor", "project", "crm");
		this.emulator.restore(snapshot);
		assertThat(bobCanEditCrm()).isFalse();
		this.emulator.assignRole("om_bob", "project-editor", "project", "crm");
		this.emulator.restore(snapshot);
		assertThat(bobCanEditCrm()).isFalse();
	}

	@Test
	void resetWhenThingsHaveChangedThenIsAsAfterTheStart() {
		String before = this.emulator.sessionToken("user_bob", "org_acme");
		this.emulator.assignRole("om_bob", "project-editor", "project", "crm");
		this.emulator.inject(Fault.on("/**").status(500));
		this.emulator.advanceClock(Duration.ofDays(365));
		this.client.get("/anything");
		this.emulator.reset();
		assertThat(this.emulator.requests()).isEmpty();
		assertThat(bobCanEditCrm()).isFalse();
		assertThat(this.client.get("/events").json().get("data").isEmpty()).isTrue();
		assertThat(this.emulator.sessionToken("user_bob", "org_acme")).isNotEqualTo(before);
	}

	private boolean bobCanEditCrm() {
		return this.client.post("/authorization/organization_memberships/om_bob/check", """
				{"permission_slug": "project:edit", "resource_type_slug": "project", "resource_external_id": "crm"}""")
			.json()
			.get("authorized")
			.booleanValue();
	}

}
