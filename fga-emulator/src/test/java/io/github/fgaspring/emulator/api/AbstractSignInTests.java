package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.fgaspring.emulator.Browser;
import io.github.fgaspring.emulator.Browser.Page;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests that sign in with a browser.
 */
abstract class AbstractSignInTests {

	static final String REDIRECT_URI = "http://localhost:8080/callback";

	static final String VERIFIER = "a-verifier-of-43-characters~as-the-RFC-asks.";

	private static final Seed SEED = Seed.of("""
			roles:
			  - { slug: member }
			  - { slug: admin }
			organizations:
			  - { id: org_acme, name: Acme }
			  - { id: org_globex, name: Globex }
			  - { id: org_empty, name: Empty }
			users:
			  - { id: user_none, email: none@acme.test, first-name: Nora }
			  - { id: user_one, email: one@acme.test, first-name: Olga, last-name: Ode }
			  - { id: user_two, email: two@acme.test }
			  - { id: user_left, email: left@acme.test, first-name: Lea }
			memberships:
			  - { id: om_one, user: user_one, organization: org_acme, roles: [admin, member] }
			  - { id: om_two_acme, user: user_two, organization: org_acme, roles: [member] }
			  - { id: om_two_globex, user: user_two, organization: org_globex, roles: [admin] }
			  - { id: om_left, user: user_left, organization: org_acme, status: inactive }
			""");

	static FgaEmulator emulator;

	static EmulatorClient client;

	final Browser browser = new Browser();

	@BeforeAll
	static void start() {
		emulator = FgaEmulator.start(EmulatorConfig.defaults()
			.withSeed(SEED)
			.withClock(Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC)));
		client = new EmulatorClient(emulator);
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@AfterEach
	void reset() {
		emulator.reset();
	}

	/**
	 * The parameters of an application that does everything right.
	 */
	static Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("client_id", "client_emulator");
		parameters.put("redirect_uri", REDIRECT_URI);
		parameters.put("response_type", "code");
		parameters.put("provider", "authkit");
		parameters.put("state", "state-1");
		parameters.put("code_challenge", challenge(VERIFIER));
		parameters.put("code_challenge_method", "S256");
		return parameters;
	}

	static Map<String, String> parameters(String name, String value) {
		Map<String, String> parameters = parameters();
		parameters.put(name, value);
		return parameters;
	}

	static String challenge(String verifier) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Page ask(Map<String, String> parameters) {
		return this.browser.open(address("/user_management/authorize?" + Browser.encode(parameters)));
	}

	Page ask() {
		return ask(parameters());
	}

	Page choose(Map<String, String> fields) {
		return this.browser.post(address(SignInPage.CHOICE), fields);
	}

	static URI address(String path) {
		return emulator.baseUrl().resolve(path);
	}

}
