package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks an application from one thread over many connections that are kept alive. Each
 * connection asks again when it has been answered (closed loop) and, if told so, has
 * rested.
 */
final class LoadGenerator implements AutoCloseable {

	private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toMillis(10);

	private final Selector selector = Selector.open();

	private final List<Connection> connections = new ArrayList<>();

	private final int expectedStatus;

	/**
	 * Connects.
	 * @param port the port of the application
	 * @param path the path up to the id of the project, which is another one for every
	 * connection: nobody shall profit from others that ask the same
	 * @param token the session token
	 * @param connections the number of connections
	 * @param expectedStatus the status of every answer
	 */
	LoadGenerator(int port, String path, String token, int connections, int expectedStatus) throws IOException {
		this.expectedStatus = expectedStatus;
		for (int i = 0; i < connections; i++) {
			String request = "GET %s%d HTTP/1.1\r\nHost: localhost:%d\r\nAccept: application/json\r\nAuthorization: Bearer %s\r\n\r\n"
				.formatted(path, 1000 + i, port, token);
			this.connections.add(new Connection(port, request));
		}
	}

	/**
	 * Asks for some time, and waits for the last answers.
	 * @param duration for how long requests are sent
	 * @param rest how long a connection rests between an answer and the next request
	 * @return how long that took, and how long every answer took
	 */
	Answers run(Duration duration, Duration rest) throws IOException {
		LatencyHistogram latencies = new LatencyHistogram();
		List<String> unexpected = new ArrayList<>();
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		// All rest equally long, so they are in the order in which they have to go on.
		Deque<Connection> resting = new ArrayDeque<>();
		for (int i = 0; i < this.connections.size(); i++) {
			resting.add(this.connections.get(i).restUntil(start + rest.toNanos() * i / this.connections.size()));
		}
		int underWay = 0;
		while (true) {
			long now = System.nanoTime();
			if (now >= end) {
				resting.clear();
			}
			while (!resting.isEmpty() && resting.element().restsUntil <= now) {
				resting.remove().send();
				underWay++;
			}
			if (resting.isEmpty() && underWay == 0) {
				return new Answers(now - start, latencies, unexpected);
			}
			long silence = resting.isEmpty() ? LONGEST_SILENCE
					: TimeUnit.NANOSECONDS.toMillis(resting.element().restsUntil - now) + 1;
			if (this.selector.select(silence) == 0 && resting.isEmpty()) {
				throw new IOException("No answer for %d ms".formatted(LONGEST_SILENCE));
			}
			for (SelectionKey key : this.selector.selectedKeys()) {
				Connection connection = (Connection) key.attachment();
				if (connection.receive()) {
					long answered = System.nanoTime();
					latencies.record(answered - connection.sentAt);
					if (connection.answer.status() != this.expectedStatus) {
						unexpected.add(connection.answer.firstLine());
					}
					resting.add(connection.restUntil(answered + rest.toNanos()));
					underWay--;
				}
			}
			this.selector.selectedKeys().clear();
		}
	}

	@Override
	public void close() throws IOException {
		for (Connection connection : this.connections) {
			connection.channel.close();
		}
		this.selector.close();
	}

	/**
	 * What the application has answered.
	 *
	 * @param nanos how long it was asked
	 * @param latencies how long each answer took
	 * @param unexpected the first line of each that has not the expected status
	 */
	record Answers(long nanos, LatencyHistogram latencies, List<String> unexpected) {

		double perSecond() {
			return (double) this.latencies.count() * TimeUnit.SECONDS.toNanos(1) / this.nanos;
		}

	}

	/**
	 * One request, over and over again.
	 */
	private final class Connection {

		private final int port;

		private final ByteBuffer request;

		private final ByteBuffer received = ByteBuffer.allocateDirect(16 * 1024);

		private final HttpMessageReader answer = new HttpMessageReader();

		private SocketChannel channel;

		private long sentAt;

		private long restsUntil;

		Connection(int port, String request) throws IOException {
			this.port = port;
			byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
			this.request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
			this.channel = open();
		}

		private SocketChannel open() throws IOException {
			SocketChannel opened = SocketChannel
				.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
			opened.configureBlocking(false);
			opened.register(LoadGenerator.this.selector, SelectionKey.OP_READ, this);
			return opened;
		}

		Connection restUntil(long nanoTime) {
			this.restsUntil = nanoTime;
			return this;
		}

		void send() throws IOException {
			this.request.flip();
			this.sentAt = System.nanoTime();
			while (this.request.hasRemaining()) {
				this.channel.write(this.request);
			}
		}

		boolean receive() throws IOException {
			this.received.clear();
			if (this.channel.read(this.received) < 0) {
				throw new IOException("The application closed a connection");
			}
			this.received.flip();
			if (!this.answer.read(this.received)) {
				return false;
			}
			if (this.received.hasRemaining()) {
				throw new IOException("More than one answer to one request");
			}
			if (this.answer.isLast()) {
				this.channel.close();
				this.channel = open();
			}
			return true;
		}

	}

}
