package io.github.fgaspring.benchmarks.emulator;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.benchmarks.Floor;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.seed.Seed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Starting an emulator and stopping it again. The floor is a server and an RSA key to
 * sign sessions with; the time to generate one depends on luck and is shown apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmulatorStart {

	private static final int KEY_SIZE = 2048;

	private final EmulatorConfig small = EmulatorConfig.defaults().withSeed(Seed.of("""
			organizations:
			  - { id: org_acme, name: Acme }
			users:
			  - { id: user_alice, email: alice@acme.test }
			memberships:
			  - { id: om_alice, user: user_alice, organization: org_acme }
			"""));

	private final EmulatorConfig bigYaml = EmulatorConfig.defaults().withSeed(new BigTree().toYaml());

	private final EmulatorConfig bigJson = EmulatorConfig.defaults().withSeed(new BigTree().toJson());

	/**
	 * Generate a key pair.
	 * @return the key pair
	 * @throws GeneralSecurityException if there is no RSA
	 */
	@Benchmark
	public KeyPair keyPair() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(KEY_SIZE);
		return generator.generateKeyPair();
	}

	/**
	 * Generate a key pair, and start and stop a server.
	 * @param blackhole takes the key pair
	 * @return where the server was
	 * @throws GeneralSecurityException if there is no RSA
	 */
	@Benchmark
	public URI bareServerAndKeyPair(Blackhole blackhole) throws GeneralSecurityException {
		blackhole.consume(keyPair());
		try (BareServer server = BareServer.start()) {
			return server.baseUrl();
		}
	}

	/**
	 * Start and stop an emulator with one person.
	 * @return where the emulator was
	 */
	@Benchmark
	@Floor("bareServerAndKeyPair")
	public URI smallSeed() {
		return startAndStop(this.small);
	}

	/**
	 * Start an emulator with one person, let that person sign in, and stop it. The key is
	 * made while the emulator starts, so only this waits for it.
	 * @return the token
	 */
	@Benchmark
	@Floor("bareServerAndKeyPair")
	public String smallSeedAndToken() {
		try (FgaEmulator emulator = FgaEmulator.start(this.small)) {
			return emulator.sessionToken("user_alice");
		}
	}

	/**
	 * Start and stop an emulator with the big tree in YAML.
	 * @return where the emulator was
	 */
	@Benchmark
	@Floor("bareServerAndKeyPair")
	public URI bigSeedInYaml() {
		return startAndStop(this.bigYaml);
	}

	/**
	 * Start and stop an emulator with the big tree in JSON, which is YAML too.
	 * @return where the emulator was
	 */
	@Benchmark
	@Floor("bareServerAndKeyPair")
	public URI bigSeedInJson() {
		return startAndStop(this.bigJson);
	}

	private static URI startAndStop(EmulatorConfig config) {
		try (FgaEmulator emulator = FgaEmulator.start(config)) {
			return emulator.baseUrl();
		}
	}

}
