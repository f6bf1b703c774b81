package com.example.projecthub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.fgaspring.emulator.FgaEmulator;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints where to go, and a request for some of the people in {@code model.yaml}, ready
 * to be pasted into a shell. Only with the emulator, which makes the tokens; on the
 * console and not in a log, where tokens have no place.
 */
@Component
@ConditionalOnBooleanProperty("fga.emulator.enabled")
@Profile("!standalone")
class DemoTokens {

	private final FgaEmulator emulator;

	private final Environment environment;

	DemoTokens(FgaEmulator emulator, Environment environment) {
		this.emulator = emulator;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		String url = "http://localhost:" + this.environment.getProperty("local.server.port", "8080");
		Map<String, String> people = new LinkedHashMap<>();
		people.put("Alice, administrator of Acme", this.emulator.sessionToken("user_alice", "org_acme"));
		people.put("Bob, plain member of Acme", this.emulator.sessionToken("user_bob", "org_acme"));
		people.put("Carol, administrator of Acme's workspace 'engineering'",
				this.emulator.sessionToken("user_carol", "org_acme"));
		people.put("Dave, administrator of Globex", this.emulator.sessionToken("user_dave", "org_globex"));
		StringBuilder text = new StringBuilder(
				"Open %s in a browser, or try the API as one of these people:".formatted(url));
		people.forEach((person, token) -> text.append("%n%n# %s%n".formatted(person))
			.append("curl -i %s/api/projects/web -H 'Authorization: Bearer %s'".formatted(url, token)));
		System.out.println(text.append(System.lineSeparator()));
	}

}
