package io.github.fgaspring.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis on a free port, without persistence.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private final int port;

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	private RedisServer server;

	private EmbeddedRedis(int port) {
		this.port = port;
		this.server = server();
	}

	public static EmbeddedRedis start() {
		try {
			EmbeddedRedis redis = new EmbeddedRedis(freePort());
			redis.server.start();
			return redis;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private RedisServer server() {
		try {
			return RedisServer.newRedisServer()
				.port(this.port)
				.bind("127.0.0.1")
				.setting("save \"\"")
				.setting("appendonly no")
				.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public String[] properties() {
		return new String[] { "spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.port };
	}

	/**
	 * Connections as an application has them by default, which wait for a minute.
	 */
	public LettuceConnectionFactory connections() {
		return connections(this.port, Duration.ofMinutes(1));
	}

	public LettuceConnectionFactory connections(int port, Duration timeout) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder().commandTimeout(timeout).shutdownTimeout(Duration.ZERO).build());
		factory.afterPropertiesSet();
		factory.start();
		this.factories.add(factory);
		return factory;
	}

	/**
	 * Does something on a new connection.
	 */
	public <T> T with(Function<RedisConnection, T> command) {
		LettuceConnectionFactory factory = connections();
		try (RedisConnection connection = factory.getConnection()) {
			return command.apply(connection);
		}
		finally {
			factory.destroy();
			this.factories.remove(factory);
		}
	}

	public void flush() {
		with((connection) -> {
			connection.serverCommands().flushAll();
			return true;
		});
	}

	public void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a stopped one again, which knows nothing.
	 */
	public void startAgain() {
		this.server = server();
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.factories.forEach(LettuceConnectionFactory::destroy);
		stop();
	}

}
