package io.github.fgaspring.emulator.autoconfigure;

import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(properties = { "fga.emulator.enabled=true", "fga.emulator.seed=classpath:acme.yaml" })
class FgaEmulatorWebMvcTestTests {

	@Test
	void startsInSlice(@Autowired FgaEmulator emulator, @Autowired FgaConnectionDetails details) {
		assertThat(details.getBaseUrl()).isEqualTo(emulator.baseUrl());
	}

	@SpringBootConfiguration
	static class Application {

	}

}
