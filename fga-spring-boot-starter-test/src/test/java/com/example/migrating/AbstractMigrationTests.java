package com.example.migrating;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * An application on its way. Alice has a role on the project {@code web}, and none on
 * {@code shop}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@EnableFgaEmulator(seed = "classpath:projects.yaml")
abstract class AbstractMigrationTests {

	@Autowired
	RestTestClient client;

	@Autowired
	FgaEmulator emulator;

	@Autowired
	MeterRegistry meters;

	@BeforeEach
	void resetMeters() {
		this.meters.find("migration").counters().forEach((counter) -> this.meters.remove(counter));
	}

	int get(String uri, String... permissions) {
		return status(uri,
				this.emulator.sessionTokenBuilder("user_alice", "org_acme").claim("permissions", permissions).build());
	}

	int getAsNobody(String uri) {
		return status(uri, null);
	}

	private int status(String uri, String token) {
		return this.client.get().uri(uri).headers((headers) -> {
			if (token != null) {
				headers.setBearerAuth(token);
			}
		}).exchange().returnResult().getStatus().value();
	}

	int calls() {
		return this.emulator.requests("/authorization/**").size();
	}

	/**
	 * How often the old check and the rule have answered so.
	 */
	double compared(boolean old, String rule) {
		RequiredSearch search = this.meters.get("migration")
			.tags("permission", "project:view", "old", String.valueOf(old), "rule", rule);
		return search.counters().stream().mapToDouble(Counter::count).sum();
	}

}
