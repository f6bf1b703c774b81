package com.example.projecthub.standalone;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/**
 * The sample with its own login, its own database and an emulated WorkOS. Jobs run when a
 * test runs them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1", "project-hub.migration=-",
				"project-hub.reconciliation=-" })
@ActiveProfiles("standalone")
@EnableFgaEmulator
abstract class AbstractStandaloneTests {

	@Autowired
	FgaEmulator emulator;

	@LocalServerPort
	private int port;

	/**
	 * Logs somebody in whose password is the name.
	 */
	Browser login(String username) {
		return Browser.login(this.port, username, username);
	}

	int port() {
		return this.port;
	}

}
