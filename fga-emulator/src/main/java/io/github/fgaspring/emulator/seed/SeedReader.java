package io.github.fgaspring.emulator.seed;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.EmulatorState.Contents;
import io.github.fgaspring.emulator.model.EmulatorState.Settings;
import io.github.fgaspring.emulator.model.IdSequence;
import io.github.fgaspring.emulator.model.JwtTemplate;
import io.github.fgaspring.emulator.model.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first state of the emulator from a seed, or says what is wrong with the seed.
 */
public final class SeedReader {

	private static final String DEFAULT_API_KEY = "sk_test_emulator";

	private static final String DEFAULT_CLIENT_ID = "client_emulator";

	private SeedReader() {
	}

	/**
	 * Read and validate a seed.
	 * @param seed the seed
	 * @param clock the clock that dates everything, what is in the seed by its present
	 * time
	 * @return the state it describes
	 * @throws IllegalSeedException if the seed is wrong
	 */
	public static EmulatorState read(Seed seed, Clock clock) {
		SeedNode root = SeedParser.parse(seed);
		root.allowOnlyKeys("api-key", "client-id", "resource-types", "permissions", "roles", "organizations", "users",
				"memberships", "resources", "assignments", "jwt-template", "webhooks");
		IdSequence ids = new IdSequence();
		Instant now = clock.instant();
		AccessModelReader accessModel = AccessModelReader.read(root, ids, now);
		AccountsReader accounts = AccountsReader.read(root, accessModel.roles(), now);
		ResourcesReader resources = ResourcesReader.read(root, accessModel, accounts, ids, now);
		Contents contents = new Contents(accessModel.accessModel(), accounts.accounts(), resources.tree(),
				resources.readAssignments(root), readJwtTemplate(root, now), readWebhooks(root));
		Settings settings = new Settings(root.text("api-key", DEFAULT_API_KEY),
				root.text("client-id", DEFAULT_CLIENT_ID), clock);
		return new EmulatorState(settings, ids, contents);
	}

	private static @Nullable JwtTemplate readJwtTemplate(SeedNode root, Instant now) {
		SeedNode node = root.find("jwt-template");
		if (node == null) {
			return null;
		}
		String content = node.text();
		try {
			return JwtTemplate.parse(content, now);
		}
		catch (IllegalArgumentException ex) {
			throw node.problem(String.valueOf(ex.getMessage()));
		}
	}

	private static List<Webhook> readWebhooks(SeedNode root) {
		return root.list("webhooks").stream().map(SeedReader::readWebhook).toList();
	}

	private static Webhook readWebhook(SeedNode node) {
		node.allowOnlyKeys("url", "secret");
		SeedNode url = node.require("url");
		String secret = node.text("secret");
		try {
			return new Webhook(new URI(url.text()), secret);
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw url.problem("it is not an absolute HTTP URL; write one such as http://localhost:8080/fga/webhooks");
		}
	}

}
