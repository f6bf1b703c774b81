package io.github.fgaspring.emulator;

import java.time.Clock;
import java.time.Duration;

import io.github.fgaspring.emulator.seed.Seed;

/**
 * How an emulator is started.
 *
 * @param bindAddress the name or number of the loopback address to listen on
 * @param port the port to listen on, or 0 for any free one
 * @param seed what the emulator starts with
 * @param clock the clock that dates tokens and objects
 * @param tokenLifetime how long a session token is valid, in whole seconds
 */
public record EmulatorConfig(String bindAddress, int port, Seed seed, Clock clock, Duration tokenLifetime) {

	public EmulatorConfig {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
		}
		if (tokenLifetime.toSeconds() < 1) {
			throw new IllegalArgumentException("tokenLifetime must be at least a second, not " + tokenLifetime);
		}
	}

	/**
	 * Any free port of 127.0.0.1, an empty seed, the system's clock and tokens of five
	 * minutes.
	 * @return the configuration
	 */
	public static EmulatorConfig defaults() {
		return new EmulatorConfig("127.0.0.1", 0, Seed.empty(), Clock.systemUTC(), Duration.ofMinutes(5));
	}

	/**
	 * The same on another address.
	 * @param bindAddress the name or number of a loopback address
	 * @return a changed copy
	 */
	public EmulatorConfig withBindAddress(String bindAddress) {
		return new EmulatorConfig(bindAddress, this.port, this.seed, this.clock, this.tokenLifetime);
	}

	/**
	 * The same on another port.
	 * @param port the port, or 0 for any free one
	 * @return a changed copy
	 */
	public EmulatorConfig withPort(int port) {
		return new EmulatorConfig(this.bindAddress, port, this.seed, this.clock, this.tokenLifetime);
	}

	/**
	 * The same with another seed.
	 * @param seed the seed
	 * @return a changed copy
	 */
	public EmulatorConfig withSeed(Seed seed) {
		return new EmulatorConfig(this.bindAddress, this.port, seed, this.clock, this.tokenLifetime);
	}

	/**
	 * The same with another clock.
	 * @param clock the clock
	 * @return a changed copy
	 */
	public EmulatorConfig withClock(Clock clock) {
		return new EmulatorConfig(this.bindAddress, this.port, this.seed, clock, this.tokenLifetime);
	}

	/**
	 * The same with tokens of another lifetime.
	 * @param tokenLifetime the lifetime, at least a second
	 * @return a changed copy
	 */
	public EmulatorConfig withTokenLifetime(Duration tokenLifetime) {
		return new EmulatorConfig(this.bindAddress, this.port, this.seed, this.clock, tokenLifetime);
	}

}
