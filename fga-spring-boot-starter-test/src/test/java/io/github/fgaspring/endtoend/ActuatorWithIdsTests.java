package io.github.fgaspring.endtoend;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operators may see who was denied what, if the application says so.
 */
@SpringBootTest(classes = AbstractActuatorTests.Application.class, properties = "fga.actuate.show-ids=true")
@AutoConfigureMockMvc
class ActuatorWithIdsTests extends AbstractActuatorTests {

	@Test
	void decisionsWhenDeniedThenShowsWhoAskedForWhat() {
		assertThat(get("/projects/p-2")).hasStatus(403);
		assertThat(actuator("/fga/decisions")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.denials[0].ids")
			.isEqualTo(Map.of("userId", ALICE, "organizationId", ACME, "organizationMembershipId", ALICES_MEMBERSHIP,
					"resourceId", "p-2"));
	}

}
