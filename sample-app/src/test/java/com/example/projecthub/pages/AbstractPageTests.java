package com.example.projecthub.pages;

import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import io.github.fgaspring.emulator.EmulatorSnapshot;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The sample as it starts, with everything as it was before each test.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class AbstractPageTests {

	@LocalServerPort
	int port;

	@Autowired
	FgaEmulator emulator;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private DataSource dataSource;

	private EmulatorSnapshot before;

	@BeforeEach
	void remember() {
		this.before = this.emulator.snapshot();
	}

	@AfterEach
	void restore() {
		this.emulator.clearFaults();
		this.emulator.restore(this.before);
		this.emulator.advanceClock(Duration.between(this.emulator.now(), Instant.now()));
		for (String table : new String[] { "document", "project", "workspace", "organization_settings" }) {
			this.jdbc.sql("delete from " + table).update();
		}
		new ResourceDatabasePopulator(new ClassPathResource("data.sql")).execute(this.dataSource);
	}

	Visitor visitor() {
		return new Visitor(this.port);
	}

	Visitor alice() {
		return Visitor.signedIn(this.port, "user_alice");
	}

	Visitor bob() {
		return Visitor.signedIn(this.port, "user_bob");
	}

	Visitor carol() {
		return Visitor.signedIn(this.port, "user_carol");
	}

	Visitor dave() {
		return Visitor.signedIn(this.port, "user_dave");
	}

}
