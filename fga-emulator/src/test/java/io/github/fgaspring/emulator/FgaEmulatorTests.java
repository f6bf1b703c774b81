package io.github.fgaspring.emulator;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.fgaspring.emulator.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FgaEmulatorTests {

	@Test
	void startWhenDefaultsThenListensOnFreeLoopbackPort() {
		try (FgaEmulator first = FgaEmulator.start(EmulatorConfig.defaults());
				FgaEmulator second = FgaEmulator.start(EmulatorConfig.defaults())) {
			assertThat(first.baseUrl()).hasScheme("http").hasHost("127.0.0.1").hasPath("");
			assertThat(first.baseUrl().getPort()).isPositive().isNotEqualTo(second.baseUrl().getPort());
		}
	}

	@Test
	void startWhenSeedIsEmptyThenKeysAreTheDefaults() {
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults())) {
			assertThat(emulator.apiKey()).isEqualTo("sk_test_emulator");
			assertThat(emulator.clientId()).isEqualTo("client_emulator");
		}
	}

	@Test
	void startWhenSeedNamesKeysThenUsesThem() {
		Seed seed = Seed.of("""
				api-key: sk_test_mine
				client-id: client_mine
				""");
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(seed))) {
			assertThat(emulator.apiKey()).isEqualTo("sk_test_mine");
			assertThat(emulator.clientId()).isEqualTo("client_mine");
			assertThat(new EmulatorClient(emulator).get("/sso/jwks/client_mine").status()).isEqualTo(200);
		}
	}

	@Test
	void startWhenPortIsFixedThenListensThere() {
		int port;
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults())) {
			port = emulator.baseUrl().getPort();
		}
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults().withPort(port))) {
			assertThat(emulator.baseUrl()).hasPort(port);
		}
	}

	@Test
	void startWhenPortIsTakenThenFailsWithAddress() {
		try (FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults())) {
			EmulatorConfig same = EmulatorConfig.defaults().withPort(emulator.baseUrl().getPort());
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> FgaEmulator.start(same))
				.withMessageContaining("127.0.0.1:" + emulator.baseUrl().getPort());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "192.0.2.1", "::", "no-such-host.invalid" })
	void startWhenAddressIsNotLoopbackThenRefuses(String address) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FgaEmulator.start(EmulatorConfig.defaults().withBindAddress(address)))
			.withMessageContaining("'" + address + "'")
			.withMessageContaining("loopback addresses only, such as 127.0.0.1");
	}

	@Test
	void closeWhenRunningThenNobodyAnswers() {
		FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults());
		emulator.close();
		assertThatIllegalStateException().isThrownBy(() -> new EmulatorClient(emulator).get("/"))
			.withCauseInstanceOf(ConnectException.class);
	}

	@Test
	void restoreWhenChangedSinceSnapshotThenIsAsBefore() {
		try (FgaEmulator emulator = AcmeEmulator.start()) {
			EmulatorClient client = new EmulatorClient(emulator);
			EmulatorSnapshot snapshot = emulator.snapshot();
			assertThat(client.delete("/organizations/org_acme").status()).isEqualTo(200);
			emulator.restore(snapshot);
			assertThat(client.get("/organizations/org_acme").status()).isEqualTo(200);
		}
	}

	@Test
	void configWhenPortOrLifetimeIsImpossibleThenRefuses() {
		EmulatorConfig config = EmulatorConfig.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> config.withPort(65536)).withMessageContaining("port");
		assertThatIllegalArgumentException().isThrownBy(() -> config.withTokenLifetime(Duration.ZERO))
			.withMessageContaining("tokenLifetime");
	}

	@Test
	void seedWhenPrintedThenHidesItsText() {
		assertThat(EmulatorConfig.defaults().withSeed(Seed.of("api-key: sk_test_mine")).toString())
			.doesNotContain("sk_test_mine");
	}

	@Test
	void loadWhenFileIsMissingThenFailsWithItsName() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Seed.load(Path.of("missing.yaml")))
			.withMessageContaining("missing.yaml");
	}

}
