package io.github.fgaspring.endtoend;

import java.nio.file.Path;

import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance without Redis forgets everything when it stops. What has happened before
 * its start, while it was down and in its earlier life, holds all the same.
 */
class RestartTests {

	private static final String VIEW = "/view/web";

	private final FgaEmulator emulator = FgaEmulator
		.start(EmulatorConfig.defaults().withSeed(Seed.load(Path.of("src/test/resources/live-changes.yaml"))));

	private final WorkosAdministrator workos = new WorkosAdministrator(this.emulator);

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void instanceWhenItPollsAndIsRestartedThenRevocationsHoldAndListenersHearTheRest(@TempDir Path folder) {
		String[] properties = { "fga.events.poll=true", "fga.events.poll-interval=1s",
				"fga.events.cursor-file=" + folder.resolve("cursor") };
		String revokedBefore = token("user_carol");
		String revokedMeanwhile = token("user_carol");
		try (Instance instance = Instance.start(this.emulator, properties)) {
			this.workos.revokeSession(revokedBefore);
			await().until(() -> instance.get(VIEW, revokedBefore) == 401);
			awaitHeard(instance, "session.revoked");
			assertThat(instance.get(VIEW, revokedMeanwhile)).isEqualTo(200);
		}
		this.workos.revokeSession(revokedMeanwhile);
		this.workos.deactivate("om_bob");
		try (Instance instance = Instance.start(this.emulator, properties)) {
			assertHolds(instance, revokedBefore, revokedMeanwhile);
			awaitHeard(instance, "organization_membership.updated");
			assertThat(heard(instance).types()).containsExactly("session.revoked", "organization_membership.updated");
		}
	}

	@Test
	void instanceWhenItHasWebhooksAndIsRestartedThenRevocationsHold() {
		String[] properties = { "fga.webhooks.secret=" + Instance.WEBHOOK_SECRET };
		String revokedBefore = token("user_carol");
		String revokedMeanwhile = token("user_carol");
		try (Instance instance = Instance.start(this.emulator, properties)) {
			this.emulator.addWebhook(instance.webhook(), Instance.WEBHOOK_SECRET);
			this.workos.revokeSession(revokedBefore);
			await().until(() -> instance.get(VIEW, revokedBefore) == 401);
			this.emulator.removeWebhook(instance.webhook());
		}
		this.workos.revokeSession(revokedMeanwhile);
		try (Instance instance = Instance.start(this.emulator, properties)) {
			assertHolds(instance, revokedBefore, revokedMeanwhile);
		}
	}

	private void assertHolds(Instance instance, String... revoked) {
		// A slow machine may serve requests while it still reads.
		await().untilAsserted(
				() -> assertThat(revoked).allSatisfy((token) -> assertThat(instance.get(VIEW, token)).isEqualTo(401)));
		assertThat(instance.get(VIEW, token("user_carol"))).isEqualTo(200);
		assertThat(instance.get(VIEW, token("user_alice"))).isEqualTo(200);
	}

	private static void awaitHeard(Instance instance, String type) {
		await().until(() -> heard(instance).types().contains(type));
	}

	private static LiveChangesApplication.Heard heard(Instance instance) {
		return instance.bean(LiveChangesApplication.Heard.class);
	}

	private String token(String userId) {
		return this.emulator.sessionToken(userId, "org_acme");
	}

}
