package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis of the test's own that forgets everything when it stops.
 */
final class EmbeddedRedis implements AutoCloseable {

	private final int port;

	private RedisServer server;

	private EmbeddedRedis(int port) throws IOException {
		this.port = port;
		this.server = startServer();
	}

	static EmbeddedRedis start() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		return new EmbeddedRedis(port);
	}

	private RedisServer startServer() throws IOException {
		RedisServer started = RedisServer.newRedisServer()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.build();
		started.start();
		return started;
	}

	/**
	 * The properties of an application that uses it, although other tests use none.
	 */
	String[] properties() {
		return new String[] { "spring.autoconfigure.exclude=", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.port };
	}

	void stop() throws IOException {
		this.server.stop();
	}

	void startAgain() throws IOException {
		this.server = startServer();
	}

	@Override
	public void close() throws IOException {
		stop();
	}

}
