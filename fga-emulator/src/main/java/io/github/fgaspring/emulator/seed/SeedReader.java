package io.github.fgaspring.emulator.seed;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import io.github.fgaspring.emulator.model.AccessModel;
import io.github.fgaspring.emulator.model.Accounts;
import io.github.fgaspring.emulator.model.EmulatorState;
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
	 * @param now the time at which everything in it is said to be created
	 * @return the state it describes
	 * @throws IllegalSeedException if the seed is wrong
	 */
	public static EmulatorState read(Seed seed, Instant now) {
		SeedNode root = SeedParser.parse(seed);
		root.allowOnlyKeys("api-key", "client-id", "resource-types", "permissions", "roles", "organizations", "users",
				"memberships", "resources", "assignments", "jwt-template", "webhooks");
		AccessModel accessModel = AccessModelReader.read(root);
		Accounts accounts = AccountsReader.read(root, accessModel, now);
		ResourcesReader resources = ResourcesReader.read(root, accessModel, accounts);
		return new EmulatorState(root.text("api-key", DEFAULT_API_KEY), root.text("client-id", DEFAULT_CLIENT_ID),
				accessModel, accounts, resources.tree(), resources.readAssignments(root), readJwtTemplate(root),
				readWebhooks(root));
	}

	private static @Nullable JwtTemplate readJwtTemplate(SeedNode root) {
		SeedNode node = root.find("jwt-template");
		if (node == null) {
			return null;
		}
		String content = node.text();
		try {
			return JwtTemplate.parse(content);
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
		if (!url.text().matches("https?://[^\\s/]\\S*")) {
			throw url.problem("it is not an absolute HTTP URL; write one such as http://localhost:8080/fga/webhooks");
		}
		return new Webhook(URI.create(url.text()), node.text("secret"));
	}

}
