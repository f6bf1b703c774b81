package io.github.fgaspring.emulator.event;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.User;
import io.github.fgaspring.emulator.model.UserProfile;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.emulator.seed.SeedReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordEventTests {

	private static final String PASSWORD = "Correct-Horse-Battery-42";

	private final EmulatorState state = SeedReader.read(Seed.of("organizations: [{ id: org_acme }]"),
			Clock.systemUTC());

	private final StateChanges changes = new StateChanges(this.state, new EventPublisher(this.state, (event) -> {
	}));

	@Test
	void eventsWhenUserHasPasswordThenDoNotTellIt() {
		Instant now = this.state.now();
		UserProfile profile = new UserProfile("Ada", null, null, true, null, null, Map.of());
		User user = new User("user_ada", "ada@example.test", PASSWORD, profile, null, now, now);
		Organization organization = this.state.accounts().organizations().find("org_acme").orElseThrow();
		Role role = this.state.accessModel().findEnvironmentRole(Role.DEFAULT).orElseThrow();
		this.changes.create(user);
		this.changes.create(new Membership("om_ada", user.id(), organization.id(), MembershipStatus.ACTIVE, now, now),
				List.of(role));
		this.changes.update(user.signedIn(now));
		this.changes.delete(user);
		assertThat(this.state.events().all()).extracting(Event::type)
			.containsExactly("user.created", "organization_membership.created", "user.updated",
					"organization_membership.deleted", "user.deleted");
		assertThat(this.state.events().all())
			.allSatisfy((event) -> assertThat(event.toString()).contains("ada").doesNotContain(PASSWORD));
	}

}
