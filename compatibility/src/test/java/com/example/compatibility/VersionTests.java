package com.example.compatibility;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other tests tell nothing unless they run on what they are meant to run on.
 */
class VersionTests {

	@Test
	void springBootIsTheOneThatWasAskedFor() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.spring-boot.version"));
	}

	@Test
	void javaIsTheOneThatWasAskedFor() {
		assertThat(Runtime.version().feature()).isEqualTo(Integer.getInteger("expected.java.version"));
	}

}
